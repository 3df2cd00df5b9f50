"""Code tables as facts: each with its edition and how official it is. `editions()` lists them."""

from huoshui_core.reference.editions import Edition, Standing, edition, editions
from huoshui_core.reference.fees import PatentKind, annual_fee, grace_months, late_fee_percent, reduction, term_years
from huoshui_core.reference.industries import (
    EmergingIndustry,
    Industry,
    IndustryLevel,
    emerging_industries,
    emerging_prior_rules,
    industries,
    industry,
    industry_prior,
    industry_prior_rules,
)
from huoshui_core.reference.institution_names import OtherName, OtherNameKind, other_names
from huoshui_core.reference.ipc import ipc_main_group, ipc_subclass, ipc_symbols, ipc_title
from huoshui_core.reference.lines import LINES, Line, line, line_by_number
from huoshui_core.reference.regions import (
    Region,
    RegionLevel,
    all_regions,
    cities,
    provinces,
    region_by_code,
    region_by_name,
)
from huoshui_core.reference.wipo import WipoField, wipo_field, wipo_fields, wipo_rules

__all__ = [
    "LINES",
    "Edition",
    "EmergingIndustry",
    "Industry",
    "IndustryLevel",
    "Line",
    "OtherName",
    "OtherNameKind",
    "PatentKind",
    "Region",
    "RegionLevel",
    "Standing",
    "WipoField",
    "all_regions",
    "annual_fee",
    "cities",
    "edition",
    "editions",
    "emerging_industries",
    "emerging_prior_rules",
    "grace_months",
    "industries",
    "industry",
    "industry_prior",
    "industry_prior_rules",
    "ipc_main_group",
    "ipc_subclass",
    "ipc_symbols",
    "ipc_title",
    "late_fee_percent",
    "line",
    "line_by_number",
    "other_names",
    "provinces",
    "reduction",
    "region_by_code",
    "region_by_name",
    "term_years",
    "wipo_field",
    "wipo_fields",
    "wipo_rules",
]

"""The tables the package brings: coarse, typed by us, marked as such. Official files take their place when loaded."""

from functools import cache

from huoshui_core.classing.concordance import Concordance, Rule, Scheme
from huoshui_core.reference import (
    edition,
    emerging_industries,
    emerging_prior_rules,
    industries,
    industry_prior_rules,
    wipo_fields,
    wipo_rules,
)


@cache
def industry_prior_table() -> Concordance:
    """IPC class or subclass → 大类 of GB/T 4754; the weights are shares."""
    told = edition("industry_prior")
    labels = {one.code: one.name for one in industries("division")}
    rules = tuple(Rule(symbol, code, weight) for symbol, code, weight in industry_prior_rules())
    return Concordance("gbt4754", told.edition, told.standing, rules, labels, told.source)


@cache
def emerging_prior() -> Concordance:
    told = edition("emerging_prior")
    labels = {one.code: one.name for one in emerging_industries()}
    rules = tuple(Rule(symbol, code, weight) for symbol, code, weight in emerging_prior_rules())
    return Concordance("sei", told.edition, told.standing, rules, labels, told.source)


@cache
def wipo_table() -> Concordance:
    told = edition("wipo_fields")
    labels = {str(one.number): one.name for one in wipo_fields()}
    rules = tuple(Rule(symbol, str(number)) for symbol, number in wipo_rules())
    return Concordance("wipo35", told.edition, told.standing, rules, labels, told.source)


OURS: dict[Scheme, str] = {"gbt4754": "industry_prior", "sei": "emerging_prior", "wipo35": "wipo_fields"}

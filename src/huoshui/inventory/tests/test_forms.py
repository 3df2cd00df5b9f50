"""The dossier's form: what is suggested is what the field takes."""

from django.http import QueryDict

from huoshui.inventory.forms import dossier_form, suggestions_of
from huoshui.inventory.models import Dossier

SUGGESTED = {
    "industry_codes": {"value": ["34", "38"], "evidence": ["通用设备制造业：B21D", "电气机械和器材制造业：电池"]},
    "willingness": {"value": ["assignment", "licence"], "evidence": ["转让"]},
    "maturity": {"value": "5", "evidence": ["中试"]},
}


def test_a_suggestion_sends_what_its_field_takes() -> None:
    values = {name: one.values for name, one in suggestions_of(Dossier(suggestions=SUGGESTED)).items()}
    assert values == {"industry_codes": ("34；38",), "willingness": ("assignment", "licence"), "maturity": ("5",)}


def test_a_suggestion_names_each_of_its_values() -> None:
    label = suggestions_of(Dossier(suggestions=SUGGESTED))["industry_codes"].label
    assert label.split("、") == ["34 通用设备制造业", "38 电气机械和器材制造业"]


def test_an_accepted_suggestion_is_whole() -> None:
    data = QueryDict("industry_codes=C&willingness=equity&accept=industry_codes")
    form = dossier_form(Dossier(values={}, suggestions=SUGGESTED), data)
    assert form["industry_codes"].value() == "34；38"
    assert form["willingness"].value() == ["equity"]

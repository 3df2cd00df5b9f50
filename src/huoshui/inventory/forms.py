"""The dossier's form, drawn from the standard, with what the machine suggests beside each field."""

from typing import Any

from django import forms
from django.http import QueryDict

from huoshui.display.parts import Suggestion
from huoshui.display.query import accept_suggestion
from huoshui.display.standard_forms import form_for
from huoshui.inventory import rules
from huoshui.inventory.models import Dossier
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui_core.reference import industry

DossierForm = form_for(rules.DATASET, rules.NAMES, needed=rules.NEEDED)


def dossier_form(dossier: Dossier, data: QueryDict | None = None) -> forms.Form:
    """Unbound: own values, else suggestions, so that most of it is filled already."""
    if data is not None:
        return DossierForm(accept_suggestion(data, suggestions_of(dossier)))
    return DossierForm(initial=rules.prefilled({**rules.EMPTY, **dossier.values}, dossier.suggestions))


def suggestions_of(dossier: Dossier) -> dict[str, Suggestion]:
    return {name: _suggestion(name, found) for name, found in dossier.suggestions.items() if name in rules.NAMES}


def _suggestion(name: str, found: dict[str, Any]) -> Suggestion:
    value = found["value"]
    said = value if isinstance(value, list) else [str(value)]
    sent = DossierForm.base_fields[name].prepare_value(said)  # one text, or a value for each box to tick
    return Suggestion(
        tuple(sent) if isinstance(sent, list) else (sent,),
        "、".join(label_of(name, one) for one in said),
        tuple(found["evidence"]),
        source="系统根据标题、摘要和分类号提示",
    )


def label_of(name: str, value: str) -> str:
    field = rules.DATASET.field(name)
    if field.type == "industries":
        known = industry(value)
        return f"{value} {known.name}" if known else value
    return field.codes.label(value) if field.codes and value in field.codes.values else value


LARGEST = 20 * 1024 * 1024


class BatchForm(forms.Form):
    file = forms.FileField(
        label="填好的工作簿", help_text="用本页下载的工作簿填写，或任何列名相同的 xlsx、csv；不超过 20 MB"
    )
    move = forms.ChoiceField(label="写入后", widget=forms.RadioSelect)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 20 MB，请分成几份")
        return file


def batch_form(actor: Actor, data: Any = None, files: Any = None) -> BatchForm:
    choices = [("save", "存为草稿")]
    if Policy.may(actor, "inventory.submit"):
        choices.insert(0, ("submit", "提交审核"))
    if Policy.may(actor, "inventory.register"):
        choices.append(("register", "集中评价，直接入库"))
    form = BatchForm(data, files, initial={"move": choices[0][0]})
    form.fields["move"].choices = choices  # type: ignore[attr-defined]
    return form

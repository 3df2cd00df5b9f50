import re
from collections.abc import Mapping
from typing import Any

from django import forms

from huoshui.display.uploads import SUFFIXES
from huoshui.kernel import clock
from huoshui.patents.models import STANDARD, ImportRun
from huoshui.patents.rules import SOURCE_LABELS, About
from huoshui_core.standards import Unclean, identifiers
from huoshui_core.standards.reading import ColumnProposal
from huoshui_core.standards.reading.columns import fold_heading, match_columns
from huoshui_core.standards.refusal import shown

# What the base library needs of a row besides the standard (`rows.fault_of`): one field of each at least.
TELL_THE_DAY = ("publication_date", "grant_date")
TELL_THE_STAGE = ("publication_no", "grant_date", "legal_status", "stage")
_LONG_RUN = re.compile(r"[^\s\u2e80-\uffef]{20}")  # Chinese breaks anywhere
SURE = {"known": "已识别", "chosen": "您选过的", "similar": "按名称推测", "shape": "按内容推测", "none": "未识别"}


class UploadForm(forms.Form):
    file = forms.FileField(
        label="专利清单文件",
        allow_empty_file=True,  # refused by the reader, by its name like every other file
        help_text="Excel（xlsx）、CSV、国家知识产权局 XML，或它们的 zip 包；不超过 20 MB",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    owner = forms.CharField(
        label="指定单位",
        required=False,
        max_length=200,
        help_text="文件里没有申请（专利权）人，或全部属于同一家单位时填写；一般留空，由系统按申请（专利权）人归属",
    )


class ColumnsForm(forms.Form):
    """One choice a column of the file, and what is said of the file as a whole."""

    source_kind = forms.ChoiceField(label="来源类别", choices=[("", "请选择"), *SOURCE_LABELS.items()])
    as_of = forms.DateField(
        label="数据日期",
        required=False,
        help_text="文件反映哪一天的情况；空着为今天",
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, proposal: ColumnProposal, run: ImportRun) -> None:
        super().__init__(data, initial={"source_kind": run.source_kind or "other", "as_of": run.as_of})
        self.proposal = proposal
        fields = [(field.name, field.label) for field in STANDARD.fields]
        for at, column in enumerate(proposal.columns):
            choice = forms.ChoiceField(
                label=_breakable(column.heading),
                required=False,
                choices=[("", "不读取"), *fields],
                initial=column.field,
                help_text=f"{SURE[column.sure]}；如：{_breakable(' / '.join(column.samples)) or '空'}",
            )
            self.fields[f"column_{at}"] = choice

    @property
    def lacking(self) -> list[str]:
        """What is still needed, by the columns as they are chosen now; a document has none to choose."""
        if not self.proposal.columns:
            return []
        chosen = [self[f"column_{at}"].value() for at in range(len(self.proposal.columns))]
        present = set(chosen)
        lacking = [field.label for field in STANDARD.fields if field.required and field.name not in present]
        lacking += [_either(group) for group in STANDARD.one_of if not present & set(group)]
        if not present & set(TELL_THE_DAY):
            lacking.append(_either(TELL_THE_DAY))
        if not present & set(TELL_THE_STAGE) and self._may_be_inventions(chosen):
            lacking.append(f"{_either(TELL_THE_STAGE)}（用来判断是公布还是授权）")
        return lacking

    def _may_be_inventions(self, chosen: list[str]) -> bool:
        """Utility models and designs are published only when they are granted: such a list needs no more."""
        numbers = [
            number
            for column, name in zip(self.proposal.columns, chosen, strict=True)
            if name == "application_no"
            for number in column.samples
        ]
        return not numbers or any(map(_may_be_invention, numbers))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if lacking := self.lacking:
            self.add_error(None, f"还没有指明：{'；'.join(lacking)}")
        self._refuse_the_same_twice(cleaned)
        if (day := cleaned.get("as_of")) and day > clock.today():
            self.add_error("as_of", "晚于今天，请核对日期")
        return cleaned

    def _refuse_the_same_twice(self, cleaned: Mapping[str, Any]) -> None:
        """Of several headings that the standard knows for one field (申请人, 当前权利人) reading takes the best; of any
        others only one would be read."""
        first: dict[str, str] = {}
        for at, column in enumerate(self.proposal.columns):
            name = cleaned.get(f"column_{at}") or ""
            if not name:
                continue
            earlier = first.setdefault(name, column.heading)
            if at and fold_heading(column.heading) in map(fold_heading, self._headings_before(at)):
                self.add_error(f"column_{at}", "文件里有两栏是这个名称，请在文件里给其中一栏改名后重新上传")
            elif earlier != column.heading and not (_is_known(earlier, name) and _is_known(column.heading, name)):
                label = STANDARD.field(name).label
                self.add_error(
                    f"column_{at}", f"“{shown(earlier)}”也选了“{label}”，只会读取一栏；请把其中一栏改为“不读取”"
                )

    def _headings_before(self, at: int) -> list[str]:
        return [column.heading for column in self.proposal.columns[:at]]

    def about(self) -> About:
        chosen = self.cleaned_data
        headings = {column.heading: chosen[f"column_{at}"] for at, column in enumerate(self.proposal.columns)}
        return About(headings, chosen["source_kind"], chosen["as_of"])


def _either(names: tuple[str, ...]) -> str:
    return " 或 ".join(STANDARD.field(name).label for name in names)


def _is_known(heading: str, name: str) -> bool:
    return match_columns([heading], STANDARD).by_heading.get(heading) == name


def _may_be_invention(number: str) -> bool:
    try:
        return identifiers.kind_of_application(identifiers.application_number(number)) == "invention"
    except Unclean:
        return True


def _breakable(text: str) -> str:
    """Short, and with places to break a line in what has none: a damaged file made the page as wide as its rows."""
    return _LONG_RUN.sub("\\g<0>\u200b", shown(text))

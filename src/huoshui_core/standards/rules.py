"""What one field of a record says about another: gaps filled without guessing, contradictions refused."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date
from typing import Any

from huoshui_core.standards import identifiers
from huoshui_core.standards.event_words import LICENCES_AND_PLEDGES, told_by
from huoshui_core.standards.model import Dataset, fold_word, load_codes
from huoshui_core.standards.refusal import FieldProblem, shown

Values = MutableMapping[str, Any]
KINDS = load_codes("patent_kind").values

# 2、, 2. or ２．at the beginning of a line: where the second claim begins.
SECOND_CLAIM = re.compile(r"\n(?=\s*[2２]\s*[.、．])")
AGENCY_CODE = re.compile(r"(?<=\S)\s*\d{5}$")
# Until the law of 1993, documents with the letters B, S and U were published before the grant.
GRANT_DOCUMENTS_SINCE = date(1993, 1, 1)

# Words of lists that say less than an event: what happened stands in the words beside them.
VAGUE_EVENTS = frozenset(
    {
        "专利权的终止", "专利权终止", "权利终止", "终止", "专利权失效", "失效", "放弃", "无效", "专利权的无效宣告",
        "专利权的无效、部分无效宣告", "专利权的保全及其解除", "专利实施许可合同备案的生效、变更及注销",
        "专利权质押合同登记的生效、变更及注销", "专利申请公布后的驳回、撤回及视为撤回",
    }
)  # fmt: skip
STATES_NOT_EVENTS = frozenset(
    {"有权", "无权", "有效", "审中", "在审", "有效专利", "失效专利", "在审专利", "专利权维持"}
)
_FIRST_WORDS = re.compile(r"[\s;；,，。:：|]|IPC|申请日|授权公告|终止日期|登记生效日")


def precise(dataset: Dataset, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with a vague word replaced by what the words beside it say. Lists of legal events often write
    专利权的终止 in one column and 未缴年费专利权终止 in the next."""
    if dataset.name != "patent_event":
        return raw
    event, detail = fold_word(str(raw.get("event") or "")), str(raw.get("detail") or "").strip()
    if event not in VAGUE_EVENTS or not detail:
        return raw
    first = fold_word(_FIRST_WORDS.split(detail, 1)[0])
    known = dataset.field("event").codes
    code = known and (known.by_word.get(event + first) or known.by_word.get(first))
    return {**raw, "event": code} if code else raw


def remark(dataset: Dataset, name: str, raw: object) -> str:
    """What is said of a word that no list could take, where more can be said than which words it could."""
    word = fold_word(str(raw))
    if (dataset.name, name) != ("patent_event", "event"):
        return ""
    if word in VAGUE_EVENTS:
        return f"专利事务：“{raw}”没有写明是哪一种，请改写或补充法律状态信息，如 未缴年费专利权终止、专利权有效期届满"
    if word in STATES_NOT_EVENTS:
        return f"专利事务：“{raw}”是现在的状态，不是一项事务；请填公报的事务，如 授权、专利权的转移、未缴年费专利权终止"
    return ""


def complete(dataset: Dataset, values: Values) -> list[FieldProblem]:
    """Fill empty fields that follow from others. A value already there is corrected in one case, which is told:
    the letter of the publication number is the office's own word on the kind, and goes before what a file says."""
    notices: list[FieldProblem] = []
    for fill in _COMPLETIONS.get(dataset.name, ()):
        notices += fill(values)
    return notices


def cross_problems(dataset: Dataset, values: Values) -> list[FieldProblem]:
    problems = []
    for group in dataset.one_of:
        if not any(values.get(name) for name in group):
            labels = "、".join(dataset.field(name).label for name in group)
            problems.append(FieldProblem(group[0], "", f"{labels}：至少填写一项", "one_of_required"))
    for check in _CHECKS.get(dataset.name, ()):
        problem = check(values)
        if problem:
            problems.append(problem)
    return problems


def _complete_patent(values: Values) -> list[FieldProblem]:
    notices = _kind_by_number(values)
    publication_no, application_no = values["publication_no"], values["application_no"]
    if publication_no:
        values["kind"] = values["kind"] or identifiers.kind_of_publication(publication_no)
        values["stage"] = values["stage"] or identifiers.stage_of_publication(publication_no)
        if _is_grant_document(values):
            values["grant_date"] = values["grant_date"] or values["publication_date"]
    if application_no:
        values["kind"] = values["kind"] or identifiers.kind_of_application(application_no)
    if values["grant_date"]:
        values["stage"] = values["stage"] or "granted"
    if values["main_class"] and not values["classes"]:
        values["classes"] = (values["main_class"],)
    if values["classes"] and not values["main_class"]:
        values["main_class"] = values["classes"][0]
    if values.get("claims"):
        values["first_claim"] = values["first_claim"] or SECOND_CLAIM.split(values["claims"], 1)[0].strip()
    if values.get("agency"):
        values["agency"] = AGENCY_CODE.sub("", values["agency"])
    return notices


def _kind_by_number(values: Values) -> list[FieldProblem]:
    """Only where no other number contradicts the publication number."""
    said, publication_no, application_no = values["kind"], values["publication_no"], values["application_no"]
    told = identifiers.kind_of_publication(publication_no) if publication_no else None
    if not said or not told or said == told:
        return []
    if application_no and identifiers.kind_of_application(application_no) != told:
        return []
    values["kind"] = told
    message = f"专利类型：文件写的是“{KINDS[said]}”，已按公开（公告）号 {publication_no} 记为“{KINDS[told]}”"
    return [FieldProblem("kind", KINDS[said], message, "kind_corrected")]


def _is_grant_document(values: Values) -> bool:
    number, day = values["publication_no"], values["publication_date"]
    return bool(
        day
        and day >= GRANT_DOCUMENTS_SINCE
        and identifiers.stage_of_publication(number) == "granted"
        and not identifiers.is_correction(number)
    )


def _complete_event(values: Values) -> list[FieldProblem]:
    """What lists write into the words of an event gets its own field; who takes a licence is no new owner."""
    for name, found in told_by(values["detail"] or "").items():
        values[name] = values[name] or found
    if values["event"] in LICENCES_AND_PLEDGES and values["after"] and not values["party"]:
        values["party"], values["after"] = values["after"], None
    return []


def _complete_institution(values: Values) -> list[FieldProblem]:
    if values["moe_code"]:
        values["kind"] = values["kind"] or "university"
    return []


def _kind_agrees_with_numbers(values: Values) -> FieldProblem | None:
    kind = values.get("kind")
    application_no, publication_no = values["application_no"], values["publication_no"]
    by_application = application_no and identifiers.kind_of_application(application_no)
    by_publication = publication_no and identifiers.kind_of_publication(publication_no)
    if by_application and by_publication and by_application != by_publication:
        message = f"专利号/申请号的种类位与公开（公告）号 {publication_no} 不是同一种专利"
        return FieldProblem("application_no", application_no, message, "numbers_disagree")
    for name, told in (("application_no", by_application), ("publication_no", by_publication)):
        if kind and told and told != kind:
            message = f"专利类型：与号码 {values[name]} 的种类不一致"
            return FieldProblem("kind", kind, message, "kind_disagrees")
    return None


def _dates_in_order(values: Values) -> FieldProblem | None:
    filed, published, granted = values["filing_date"], values["publication_date"], values["grant_date"]
    if filed and published and filed > published:
        return FieldProblem("filing_date", str(filed), f"申请日：晚于公开（公告）日 {published}", "dates_order")
    if filed and granted and filed > granted:
        return FieldProblem("filing_date", str(filed), f"申请日：晚于授权公告日 {granted}", "dates_order")
    corrected = values["publication_no"] and identifiers.is_correction(values["publication_no"])
    if published and granted and published > granted and not corrected:
        return FieldProblem("grant_date", str(granted), f"授权公告日：早于公开（公告）日 {published}", "dates_order")
    return None


def _classes_suit_kind(values: Values) -> FieldProblem | None:
    symbols = values["classes"] or ()
    main = values["main_class"]
    for name, symbol in [("main_class", main), *(("classes", each) for each in symbols)]:
        if symbol and values["kind"] and identifiers.is_locarno(symbol) != (values["kind"] == "design"):
            expected = "洛迦诺分类号（如 14-03）" if values["kind"] == "design" else "国际专利分类号（如 H04W8/26）"
            return FieldProblem(name, shown(symbol), f"分类号：这类专利应填{expected}", "class_disagrees")
    return None


_COMPLETIONS: dict[str, tuple[Callable[[Values], list[FieldProblem]], ...]] = {
    "patent": (_complete_patent,),
    "institution": (_complete_institution,),
    "patent_event": (_complete_event,),
}
_CHECKS: dict[str, tuple[Callable[[Values], FieldProblem | None], ...]] = {
    "patent": (_kind_agrees_with_numbers, _dates_in_order, _classes_suit_kind),
    "dossier": (_kind_agrees_with_numbers,),
    "match": (_kind_agrees_with_numbers,),
    "evaluation": (_kind_agrees_with_numbers,),
}

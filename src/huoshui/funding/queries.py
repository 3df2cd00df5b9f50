"""Every read of declarations. The wall narrows to the actor's reach; an inventor is narrowed to what names them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from huoshui.funding import rules
from huoshui.funding.models import Declaration, Project, Reason
from huoshui.funding.rules import NO_CLOCK, PUT_TO_USE, WARN
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

WIDE = ("patent__abstract", "patent__first_claim", "patent__claims")  # not read for lists


def declarations_in_view(actor: Actor) -> QuerySet[Declaration]:
    every = Declaration.objects.select_related("patent").defer(*WIDE)
    rows: QuerySet[Declaration] = every.annotate(org_name=orgs.name_of())
    name = patents.narrowed_to(actor)
    if name is None:
        return rows
    return rows.filter(patent__inventors__contains=[name]) if name else rows.none()


def declaration_in_view(actor: Actor, patent_id: int) -> Declaration:
    row = declarations_in_view(actor).filter(patent_id=patent_id).first()
    if row is None:
        raise NotFound("没有这件专利的财政资助声明", patent_id=patent_id)
    return row


def clock_is(state: str, today: date) -> Q:
    """The same as `rules.clock`, for a list: every row answers to exactly one."""
    funded, used, none_left = Q(is_funded="yes"), Q(implementation__in=PUT_TO_USE), Q(clock_ends_on=NO_CLOCK)
    waiting = funded & ~used & ~none_left
    near = waiting & Q(clock_ends_on__lte=today + WARN)
    over = near & Q(clock_ends_on__lt=today, has_reason=False)
    return {
        "not_funded": Q(is_funded="no"),
        "unknown": Q(is_funded="unknown"),
        "implemented": funded & used,
        "not_granted": funded & ~used & none_left,
        "running": waiting & Q(clock_ends_on__gt=today + WARN),
        "reasoned": near & Q(has_reason=True),
        "due_soon": near & Q(clock_ends_on__gte=today, has_reason=False),
        "passed": over & Q(implementation="none"),
        "unclear": over & ~Q(implementation="none"),
    }[state]


def counts(actor: Actor) -> dict[str, int]:
    """Of the actor's view: by clock, and how many wait to be declared or are declared."""
    today = clock.today()
    told = {name: Count("id", filter=clock_is(name, today)) for name in rules.CLOCKS}
    by_state = {state: Count("id", filter=Q(state=state)) for state in ("noted", "declared", "withdrawn")}
    found = (
        declarations_in_view(actor)
        .order_by()
        .aggregate(all=Count("id"), funded=Count("id", filter=Q(is_funded="yes")), **told, **by_state)
    )
    return {name: value or 0 for name, value in found.items()}


def clock_of(row: Declaration, today: date | None = None) -> str:
    return rules.clock(
        is_funded=row.is_funded,
        ends_on=row.clock_ends_on,
        implementation=row.implementation,
        has_reason=row.has_reason,
        today=today or clock.today(),
    )


def projects_of(declaration_ids: Iterable[int]) -> dict[int, list[Project]]:
    found: dict[int, list[Project]] = {}
    for row in Project.objects.filter(declaration_id__in=list(declaration_ids)).order_by("id"):
        found.setdefault(row.declaration_id, []).append(row)
    return found


def reasons_of(declaration_ids: Iterable[int]) -> dict[int, list[Reason]]:
    """Newest first; those taken back too."""
    found: dict[int, list[Reason]] = {}
    for row in Reason.objects.filter(declaration_id__in=list(declaration_ids)).order_by("-id"):
        found.setdefault(row.declaration_id, []).append(row)
    return found


def rows_of(patent_ids: Sequence[int]) -> dict[int, Declaration]:
    return {row.patent_id: row for row in Declaration.objects.filter(patent_id__in=list(patent_ids))}


def known_ids(patent_ids: Sequence[int]) -> set[int]:
    rows = Declaration.objects.filter(patent_id__in=patent_ids)
    return set(rows.values_list("patent_id", flat=True))


def rows_by_number(actor: Actor, numbers: Iterable[str]) -> dict[str, Declaration]:
    """By publication and application number, locked until the transaction ends."""
    wanted = [one for one in numbers if one]
    named = Q(patent__publication_no__in=wanted) | Q(patent__application_no__in=wanted)
    found: dict[str, Declaration] = {}
    for row in declarations_in_view(actor).filter(named).order_by("pk").select_for_update(of=("self",)):
        found |= {row.patent.application_no: row, row.patent.publication_no: row}
    found.pop("", None)
    return found


def funded_after(actor: Actor, after_id: int, limit: int) -> list[Declaration]:
    """For the report: the next funded patents of the view, by row."""
    rows = declarations_in_view(actor).filter(is_funded="yes", pk__gt=after_id).order_by("id")
    return list(rows[:limit])


def declared_by(user_id: int) -> QuerySet[Declaration]:
    rows: QuerySet[Declaration] = Declaration.objects.filter(declared_by=user_id).select_related("patent")
    return rows.order_by("id")

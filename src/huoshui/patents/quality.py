"""How complete and how fresh the library is, counted by institution in a few statements; and the lists behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from huoshui.kernel.errors import Invalid
from huoshui.patents import states
from huoshui.patents.models import ImportRun, Patent
from huoshui_core.standards import load

STANDARD = load("patent")
SAMPLES = 3
# What a complete row has. Empty means: not told by any source.
_EMPTY: dict[str, Q] = {
    "application_no": Q(application_no=""),
    "abstract": Q(abstract=""),
    "first_claim": Q(first_claim=""),
    "inventors": Q(inventors=[]),
    "filing_date": Q(filing_date=None),
    "grant_date": Q(grant_date=None, stage="granted"),
    "main_class": Q(main_class=""),
    "legal_status": Q(legal_status=""),
    "city": Q(city=""),
}
# What no row of a kind can have is not missing from it, in figures and in the lists behind them.
NOT_FOR: Mapping[str, frozenset[str]] = {"design": frozenset({"abstract", "first_claim"})}
FIELDS: dict[str, str] = {name: STANDARD.field(name).label for name in _EMPTY}


@dataclass(slots=True)
class InstitutionQuality:
    """`missing`: kind → field → rows without it; `totals`: kind → rows; `ages`: source → data date → rows."""

    org_id: int
    totals: Counter[str] = field(default_factory=Counter)
    missing: dict[str, dict[str, int]] = field(default_factory=dict)
    ages: dict[str, dict[str, int]] = field(default_factory=dict)
    unconfirmed: int = 0
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class InstitutionSample:
    """What a person sees of an institution that nobody has checked."""

    patents: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunCard:
    id: int
    user_id: int
    org_id: int
    on: date
    file_name: str
    rows: int
    refused: int
    state: str


def by_institution(org_ids: Iterable[int]) -> list[InstitutionQuality]:
    """One scan for the fields and one for the dates."""
    mine = Patent.objects.filter(org_id__in=list(org_ids)).order_by()
    found: dict[int, InstitutionQuality] = {}
    counts = {name: Count("id", filter=empty) for name, empty in _EMPTY.items()}
    more = {
        "total": Count("id"),
        "unsettled": Count("id", filter=Q(attribution="unconfirmed")),
        "invented": Count("id", filter=Q(demonstration=True)),
    }
    for row in mine.values("org_id", "kind").annotate(**{f"no_{name}": one for name, one in counts.items()}, **more):
        one = found.setdefault(row["org_id"], InstitutionQuality(row["org_id"]))
        one.totals[row["kind"]] = row["total"]
        one.missing[row["kind"]] = {name: row[f"no_{name}"] for name in _EMPTY}
        one.unconfirmed += row["unsettled"]
        one.demonstration = one.demonstration or bool(row["invented"])
    for row in mine.values("org_id", "source", "as_of").annotate(total=Count("id")):
        ages = found[row["org_id"]].ages.setdefault(row["source"], {})
        ages[row["as_of"].isoformat()] = row["total"]
    return [found[one] for one in sorted(found)]


def samples(org_ids: Sequence[int]) -> dict[int, InstitutionSample]:
    """How many patents each has, and the titles of the latest of them."""
    mine = Patent.objects.filter(org_id__in=list(org_ids)).order_by()
    counts = dict(mine.values_list("org_id").annotate(total=Count("id")))
    place = Window(RowNumber(), partition_by=F("org_id"), order_by=[F("publication_date").desc(), F("id").asc()])
    latest = mine.annotate(place=place).filter(place__lte=SAMPLES).values_list("org_id", "title", "place")
    titles: dict[int, list[str]] = {}
    for org_id, title, _ in sorted(latest, key=lambda row: (row[0], row[2])):
        titles.setdefault(org_id, []).append(title)
    return {one: InstitutionSample(counts[one], tuple(titles[one])) for one in counts}


def runs_with_refusals(*, limit: int) -> list[RunCard]:
    """The latest finished loads in scope that left rows out, latest first. Of a file that was loaded again the last one
    counts; a check alone has left nothing out."""
    done = ImportRun.objects.filter(state=states.DONE).order_by()
    last = done.values("org_id", "digest").annotate(last=Max("id")).values("last")
    rows = ImportRun.objects.filter(pk__in=last, refused__gt=0).order_by("-id")[:limit]
    found = [(one, unread_files(one)) for one in rows]
    return [
        RunCard(
            one.pk,
            one.user_id,
            one.org_id,
            one.at.date(),
            one.file_name,
            one.rows - unread,
            one.refused - unread,
            one.state,
        )
        for one, unread in found
        if one.refused > unread
    ]


def unread_files(run: ImportRun) -> int:
    """Files of a package that could not be read. Each is counted with the rows refused, and has none."""
    return min(len({one["file"] for one in run.problems if not one["line"]}), run.refused)


def lacking(rows: QuerySet[Patent], name: str) -> QuerySet[Patent]:
    """Those in which no source has told this field, and which can have it."""
    if name not in _EMPTY:
        raise Invalid(f"没有这个字段：{name}", field="lacking")
    without = [kind for kind, names in NOT_FOR.items() if name in names]
    return rows.filter(_EMPTY[name]).exclude(kind__in=without)

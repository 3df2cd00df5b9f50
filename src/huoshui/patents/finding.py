"""Finding patents: the index answers within the actor's reach, the table has the last word; without an index, SQL.

Reach, and for inventors their name, are part of the question that the index is asked, so that totals and counts of
facets say nothing of other people's patents either.
"""

import base64
import binascii
import json
import logging
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from huoshui.display.query import whole_number
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Page
from huoshui.kernel.reach import LINE_SPAN, TOP, branch_of_lines, branch_of_seats
from huoshui.kernel.tenancy import current_reach
from huoshui.orgs import public as orgs
from huoshui.orgs.events import OrganisationsMerged, OrganisationsMoved
from huoshui.patents import narrowing, queries
from huoshui.patents.asking import INDEXED, Asked
from huoshui.patents.events import FacetsChanged, PatentsLoaded, PatentsPlaced, RightsChanged
from huoshui.patents.facets import Facet, facets
from huoshui.patents.models import Patent
from huoshui.patents.search import NAME, PLACE, patent_index
from huoshui.search.public import Bound, Hits, IndexUnavailable, Query, has_waiting

log = logging.getLogger(__name__)
DEPTH = 1_000  # hits by relevance that pages reach; other orders have no end
EXPORTED = 100_000  # rows that one file holds at most
FACET_SIZE = 30
CHUNK = 1_000
_FOLLOWED = (PatentsLoaded, PatentsPlaced, RightsChanged, FacetsChanged, OrganisationsMoved, OrganisationsMerged)
HEARD = tuple(one.__name__ for one in _FOLLOWED)  # what the index follows, see `apps.py`
INDEX_ORDERS = {"publication_date": "published", "publication_no": "number"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`by_index` is false where the table was read without one: then there are no facets. `is_behind` says that the
    index has not heard of every change yet, whosever it is."""

    page: Page
    facets: tuple[tuple[Facet, tuple[Choice, ...]], ...] = ()
    by_index: bool = True
    is_behind: bool = False

    @property
    def is_beyond_depth(self) -> bool:
        return self.page.total > DEPTH


def find(actor: Actor, asked: Asked, *, fields: Sequence[str] = ()) -> Found:
    """One page, total and facets; with `fields` the rows are tuples of these, see `queries.table_of_patents`.
    Raises Invalid for a cursor that no page gave out."""
    rows = queries.table_of_patents(actor, fields) if fields else queries.listed_patents(actor)
    if asked.beside:
        return Found(narrowing.page(rows, asked), by_index=False)
    try:
        query = question(actor, asked)
        if query is None:
            return Found(Page((), "", "", 0, False))
        return _find(asked, query, rows)
    except IndexUnavailable as fault:
        log.warning("patents are listed without the index: %s", fault.message)
        return Found(narrowing.page(rows, asked), by_index=False)


def exported(actor: Actor, asked: Asked) -> "Exported":
    """Everything that is found, in the order shown, up to EXPORTED."""
    return Exported(actor, tuple(_exported_ids(actor, asked)))


def _exported_ids(actor: Actor, asked: Asked) -> Sequence[int]:
    if not asked.beside:
        try:
            query = question(actor, asked)
            return () if query is None else ask(query, limit=EXPORTED).ids
        except IndexUnavailable as fault:
            log.warning("patents are exported without the index: %s", fault.message)
    return narrowing.ids(queries.listed_patents(actor), asked, limit=EXPORTED)


@dataclass(frozen=True, slots=True)
class Exported:
    actor: Actor
    ids: tuple[int, ...]

    def rows(self) -> Iterator[Patent]:
        for start in range(0, len(self.ids), CHUNK):
            yield from _in_order(queries.listed_patents(self.actor), self.ids[start : start + CHUNK])

    def has_demonstration(self) -> bool:
        rows = queries.patents_in_view(self.actor).filter(demonstration=True)
        return any(
            rows.filter(pk__in=self.ids[start : start + CHUNK]).exists() for start in range(0, len(self.ids), CHUNK)
        )


def _find(asked: Asked, query: Query, readable: QuerySet[Any]) -> Found:
    back, place = _read(asked)
    names = tuple(one.name for one in facets())
    if asked.by_relevance:
        hits = ask(query, facets=names, offset=place or 0, limit=asked.size)
        following = (place or 0) + asked.size
        after = _write(asked, following) if following < min(hits.total, DEPTH) else ""
        before = _write(asked, max(place - asked.size, 0)) if place else ""
        ids: Sequence[int] = hits.ids
    else:
        hits = ask(query, facets=names, after=place, back=back, limit=asked.size + 1)
        more, ids, keys = len(hits.ids) > asked.size, hits.ids[: asked.size], hits.keys[: asked.size]
        if back:
            ids, keys = ids[::-1], keys[::-1]
        after = _write(asked, keys[-1]) if keys and (more or back) else ""
        before = _write(asked, keys[0], back=True) if keys and (more if back else place is not None) else ""
    rows = _in_order(readable, ids)
    total = max(hits.total - (len(ids) - len(rows)), 0)
    found = Page(rows, after, before, total, False)
    return Found(found, _shown(hits.facets, asked, rows), is_behind=has_waiting(NAME, events=HEARD))


def ask(
    query: Query,
    *,
    facets: Sequence[str] = (),
    offset: int = 0,
    limit: int,
    after: int | None = None,
    back: bool = False,
) -> Hits:
    """One page in the order of the query, or towards its beginning. Raises IndexUnavailable."""
    sort = query.sort
    if back:
        sort = sort[1:] if sort.startswith("-") else f"-{sort}"
    asked = replace(query, facets=facets, facet_size=FACET_SIZE, sort=sort, offset=offset, limit=limit, after=after)
    return patent_index().search(asked)


def question(actor: Actor, asked: Asked) -> Query | None:
    """None where nothing can be found, whatever the index holds."""
    fixed: list[tuple[str, Sequence[str]]] = [("ipc", (level,)) for level in asked.ipc]
    name = queries.narrowed_to(actor)
    if name is not None:
        fixed.append(("inventor", (name,)))
    if asked.institution or asked.institution_type:
        fixed.append(("org", [str(one) for one in narrowing.institutions(asked)]))
    ranges = _ranges(asked)
    if name == "" or not all(values for _, values in fixed) or not all(map(_is_possible, ranges.values())):
        return None
    fixed += _places(ranges)
    order = asked.sort.removeprefix("-")
    sort = "" if asked.by_relevance else f"{'-' * asked.sort.startswith('-')}{INDEX_ORDERS[order]}"
    return Query(
        text=asked.text,
        inside={INDEXED[name]: text for name, text in asked.inside.items()},
        filters=asked.chosen,
        fixed=fixed,
        ranges=ranges,
        sort=sort,
    )


def _ranges(asked: Asked) -> dict[str, tuple[Bound, Bound]]:
    """Only bounds that narrow. The reach is that of the open scope, which may be wider than the actor's own."""
    reach = current_reach()
    line = (reach.line_lo, reach.line_hi)
    if asked.line is not None:
        line = (max(line[0], asked.line * LINE_SPAN), min(line[1], (asked.line + 1) * LINE_SPAN - 1))
    ranges: dict[str, tuple[Bound, Bound]] = {
        "seat": (reach.seat_lo, reach.seat_hi),
        "line_seat": line,
        "published": (asked.since, asked.until),
        "filed": asked.filed,
        "granted": asked.granted,
    }
    return {name: bounds for name, bounds in ranges.items() if bounds not in ((0, TOP), (None, None))}


def _places(ranges: dict[str, tuple[Bound, Bound]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Takes the ranges out that are whole branches, as almost every reach is: for a range the index looks at the seat
    of every patent there is, a branch it has by name."""
    for name, branch_of in (("seat", branch_of_seats), ("line_seat", branch_of_lines)):
        if name in ranges and (branch := branch_of(*ranges[name])):  # type: ignore[arg-type]
            del ranges[name]
            yield PLACE, (branch,)


def _is_possible(bounds: tuple[Bound, Bound]) -> bool:
    low, high = bounds
    return low is None or high is None or low <= high  # type: ignore[operator]


def _in_order(readable: QuerySet[Any], ids: Sequence[int]) -> list[Any]:
    """What the wall lets through: the index is never believed about who may see what."""
    rows = {row.pk: row for row in readable.filter(pk__in=list(ids))}
    return [rows[one] for one in ids if one in rows]


def _shown(
    counted: Mapping[str, Sequence[tuple[str, int]]], asked: Asked, rows: Sequence[Any]
) -> tuple[tuple[Facet, tuple[Choice, ...]], ...]:
    """What is chosen stays visible even where it now counts nothing, so that it can be taken away."""
    org_ids = {int(value) for value, _ in counted["org"]} | {whole_number(one) for one in asked.chosen.get("org", ())}
    names = _names(org_ids, rows)
    shown = []
    for facet in facets():
        chosen = asked.chosen.get(facet.name, ())
        found = dict(counted[facet.name])
        found |= {value: 0 for value in chosen if value not in found}
        ordered = sorted(found.items(), reverse=True) if facet.fixed else list(found.items())
        choices = tuple(
            Choice(value, names.get(value, value) if facet.name == "org" else facet.word(value), n, value in chosen)
            for value, n in ordered
        )
        if len(choices) > 1 or chosen:
            shown.append((facet, choices))
    return tuple(shown)


def _names(org_ids: Set[int], rows: Sequence[Any]) -> dict[str, str]:
    """By id as facets have it; the directory is asked for those alone that no row of the page has told."""
    told = {row.org_id: row.org_name for row in rows}
    missing = org_ids - told.keys()
    told |= orgs.names(missing) if missing else {}
    return {str(key): told[key] for key in org_ids if key in told}


def _write(asked: Asked, place: int, *, back: bool = False) -> str:
    text = json.dumps([asked.sort, int(back), place], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(asked: Asked) -> tuple[bool, int | None]:
    if not asked.cursor:
        return False, None
    try:
        cursor = asked.cursor + "=" * (-len(asked.cursor) % 4)
        sort, back, place = json.loads(base64.urlsafe_b64decode(cursor))
        highest = DEPTH - 1 if asked.by_relevance else (1 << 63) - 1
        if sort != asked.sort or back not in (0, 1) or type(place) is not int or not 0 <= place <= highest:
            raise ValueError(cursor)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise Invalid("翻页位置无效，请从第一页重新打开") from None
    return bool(back), place

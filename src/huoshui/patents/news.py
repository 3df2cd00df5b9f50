"""A kept search put again: what it is in words, and what has come to it since a load."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Max
from django.http import QueryDict

from huoshui.display.query import whole_number
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs
from huoshui.patents import queries
from huoshui.patents.asking import asked_from, searchable
from huoshui.patents.facets import facets
from huoshui.patents.finding import ask, question
from huoshui.patents.listings import PATENTS
from huoshui.patents.models import Patent
from huoshui.patents.search import NAME, patent_index
from huoshui.search import public as search
from huoshui.search.public import IndexUnavailable


@dataclass(frozen=True, slots=True)
class SearchNews:
    total: int
    ids: tuple[int, ...]


def search_news(actor: Actor, query: str, *, after_run: int, changed: Sequence[int], limit: int) -> SearchNews:
    """What a search finds in the actor's view that was loaded after a run, or is among the changed.

    Raises IndexUnavailable; Invalid for a query that no longer holds.
    """
    asked = question(actor, replace(asked_from(QueryDict(query)), sort="-publication_date", cursor=""))
    if asked is None:
        return SearchNews(0, ())
    loaded = ask(replace(asked, ranges={**asked.ranges, "run": (after_run + 1, None)}), limit=limit)
    total, ids = loaded.total, list(loaded.ids)
    if changed:
        rest = ask(replace(asked, ranges={**asked.ranges, "run": (None, after_run)}, only=changed), limit=limit)
        total, ids = total + rest.total, (ids + list(rest.ids))[:limit]
    seen = set(queries.patents_in_view(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return SearchNews(max(total - (len(ids) - len(seen)), 0), tuple(one for one in ids if one in seen))


def latest_run() -> int:
    """The load up to which all is found now. While changes wait, the last one may be half told and does not count."""
    try:
        highest = patent_index().highest("run")
    except IndexUnavailable:
        return int(Patent.objects.aggregate(run=Max("import_run_id"))["run"] or 0)
    return highest - bool(search.count_waiting(NAME))


def search_address(query: str, *, leaving_out: Iterable[str]) -> str:
    """Only what is asked, without empty values. Raises Invalid for what the list would refuse."""
    kept = QueryDict(query, mutable=True)
    for name in list(kept):
        values = [one.strip() for one in kept.getlist(name) if one.strip()]
        if values and name not in leaving_out:
            kept.setlist(name, values)
        else:
            del kept[name]
    asked_from(kept)
    return searchable(kept)[0].urlencode()


def search_words(query: str) -> list[str]:
    """What is asked, as chips read it: 「检索：电池」."""
    asked = QueryDict(query)
    words = [
        f"{one.label}：{one.word(value) if one.word else value}"
        for one in PATENTS.filters
        for value in asked.getlist(one.name)
    ]
    for facet in facets():
        values = asked.getlist(facet.name)
        if facet.name == "org":
            names = {str(key): name for key, name in orgs.names(map(whole_number, values)).items()}
            values = [names.get(value, value) for value in values]
        words += [f"{facet.label}：{facet.word(value)}" for value in values]
    return words

"""Lists asked with somebody else's words, numbers and places: filters, sorts, totals, cursors, exports.

A title is asked for short of its first character: what one types oneself comes back in the search field.
"""

import base64
import json
import re
from collections.abc import Iterator

from tests.permissions.answers import leaks
from tests.permissions.asking import ALL, Answer, Theatre, kinds
from tests.permissions.expected import ROLES_OF
from tests.permissions.full_stage import UNPUBLISHED
from tests.permissions.principals import PRINCIPALS, Principal

PAIRS = (("office", "other_office"), ("hospital", "office"), ("college_secretary", "hospital"), ("changsha", "shanxi"))
TOTAL = re.compile(r'"total": (\d+)')
NEXT = re.compile(r'"next": "([\w=-]+)"')
SORT = re.compile(r"sort=(-?[\w]+)")


def lists(who: Principal) -> Iterator[str]:
    for name in sorted(ALL):
        route = ALL[name]
        opens = route.permission and who.roles & ROLES_OF.get(route.permission, frozenset())
        if route.method == "get" and opens and not kinds(name):
            yield name


def asked(theatre: Theatre, who: Principal, name: str, query: str) -> Answer:
    answer = theatre.ask(who.name, name, None, query=query)
    assert answer.status < 500, (name, query)
    assert leaks(theatre, who, answer) == [], (name, query, who.name)
    return answer


def test_filtering_by_anothers_words_finds_and_counts_nothing(theatre: Theatre) -> None:
    for mine, theirs in PAIRS:
        who, org = PRINCIPALS[mine], theatre.props.world.orgs[PRINCIPALS[theirs].org]
        for name in lists(who):
            for number, (_, loads, _, title) in UNPUBLISHED.items():
                if loads == theirs:
                    for query in (f"?q={title[1:]}", f"?q={number}", f"?publication_no={number}"):
                        answer = asked(theatre, who, name, query)
                        total = TOTAL.search(answer.text)
                        if total and "total_is_capped" in answer.text and "q=" in query:
                            assert total[1] == "0", (name, query, mine)
            for query in (f"?org={org.id}", f"?institution={org.name}", f"?line={org.line}&region={org.region}"):
                asked(theatre, who, name, query)


def test_every_order_of_a_list_holds_ones_own_rows_alone(theatre: Theatre) -> None:
    for mine, _ in PAIRS:
        who = PRINCIPALS[mine]
        for name in lists(who):
            offered = set(SORT.findall(theatre.look(mine, name, None).text)) | {"title", "-title", "org_id"}
            for order in sorted(offered):
                asked(theatre, who, name, f"?sort={order}")


def test_a_cursor_from_anothers_list_opens_ones_own_rows_alone(theatre: Theatre) -> None:
    for mine, theirs in PAIRS:
        who, other = PRINCIPALS[mine], PRINCIPALS[theirs]
        for name in lists(other):
            text = theatre.ask(theirs, name, None, query="?size=20").text
            cursors = set(NEXT.findall(text)) | set(re.findall(r"cursor=([\w=-]+)", text))
            for cursor in cursors:
                if ROLES_OF[ALL[name].permission] & who.roles:
                    asked(theatre, who, name, f"?cursor={cursor}")


def test_a_forged_cursor_opens_nothing_either(both_walls: Theatre) -> None:
    who = PRINCIPALS["office"]
    for name in lists(who):
        for value in (0, 10**18, "一种未公布的测试夹具丁", "2019-07-09"):
            text = json.dumps(["granted", 0, value, 1])
            cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
            asked(both_walls, who, name, f"?cursor={cursor}")


def test_the_public_search_offers_no_unpublished_title_facet_or_place(theatre: Theatre) -> None:
    for person in ("visitor", "enterprise", "other_office"):
        who = PRINCIPALS[person]
        for number, (org, _, _, title) in UNPUBLISHED.items():
            for query in (
                f"?q={title[1:]}",
                f"?q={number}",
                f"?institution={theatre.props.world.orgs[org].id}",
                "?export=csv",
            ):
                asked(theatre, who, "catalogue", query)
                asked(theatre, who, "GET /catalogue", query)

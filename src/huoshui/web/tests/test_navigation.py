"""Where each role may go: few entries, several places under the word people have for them, the current one marked."""

import pytest
from django.contrib.auth import get_user_model
from lxml import html
from tests.world import World

from huoshui.web.tests.test_headers import signed_in

User = get_user_model()
MOST_ENTRIES = 9


def entries(username: str, path: str = "/") -> list[html.HtmlElement]:
    page = html.fromstring(signed_in(username).get(path).content.decode())
    return [entry for bar in page.iter("nav") if bar.get("aria-label") == "主导航" for entry in bar]


@pytest.mark.parametrize("username", ["office", "hunan", "inventor", "enterprise", "auditor"])
def test_every_role_has_few_entries_and_no_group_of_one(world: World, username: str) -> None:
    found = entries(username)
    assert 2 < len(found) <= MOST_ENTRIES
    assert all(len(group.xpath(".//a")) > 1 for group in found if group.tag == "details")


@pytest.mark.parametrize(
    ("path", "title", "place"),
    [("/fees/", "基础库", "年费"), ("/industries/", "统计", "产业分布"), ("/industries/tables/", "基础库", "参照表")],
)
def test_the_current_place_is_marked_and_so_is_its_group(world: World, path: str, title: str, place: str) -> None:
    found = entries("office", path)
    [group] = [one for one in found if one.xpath("summary[@aria-current]")]
    assert group.xpath("summary")[0].text_content() == title
    assert [one.text_content() for entry in found for one in entry.xpath("descendant-or-self::a[@aria-current]")] == [
        place
    ]


def test_few_places_stand_side_by_side(world: World) -> None:
    assert [one.tag for one in entries("auditor")] == ["a"] * len(entries("auditor"))

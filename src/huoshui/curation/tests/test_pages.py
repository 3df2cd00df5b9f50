"""Pages of the queue of names, and the home pages that lead there."""

import pytest
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.curation.models import NameReview
from huoshui.curation.tests.conftest import signed_in
from huoshui.curation.tests.rows import Patent
from huoshui.kernel.tenancy import scope
from huoshui.patents.tests.files import BRANCH

pytestmark = pytest.mark.django_db


def review(world: World, name: str) -> NameReview:
    with scope(world.operator):
        row: NameReview = NameReview.objects.get(name=name)
    return row


def test_the_queue_shows_names_with_proposal_place_and_title(loaded: World) -> None:
    text = signed_in("hunan").get("/curation/names/").content.decode()
    assert all(
        part in text for part in (BRANCH["申请人"], "东江试验研究院", "湖南省长沙市", "南湖试验大学（", "疑似校区")
    )


def test_a_name_is_settled_on_its_page(loaded: World) -> None:
    row, client = review(loaded, BRANCH["申请人"]), signed_in("hunan")
    page = f"/curation/names/{row.pk}/"
    assert client.post(page, {"verdict": "same", "reason": "官网"}).status_code == 422
    assert client.post(page, {"verdict": "same", "other": "没有这家大学", "reason": "官网"}).status_code == 422
    assert client.post(page, {"verdict": "same", "other": "南湖试验大学", "reason": "官网"}).status_code == 302
    deliver(loaded)
    after = client.get(page).content.decode()
    assert "并入已有单位" in after
    assert "重新复核" in after


def test_only_what_the_rules_are_certain_of_goes_in_bulk_and_is_shown_before(loaded: World) -> None:
    branch, other, client = review(loaded, BRANCH["申请人"]), review(loaded, "东江试验研究院"), signed_in("hunan")
    proposal = {
        "id": loaded.orgs["lake_university"].id,
        "name": "南湖试验大学",
        "score": 100,
        "reasons": ["已知的校区"],
    }
    with scope(loaded.operator):
        NameReview.objects.filter(pk=branch.pk).update(proposals=[proposal], best_score=100, best_name="南湖试验大学")
    chosen = {"review": [branch.pk, other.pk]}
    plan = client.post("/curation/names/settle/", chosen)
    assert [row.cells[0].value for row in plan.context["table"].rows] == [branch.name]
    assert plan.context["left"] == 1
    assert review(loaded, branch.name).state == "open"
    client.post("/curation/names/settle/", chosen | {"confirm": "1", "reason": "规则确定"})
    assert (review(loaded, branch.name).state, review(loaded, other.name).state) == ("same", "open")
    with scope(loaded.operator):
        assert Patent.objects.get(publication_no=BRANCH["公开（公告）号"]).org_id == proposal["id"]


def test_anothers_name_is_not_there(loaded: World) -> None:
    row = review(loaded, "东江试验研究院")
    assert signed_in("shanxi").get(f"/curation/names/{row.pk}/").status_code == 404
    answer = signed_in("shanxi").post("/curation/names/settle/", {"review": [row.pk], "confirm": "1", "reason": "x"})
    assert answer.status_code == 404


def test_the_home_page_of_a_bureau_says_how_much_waits(loaded: World) -> None:
    assert "待复核" in signed_in("hunan").get("/").content.decode()
    assert "待复核" not in signed_in("shanxi").get("/").content.decode()
    assert "待复核" not in signed_in("education").get("/").content.decode()

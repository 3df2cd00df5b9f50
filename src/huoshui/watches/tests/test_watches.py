"""What is kept, who reads it, what counts as news, and what is left of it when the right to see is withdrawn."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.accounts import public as accounts
from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.outbox import deliver_waiting
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, HILL, UTILITY, csv_file
from huoshui.watches import actions, jobs, queries, rules
from huoshui.watches.models import Changed, Watch
from huoshui.watches.news import News, news_for

pytestmark = pytest.mark.django_db

CELL = UTILITY | {"公开（公告）号": "CN208000008U", "标题": "一种固态电池", "发明人": "inventor"}
OTHERS = CELL | {"公开（公告）号": "CN208000009U", "标题": "一种固态电池外壳", "发明人": "王五"}


@pytest.fixture
def shelf(world: World, search_folder: Path, tmp_path: Path) -> Path:
    load(world, tmp_path, GRANT, UTILITY, HILL)
    return tmp_path


def load(world: World, folder: Path, *rows: Any) -> None:
    path = csv_file(folder, *rows)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    follow(world)


def follow(world: World) -> None:
    deliver_waiting(world.operator)
    patents.rebuild_index(world.operator)


def kept(world: World, person: str = "office", query: str = "q=电池", rhythm: str = "daily") -> Watch:
    watch_id = actions.keep_watch(world.actor(person), name="电池", query=query, rhythm=rhythm)
    with scope(world.actor(person)):
        return queries.watch_of(world.actor(person), watch_id)


def news(world: World, watch: Watch, person: str = "office") -> News:
    return news_for(world.actor(person), watch)


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def test_what_is_found_when_a_search_is_kept_is_no_news(world: World, shelf: Path) -> None:
    assert news(world, kept(world)).total == 0


def test_what_is_loaded_later_is_news_until_it_is_seen(world: World, shelf: Path) -> None:
    watch = kept(world)
    load(world, shelf, CELL, HILL | {"公开（公告）号": "CN208000010U", "标题": "一种电池水泵"})
    found = news(world, watch)
    assert found.total == len(found.ids) == 1
    actions.mark_seen(world.actor("office"), watch_id=watch.pk)
    with scope(world.actor("office")):
        assert news(world, queries.watch_of(world.actor("office"), watch.pk)).total == 0


def test_a_right_that_becomes_another_is_news(world: World, shelf: Path) -> None:
    watch = kept(world)
    with scope(world.operator):
        patent_id = patents.ids_named(world.orgs["lake_university"].id, number="CN208000002U")[0]
    patents.apply_rights(world.operator, states=[patents.RightState(patent_id, "ended", None)])
    follow(world)
    assert news(world, watch).ids == (patent_id,)


def test_an_inventor_s_watch_finds_only_what_names_them(world: World, shelf: Path) -> None:
    watch = kept(world, "inventor")
    load(world, shelf, CELL, OTHERS)
    found = news(world, watch, "inventor")
    assert found.total == len(found.ids) == 1


def test_the_round_tells_the_owner_and_the_home_page_says_so(world: World, shelf: Path) -> None:
    watch = kept(world)
    load(world, shelf, CELL)
    jobs.tell_all(0)
    assert not told(watch)
    later(watch, timedelta(days=1))
    jobs.tell_all(0)
    assert told(watch) == 1
    assert "检索订阅新结果" in signed_in("office").get("/").content.decode()
    assert "检索订阅新结果" not in signed_in("secretary").get("/").content.decode()


def test_weekly_waits_a_week_and_never_waits_for_good(world: World, shelf: Path) -> None:
    watches = [kept(world, "office", query, rhythm) for query, rhythm in (("q=电池", "weekly"), ("q=固态", "never"))]
    load(world, shelf, CELL)
    for days, expected in ((2, [0, 0]), (7, [1, 0])):
        for watch in watches:
            later(watch, timedelta(days=days))
        jobs.tell_all(0)
        assert [told(watch) for watch in watches] == expected


def test_whose_right_to_see_is_withdrawn_is_told_nothing(world: World, shelf: Path) -> None:
    watch = kept(world)
    load(world, shelf, CELL)
    later(watch, timedelta(days=1))
    with scope(world.operator):
        membership = accounts.memberships_of(world.users["office"])[0]
    assert queries.owner_today(watch) is not None
    accounts.end_membership(world.actor("changsha"), membership_id=membership.id, reason="离职")
    assert queries.owner_today(watch) is None
    jobs.tell_all(0)
    assert told(watch) == 0


def test_the_reach_of_today_decides_not_that_of_the_day_of_keeping(world: World, shelf: Path) -> None:
    watch = kept(world, "national")
    load(world, shelf, CELL, HILL | {"公开（公告）号": "CN208000010U", "标题": "一种电池水泵"})
    assert news(world, watch, "national").total == 2
    assert news(world, watch, "shanxi").total == 1


def test_the_list_says_as_many_new_results_as_the_page_of_each(world: World, shelf: Path) -> None:
    watches = [kept(world), kept(world, query="q=水泵", rhythm="never")]
    load(world, shelf, CELL, OTHERS)
    client = signed_in("office")
    table = client.get(reverse("watches")).context["table"]
    told = {row.url: row.cells[1].value for row in table.rows}
    for watch, count in zip(watches, (2, 0), strict=True):
        address = reverse("watch", args=[watch.pk])
        assert told[address] == client.get(address).context["news"].total == count
    assert [row.cells[1].value for row in table.rows] == [2, 0]


def test_without_an_index_the_list_says_no_number(world: World, shelf: Path, monkeypatch: Any) -> None:
    kept(world)
    monkeypatch.setattr("huoshui.watches.pages.news_for", lambda actor, watch: News(is_known=False))
    assert "索引正在准备" in signed_in("office").get(reverse("watches")).content.decode()


def test_a_search_that_is_kept_already_is_shown_instead_of_kept_again(world: World, shelf: Path) -> None:
    watch = kept(world, query="q=电池&kind=invention")
    with pytest.raises(Invalid, match="已经保存，名称是“电池”"):
        kept(world, query="kind=invention&q=电池")
    client = signed_in("office")
    answer = client.get(f"{reverse('watch-new')}?q=电池&kind=invention&size=20", follow=True)
    assert answer.redirect_chain == [(reverse("watch", args=[watch.pk]), 302)]
    assert "已经保存" in answer.content.decode()
    kept(world, query="q=电池&kind=utility")
    kept(world, "secretary", query="q=电池&kind=invention")


def test_another_person_s_watch_is_not_there(world: World, shelf: Path) -> None:
    watch = kept(world)
    for person in ("secretary", "hunan", "national", "other_office", "inventor"):
        with scope(world.actor(person)), pytest.raises(NotFound):
            queries.watch_of(world.actor(person), watch.pk)
        client = signed_in(person)
        assert client.get(reverse("watch", args=[watch.pk])).status_code == 404
        for name in ("watch-change", "watch-seen", "watch-drop"):
            assert client.post(reverse(name, args=[watch.pk]), {"name": "x", "rhythm": "daily"}).status_code == 404
        assert watch.name not in client.get(reverse("watches")).content.decode()


def test_a_search_is_kept_renamed_and_dropped_on_its_pages(world: World, shelf: Path) -> None:
    client = signed_in("office")
    page = client.get(f"{reverse('patents')}?q=电池&kind=invention&cursor=").content.decode()
    assert reverse("watch-new") in page
    address = f"{reverse('watch-new')}?q=电池&kind=invention&size=20&export=csv"
    assert "检索：电池" in client.get(address).content.decode()
    assert client.post(address, {"name": " ", "rhythm": "daily"}).status_code == 422
    client.post(address, {"name": "固态", "rhythm": "daily"})
    with scope(world.actor("office")):
        watch = queries.watches_of(world.actor("office")).get()
    assert watch.query == "q=%E7%94%B5%E6%B1%A0&kind=invention"
    client.post(reverse("watch-change", args=[watch.pk]), {"name": "液态", "rhythm": "never"})
    assert "液态" in client.get(reverse("watch", args=[watch.pk])).content.decode()
    client.post(reverse("watch-drop", args=[watch.pk]))
    assert "还没有保存检索" in client.get(reverse("watches")).content.decode()


def test_what_the_list_would_refuse_is_not_kept(world: World, shelf: Path) -> None:
    for query in ("since=gestern", "kind=rocket", "q=" + "a" * rules.LONGEST_QUERY):
        with pytest.raises(Invalid):
            kept(world, query=query)


def test_there_is_a_most_of_searches(world: World, shelf: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("huoshui.watches.actions.MOST", 1)
    kept(world)
    with pytest.raises(Invalid, match="最多保存"):
        kept(world, query="q=水泵")
    assert kept(world, "secretary").pk


def test_the_ledger_holds_neither_name_nor_query(world: World, shelf: Path) -> None:
    kept(world, query="q=保密词&inventor=李四")
    with scope(world.operator):
        lines = [str(line.facts) for line in LedgerLine.objects.filter(verb__startswith="watches.")]
    assert lines
    assert not any(word in line for line in lines for word in ("保密词", "李四", "电池"))


def test_changes_are_forgotten_after_their_time(world: World, shelf: Path) -> None:
    Changed.objects.create(patent_id=1, at=clock.now() - rules.KEPT_CHANGES - timedelta(days=1))
    Changed.objects.create(patent_id=2, at=clock.now())
    jobs.tell_all(0)
    assert list(Changed.objects.values_list("patent_id", flat=True)) == [2]


def test_a_person_is_shown_their_searches_and_they_go_with_the_account(world: World, shelf: Path) -> None:
    from huoshui.watches import held

    watch = kept(world)
    with scope(world.operator):
        assert [row["名称"] for row in held.kept_by(watch.user_id)] == ["电池"]
        held.forget(watch.user_id)
        assert not held.kept_by(watch.user_id)


def told(watch: Watch) -> int:
    from huoshui.kernel.actor import operator

    with scope(operator("job")):
        return int(Watch.objects.get(pk=watch.pk).news)


def later(watch: Watch, time: timedelta) -> None:
    from huoshui.kernel.actor import operator

    with scope(operator("job")):
        Watch.objects.filter(pk=watch.pk).update(told_at=clock.now() - time)

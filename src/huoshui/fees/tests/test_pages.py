"""The doors of annual fees: list, figures, one patent, marks, the calendar file, the API."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.fees import actions
from huoshui.fees import public as fees
from huoshui.kernel.tenancy import scope
from huoshui.patents.tests.files import GRANT, HILL, UTILITY

AnnualFee: Any = apps.get_model("fees.AnnualFee")
User = apps.get_model("accounts.User")
Loaded = dict[str, int]
FIRST, SECOND, SOON, FOREIGN = "CN107000001B", "CN208000002U", "CN208000012U", "CN208000003U"


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def text_of(person: str, name: str, *args: Any, query: str = "") -> str:
    response = signed_in(person).get(reverse(name, args=args) + query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def numbers(text: str) -> set[str]:
    return {one for one in (FIRST, SECOND, SOON, FOREIGN) if one in text}


def test_the_list_shows_the_institutions_own_with_days_amounts_and_grounds(world: World, loaded: Loaded) -> None:
    text = text_of("office", "fees")
    assert numbers(text) == {FIRST, SECOND, SOON}
    for words in ("2026-12-20", "待核实", "推算", "如尚未缴纳，另加滞纳金 800", "不等于缴费记录"):
        assert words in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?within=30", {SOON}),
        ("?within=90", {SOON}),
        ("?phase=check", {FIRST, SECOND}),
        ("?month=2026-12", {SOON}),
        ("?month=2027-01", set()),
        ("?kind=invention", {FIRST}),
        ("?q=支架", {SOON}),
        ("?to_drop=1", set()),
    ],
)
def test_filters_narrow_the_list(world: World, loaded: Loaded, query: str, found: set[str]) -> None:
    assert numbers(text_of("office", "fees", query=query)) == found


def test_figures_open_the_lists_they_count(world: World, loaded: Loaded) -> None:
    text = text_of("office", "fees")
    for label, wanted in (("30 天内应缴", 1), ("90 天内应缴", 1), ("待核实", 2), ("有效专利", 3)):
        link = re.search(rf'href="([^"]*)">\s*<span class="hs-figure-label">{label}', text)
        assert link is not None, label
        opened = signed_in("office").get(link[1].replace("&amp;", "&")).content.decode()
        assert len(numbers(opened)) == wanted, label


def test_the_desk_figure_opens_what_falls_due_within_90_days(world: World, loaded: Loaded) -> None:
    office = world.actor("office")
    with scope(office):
        figure = fees.desk_figure(office)
    assert (figure.value, figure.url) == (1, f"{reverse('fees')}?within=90")
    assert "90 天内应缴年费" in text_of("office", "home")


def test_the_year_by_month_has_a_table_twin_whose_months_open_their_list(world: World, loaded: Loaded) -> None:
    text = text_of("office", "fees")
    assert f'<a href="{reverse("fees")}?month=2026-12">2026-12</a>' in text
    assert "合计 1,200 元，1 件" in text


@pytest.mark.parametrize("last", [date(2027, 11, 20), date(2027, 11, 28), date(2027, 11, 29)])
def test_the_year_by_month_and_the_list_of_a_year_hold_the_same(world: World, loaded: Loaded, last: date) -> None:
    with scope(world.operator):
        rows = AnnualFee.objects.filter(patent_id=loaded[FIRST])
        assert rows.update(phase="upcoming", next_on=last)
    client = signed_in("office")
    page = client.get(reverse("fees") + "?within=365").context
    listed = list(page["view"].page.rows)
    chart = page["chart"]
    assert sum(chart.series[0].values) == sum(row.amount_yuan for row in listed)
    for value, url in zip(chart.series[0].values, chart.links, strict=True):
        assert sum(row.amount_yuan for row in client.get(url).context["view"].page.rows) == value, url
    assert (chart.categories[0], chart.categories[-1]) == ("2026-11（28 日起）", "2027-11（至 28 日）")
    assert f"{len(listed)} 件" in chart.note


def test_an_export_is_exactly_what_is_shown(world: World, loaded: Loaded) -> None:
    lines = signed_in("office").get(reverse("fees") + "?within=90&export=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "补缴期届满日" in lines[0]
    assert SOON in lines[1]


def test_one_patent_shows_every_year_and_what_dropping_it_means(world: World, loaded: Loaded) -> None:
    text = text_of("office", "fees-patent", loaded[FIRST])
    for words in ("第 20 年度", "推定已缴", "如果不再缴纳", "70,000 元", "2027-01-21", "暂定", "标注已缴"):
        assert words in text


def test_a_payment_is_marked_on_the_page_and_shown_as_the_units_word(world: World, loaded: Loaded) -> None:
    client, page = signed_in("office"), reverse("fees-patent", args=[loaded[FIRST]])
    paid = reverse("fees-paid", args=[loaded[FIRST]])
    refused = client.post(paid, {"year": "10", "paid_on": "2026-12-01"})
    assert refused.status_code == 422
    assert "缴费日期不能晚于今天" in refused.content.decode()
    assert client.post(paid, {"year": "10", "paid_on": "2026-07-01"}).status_code == 302
    text = client.get(page).content.decode()
    assert "本单位标注（2026-07-01）" in text
    assert "撤回：第 10 年度已缴" in text
    client.post(reverse("fees-take-back", args=[loaded[FIRST]]), {"mark": "paid", "year": "10"})
    assert "2026-11-28 撤回" in client.get(page).content.decode()


def test_ticked_patents_are_marked_to_drop_in_one_go(world: World, loaded: Loaded) -> None:
    client = signed_in("office")
    keys = re.findall(r'name="fee" value="(\d+)"', client.get(reverse("fees")).content.decode())
    assert len(keys) == 3
    client.post(reverse("fees-drop"), {"fee": keys[:2], "reason": "没有人用"})
    assert len(numbers(text_of("office", "fees", query="?to_drop=1"))) == 2


def test_what_a_unit_means_to_drop_is_its_own_business(world: World, loaded: Loaded) -> None:
    actions.mark_to_drop(world.actor("office"), patent_ids=[loaded[FIRST]], reason="内部的理由")
    for who in ("hunan", "education", "national"):
        assert "拟放弃" not in text_of(who, "fees")
        assert "内部的理由" not in text_of(who, "fees-patent", loaded[FIRST])
        assert numbers(text_of(who, "fees", query="?to_drop=1")) >= {FIRST, SOON}


def test_an_inventor_sees_what_names_them_and_the_reason(world: World, loaded: Loaded) -> None:
    actions.mark_to_drop(world.actor("office"), patent_ids=[loaded[FIRST]], reason="给发明人看的理由")
    assert numbers(text_of("inventor", "fees")) == {FIRST}
    text = text_of("inventor", "fees-patent", loaded[FIRST])
    assert "给发明人看的理由" in text
    assert "标注已缴</h2>" not in text
    assert signed_in("inventor").get(reverse("fees-patent", args=[loaded[SECOND]])).status_code == 404


def test_the_page_of_the_patent_says_when_its_fee_is_due(world: World, loaded: Loaded) -> None:
    text = text_of("office", "patent", loaded[SOON])
    assert "第 8 年度" in text
    assert reverse("fees-patent", args=[loaded[SOON]]) in text


def test_elsewhere_there_is_nothing_and_outside_no_door(world: World, loaded: Loaded) -> None:
    page = reverse("fees-patent", args=[loaded[FIRST]])
    assert signed_in("other_office").get(page).status_code == 404
    assert signed_in("enterprise").get(page).status_code == 403
    assert signed_in("enterprise").get(reverse("fees")).status_code == 403


def test_a_reduction_is_put_on_record_by_the_office(world: World, loaded: Loaded) -> None:
    client = signed_in("office")
    assert "尚未登记，金额按全额推算" in client.get(reverse("fees")).content.decode()
    assert client.post(reverse("fees-reduction"), {"years": "10"}).status_code == 302
    assert client.post(reverse("fees-reduction"), {"years": "99"}).status_code == 422
    deliver(world)
    assert "按单位登记的减缴推算" in text_of("office", "fees-patent", loaded[FIRST])


# ------------------------------------------------------------------ the calendar file


def calendar_of(person: str) -> Calendar:
    response = signed_in(person).get(reverse("fees-calendar"))
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content)


def test_the_calendar_file_has_an_entry_a_fee_with_reminders_and_no_person(world: World, loaded: Loaded) -> None:
    calendar = calendar_of("office")
    entries = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
    assert set(entries) == {
        f"annual-fee-{FIRST}-10-grace@huoshui",
        f"annual-fee-{SECOND}-10-grace@huoshui",
        f"annual-fee-{SOON}-8@huoshui",
    }
    soon = entries[f"annual-fee-{SOON}-8@huoshui"]
    assert soon.decoded("dtstart") == date(2026, 12, 20)
    assert entries[f"annual-fee-{FIRST}-10-grace@huoshui"].decoded("dtstart") == date(2027, 1, 21)
    triggers = [one.decoded("trigger") for one in soon.walk("VALARM")]
    assert triggers == [timedelta(days=-90), timedelta(days=-30), timedelta(days=-7)]
    text = calendar.to_ical().decode()
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    for inventor in (*GRANT["发明人"].split("|"), UTILITY["发明人"]):
        assert inventor not in text


def test_a_second_download_has_the_same_identifiers(world: World, loaded: Loaded) -> None:
    first, second = ({str(one["uid"]) for one in calendar_of("office").walk("VEVENT")} for _ in range(2))
    assert first == second


def test_lines_of_the_file_keep_to_75_octets_and_end_as_the_standard_says(world: World, loaded: Loaded) -> None:
    content = signed_in("office").get(reverse("fees-calendar")).content
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2] == b"END:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)


def test_an_inventor_downloads_their_own_and_a_department_none(world: World, loaded: Loaded) -> None:
    assert len(calendar_of("inventor").walk("VEVENT")) == 1
    assert signed_in("hunan").get(reverse("fees-calendar")).status_code == 403


# ------------------------------------------------------------------ programs


def test_programs_read_the_list_and_mark_a_payment(world: World, loaded: Loaded) -> None:
    client = signed_in("office")
    page = client.get("/api/v1/fees/?within=90").json()
    assert [one["publication_no"] for one in page["rows"]] == [SOON]
    assert page["rows"][0]["basis"] == "implied"
    body = json.dumps({"year": 10, "paid_on": "2026-07-01"})
    one = client.post(f"/api/v1/fees/{loaded[FIRST]}/paid", body, content_type="application/json").json()
    assert (one["basis"], one["year"]) == ("own", 11)
    assert signed_in("other_office").get(f"/api/v1/fees/{loaded[FIRST]}").status_code == 404
    assert HILL["标题"] not in json.dumps(page, ensure_ascii=False)

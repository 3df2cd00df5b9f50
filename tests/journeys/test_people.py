"""From a province that opens a university to an inventor who comes in by link, and who looked at whose contact."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, Page, expect

from huoshui_core.demonstration import Demonstration, numbers
from tests.journeys.conftest import Arrive
from tests.journeys.steps import fill_sign_in, row

pytestmark = pytest.mark.browser

OFFICE = "xfau-office"
PASSWORD = "Qing-Quan_2026-ru"
HEADINGS = ("工号", "姓名", "学院", "人员身份", "手机号", "邮箱")
PEOPLE, BAD = 300, 12


def test_a_province_opens_a_university_whose_office_comes_in_by_link(arrive: Arrive) -> None:
    page = arrive("hn-ipo")
    page.goto("/organisations/open/")
    page.locator("[name=kind][value=institution]").check()
    page.locator("[name=names]").fill("潇湘理工学院（示例）")
    page.locator("[name=region]").fill("湖南省长沙市")
    page.locator("[name=institution_type][value=university]").check()
    page.get_by_role("button", name="开设").click()
    expect(page.get_by_text("已开设：潇湘理工学院（示例）")).to_be_visible()

    page.goto("/people/open/")
    page.locator("[name=name]").fill("周明远")
    page.locator("[name=username]").fill("xxlg-office")
    page.locator("[name=organisation]").fill("潇湘理工学院（示例）")
    page.locator("[name=role][value=office]").check()
    page.get_by_role("button", name="开设账号").click()
    link = page.locator("#link").input_value()

    office = come_in(arrive(), link)
    expect(office.locator(".hs-account-org")).to_have_text("潇湘理工学院（示例）")
    expect(office.locator(".hs-account-role")).to_have_text("单位管理员")
    office.goto("/people/")
    expect(row(office, "周明远").get_by_role("cell", name="是", exact=True)).to_be_visible()  # looks after accounts


@pytest.fixture
def sheet(region: Demonstration, tmp_path: Path) -> Path:
    """Of a personnel office: every 25th row is wrong in one of six ways."""
    [school] = [one for one in region.institutions if one.key == OFFICE.partition("-")[0]]
    book = Workbook()
    table = book.active
    assert table is not None
    table.append(HEADINGS)
    for number in range(1, PEOPLE + 1):
        college = school.colleges[number % len(school.colleges)].name
        good = [
            f"rs{number:04}",
            f"示例教师{number}",
            college,
            "教师",
            f"1390731{number:04}",
            f"rs{number}@example.edu.cn",
        ]
        table.append(spoilt(good, number // 25) if number % 25 == 0 else good)
    path = tmp_path / "人事处名单.xlsx"
    book.save(path)
    return path


def spoilt(good: list[str], which: int) -> list[str]:
    at, value = [(0, ""), (1, ""), (2, "没有的学院"), (3, "临时工"), (4, "12345"), (5, "不是邮箱")][which % 6]
    return [*good[:at], value, *good[at + 1 :]]


def test_a_sheet_of_300_people_names_its_12_bad_rows_and_opens_the_rest(
    arrive: Arrive, sheet: Path, tmp_path: Path
) -> None:
    page = arrive(OFFICE)
    check(page, sheet)
    expect(figure(page, "新开账号")).to_contain_text(str(PEOPLE - BAD))
    expect(figure(page, "有误")).to_contain_text(str(BAD))
    for shown in ("没有的学院", "临时工", "12345", "不是邮箱"):
        expect(page.locator(".hs-problems, table").get_by_text(shown).first).to_be_visible()
    page.get_by_role("button", name="跳过有误的行").click()
    expect(page.get_by_text(f"已新开 {PEOPLE - BAD} 个账号")).to_be_visible()

    with page.expect_download() as begun:
        page.get_by_role("button", name="下载链接表").click()
    handed_out = tmp_path / "links.xlsx"
    begun.value.save_as(handed_out)
    links = [
        str(cell.value) for line in load_workbook(handed_out).active.iter_rows() for cell in line if is_link(cell.value)
    ]
    assert len(links) == len(set(links)) == PEOPLE - BAD

    phone = come_in(arrive(width="phone"), links[0])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    expect(phone.get_by_role("heading", level=1)).to_contain_text("示例教师1")

    spent = arrive()
    assert spent.goto(links[0]).status == 404

    check(page, sheet)
    expect(figure(page, "新开账号")).to_contain_text("0人")
    expect(figure(page, "已开设，不变")).to_contain_text(str(PEOPLE - BAD))


def test_an_enterprise_registers_and_is_let_in_by_the_city(arrive: Arrive, tmp_path: Path) -> None:
    licence = tmp_path / "营业执照.pdf"
    licence.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    visitor = arrive(width="phone")
    visitor.goto("/register/")
    fill(visitor, uscc=numbers.credit_code(778, registrar="91", region=430100), name="湘水试验传感器有限公司（示例）")
    visitor.locator("[name=region]").fill("湖南省长沙市")
    visitor.locator("[name=enterprise_types]").first.check()
    fill(visitor, person_name="许知秋", phone="13800001111", username="xiangshui", password=PASSWORD)
    fill(visitor, password_again=PASSWORD)
    visitor.locator("[name=evidence]").set_input_files(licence)
    visitor.locator("[name=consent]").check()
    visitor.wait_for_timeout(3_000)  # nobody fills a form in a second
    visitor.get_by_role("button", name="提交申请").click()
    visitor.wait_for_url("**/register/*/")
    receipt = visitor.url

    bureau = arrive("cs-ipo")
    bureau.goto("/registrations/")
    row(bureau, "湘水试验传感器有限公司").get_by_role("link").first.click()
    with bureau.expect_download() as begun:
        bureau.get_by_role("link", name="下载").click()
    assert begun.value.path().read_bytes() == licence.read_bytes()
    bureau.get_by_role("button", name="通过并开户").click()
    bureau.wait_for_load_state()

    visitor.goto(receipt)
    expect(visitor.locator("main")).to_contain_text("已通过")
    visitor.goto("/sign-in/")
    fill_sign_in(visitor, "xiangshui", password=PASSWORD)
    expect(visitor.locator("main")).to_contain_text("湘水试验传感器有限公司")


def test_an_auditor_finds_who_saw_a_contact(arrive: Arrive, region: Demonstration) -> None:
    [name] = [one.name for one in region.people if one.username == "hn-ipo"]
    page = arrive("hn-ipo")
    page.goto("/privacy/contacts/")
    masked = page.locator("table.hs-table tbody tr").first.inner_text()
    assert "*" in masked
    page.locator("table.hs-table tbody tr a").first.click()
    contact = page.url.rstrip("/").rpartition("/")[2]
    page.locator("form").filter(has_text="显示联系方式").locator("select, input[type=radio]").first.wait_for()
    page.get_by_role("button", name="显示联系方式").click()
    expect(page.get_by_text("已记入台账")).to_be_visible()

    auditor = arrive("admin-audit")
    auditor.goto(f"/ledger/?verb=privacy.reveal&subject=contact:{contact}")
    expect(row(auditor, name)).to_have_count(1)
    auditor.goto("/patents/")
    expect(auditor.get_by_role("heading", name="没有权限")).to_be_visible()


def come_in(page: Page, link: str) -> Page:
    page.goto(link)
    fill(page, password=PASSWORD, again=PASSWORD)
    page.get_by_role("button", name="设置密码并进入").click()
    expect(page.get_by_text("欢迎！账号已启用")).to_be_visible()
    return page


def check(page: Page, path: Path) -> None:
    page.goto("/people/sheet/")
    page.get_by_label("人员表格").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_url("**/people/sheet/*/")


def figure(page: Page, label: str) -> Locator:
    return page.locator(".hs-figure", has_text=label)


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def is_link(value: object) -> bool:
    return isinstance(value, str) and "/join/" in value

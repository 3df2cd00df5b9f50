"""Wide lists of invented patents as other people's programs write them: every text of its own, as real lists have it.

`resold` has the 35 columns of the tables that data sellers give out; `standard` our own, with long abstracts. A
workbook holds its texts in one shared table, as spreadsheet programs save it. Every row says that it was invented.
"""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from xml.sax.saxutils import escape

from benchmarks.many_patents import many_patents
from huoshui_core.standards import load
from huoshui_core.standards.marks import DEMONSTRATION_HEADING, DEMONSTRATION_MARK

RESOLD_HEADINGS = """
专利名称 专利类型 申请人 申请人类型 申请人地址 申请人地区 申请人城市 申请人区县 申请号 申请日 申请年份 公开公告号
公开公告日 公开公告年份 授权公告号 授权公告日 授权公告年份 IPC分类号 IPC主分类号 发明人 摘要文本 主权项内容
当前权利人 当前专利权人地址 专利权人类型 统一社会信用代码 引证次数 被引证次数 自引次数 他引次数 被自引次数
被他引次数 家族引证次数 家族被引证次数 备注
"""
RESOLD = RESOLD_HEADINGS.split()
_KINDS = {"invention": "发明授权", "utility": "实用新型", "design": "外观设计"}
_BLOCK = 2_000


def resold(rows: int) -> Iterator[list[str]]:
    yield [*RESOLD, DEMONSTRATION_HEADING]
    texts = _long_texts(rows)
    for number, record in enumerate(many_patents(rows)):
        abstract, claim = next(texts)
        place = f"{record['province']}{record['city']}学院路{number % 977 + 1}号"
        filed, published, granted = (record[name] for name in ("filing_date", "publication_date", "grant_date"))
        owners, types = record["applicants"].replace("|", "; "), record["applicant_types"].replace("|", ";")
        yield [
            *(record["title"], _KINDS[record["kind"]], owners, types, place, record["province"], record["city"], ""),
            *(f"CN{record['application_no']}", filed, filed[:4], record["publication_no"], published, published[:4]),
            *(record["publication_no"] if granted else "", granted, granted[:4]),
            *(record["classes"].replace("|", ";"), record["main_class"], record["inventors"].replace("|", ";")),
            *(abstract, claim, owners, place, types, record["owner_code"]),
            *(str(number * factor % 23) for factor in (3, 5, 7, 11, 13, 17, 19, 29)),
            *("", DEMONSTRATION_MARK),
        ]


def standard(rows: int) -> Iterator[list[str]]:
    fields = load("patent").fields
    yield [*(field.label for field in fields), DEMONSTRATION_HEADING]
    texts = _long_texts(rows)
    for record in many_patents(rows):
        record["abstract"], record["first_claim"] = next(texts)
        yield [*(record.get(field.name, "") for field in fields), DEMONSTRATION_MARK]


def _long_texts(rows: int) -> Iterator[tuple[str, str]]:
    """Abstracts of about 330 characters and claims of about 300, no two alike."""
    first, second, third = many_patents(rows), many_patents(rows + 1), many_patents(rows + 2)
    next(second), next(third), next(third)
    for number, parts in enumerate(zip(first, second, third, strict=True)):
        abstract = "".join(part["abstract"] for part in parts[:2])
        claim = "".join(part["first_claim"] for part in parts)
        yield f"{abstract}（{number}）", f"{claim}（{number}）"


def write_text(path: Path, lines: Iterator[list[str]], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)


def write_shared(path: Path, lines: Iterator[Sequence[str]]) -> None:
    """Digits alone are numbers, every other text is kept once and referred to."""
    places: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, TemporaryFile("w+") as strings:
        for name, content in _PARTS.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_OPENED.encode() + b"<sheetData>")
            for number, cells in enumerate(lines, start=1):
                sheet.write(_row(number, cells, places, strings).encode())
            sheet.write(b"</sheetData></worksheet>")
        strings.seek(0)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as table:
            table.write(_OPENED.replace("worksheet", "sst").encode())
            while block := strings.read(1 << 20):
                table.write(block.encode())
            table.write(b"</sst>")


def _row(number: int, cells: Sequence[str], places: dict[str, int], strings: "TemporaryFile[str]") -> str:
    found = []
    for position, cell in enumerate(cells):
        place = f"{_letters(position)}{number}"
        if cell.isascii() and cell.isdigit() and len(cell) < 15:
            found.append(f'<c r="{place}" s="1"><v>{cell}</v></c>')
        elif cell:
            if cell not in places:
                strings.write(f"<si><t>{escape(cell)}</t></si>")
            found.append(f'<c r="{place}" s="1" t="s"><v>{places.setdefault(cell, len(places))}</v></c>')
    return f'<row r="{number}" spans="1:{len(cells)}">{"".join(found)}</row>'


def _letters(position: int) -> str:
    return chr(65 + position) if position < 26 else f"{chr(64 + position // 26)}{chr(65 + position % 26)}"


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPENED = f'{_HEAD}<worksheet xmlns="{_MAIN}">'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    f'<sheet name="{DEMONSTRATION_MARK}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf applyAlignment="1"/></cellXfs></styleSheet>',
}

"""What the fuzzers begin with: one small honest file of each kind, written by our own writers."""

import io
import zipfile
from datetime import date
from pathlib import Path

from huoshui_core.standards import clean_record, load
from huoshui_core.standards.writing import dataset_sheet, template, write_csv, write_workbook

PATENT = load("patent")
RECORD, _ = clean_record(
    PATENT,
    {
        "publication_no": "CN104010370B",
        "application_no": "201410174566.9",
        "title": "异构系统融合控制方法及装置",
        "applicants": "甲大学|乙公司",
        "filing_date": date(2014, 4, 28),
        "grant_date": date(2017, 8, 4),
        "classes": "H04W8/26|H04W84/12",
        "claims": "1.一种方法。\n2.如权利要求1。",
        "legal_status": "有效",
    },
)
_DOCUMENT = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE b:PatentDocumentAndRelated SYSTEM "/x.dtd"[]>
<b:PatentDocumentAndRelated xmlns:a="http://www.sipo.gov.cn/XMLSchema/base" xmlns:b="http://www.sipo.gov.cn/XMLSchema/business">
<b:BibliographicData><b:PublicationReference dataFormat="original"><a:DocumentID><a:DocNumber>104010370</a:DocNumber>
<a:Kind>B</a:Kind><a:Date>20170804</a:Date></a:DocumentID></b:PublicationReference>
<b:ApplicationReference dataFormat="original"><a:DocumentID><a:DocNumber>201410174566.9</a:DocNumber>
<a:Date>20140428</a:Date></a:DocumentID></b:ApplicationReference>
<b:ClassificationIPCR><a:Text>H04W 8/26 (2009.01)</a:Text></b:ClassificationIPCR>
<b:InventionTitle>方法</b:InventionTitle><b:Applicant><a:AddressBook><a:Name>甲</a:Name><a:Address><a:City>长沙市</a:City>
</a:Address></a:AddressBook></b:Applicant>
<b:PriorityDetails><b:Priority dataFormat="original"><a:DocNumber>1</a:DocNumber>
<a:Date>20100101</a:Date></b:Priority></b:PriorityDetails></b:BibliographicData>
<b:Claims><b:Claim><b:ClaimText>1.一种。</b:ClaimText></b:Claim></b:Claims></b:PatentDocumentAndRelated>"""


def document() -> bytes:
    return _DOCUMENT.encode()


def table(encoding: str = "utf-8-sig") -> bytes:
    file = io.BytesIO()
    write_csv(file, dataset_sheet(PATENT, [RECORD]), demonstration=False)
    return file.getvalue().decode("utf-8-sig").encode(encoding)


def workbook() -> bytes:
    file = io.BytesIO()
    write_workbook(file, [dataset_sheet(PATENT, [RECORD])], demonstration=True)
    return file.getvalue()


def package() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("甲/a.csv", table())
        archive.writestr("b.xml", document())
    return file.getvalue()


SEEDS: dict[str, list[bytes]] = {
    "text": [table(), table("gb18030"), "申请号\t专利名称\n201410174566.9\t'=1\n".encode(), b"\xff\xfea"],
    "xml": [document()],
    "workbook": [workbook(), template(PATENT)],
    "package": [package()],
    "values": ["201710601862.3 第五年 ¥1,200.5元 H04W8/26 2020年1月31日 CN104010370B".encode()],
    "messages": [b'["rows",[[],[2],["a.csv"],[null,["CN104010370B"]]],[]]'],
}


def plant(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(SEEDS[name]):
        (folder / f"seed-{number}").write_bytes(content)

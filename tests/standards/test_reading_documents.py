"""Patent XML and packages."""

import zipfile
from datetime import date

import pytest

from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, open_source, read_records
from tests.standards.workbooks import workbook

PATENT = load("patent")
NAMESPACES = (
    'xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"'
)
DOCUMENT = """<business:PatentDocumentAndRelated {namespaces}>
<business:BibliographicData>
 <business:PublicationReference dataFormat="standard">
  <base:DocumentID><base:DocNumber>000</base:DocNumber></base:DocumentID>
 </business:PublicationReference>
 <business:PublicationReference dataFormat="original"><base:DocumentID>
  <base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber><base:Kind>B</base:Kind><base:Date>20190709</base:Date>
 </base:DocumentID></business:PublicationReference>
 <business:ApplicationReference dataFormat="original"><base:DocumentID>
  <base:DocNumber>201710601862.3</base:DocNumber><base:Date>20170721</base:Date>
 </base:DocumentID></business:ApplicationReference>
 <business:ClassificationIPCRDetails>
  <business:ClassificationIPCR><base:Text>H04L   27/26    (2006.01)</base:Text></business:ClassificationIPCR>
  <business:ClassificationIPCR><base:Text>H04L   25/03    (2006.01)</base:Text></business:ClassificationIPCR>
 </business:ClassificationIPCRDetails>
 <business:InventionTitle>一种<base:Sub>除</base:Sub>尘器</business:InventionTitle>
 <business:Parties>
  <business:ApplicantDetails><business:Applicant><base:AddressBook><base:Name>甲大学</base:Name>
   <base:Address><base:City>长沙市</base:City><base:Province>湖南省</base:Province></base:Address></base:AddressBook></business:Applicant>
   <business:Applicant><base:AddressBook><base:Name>乙公司</base:Name></base:AddressBook></business:Applicant></business:ApplicantDetails>
  <business:InventorDetails><business:Inventor><base:AddressBook><base:Name>张三</base:Name></base:AddressBook></business:Inventor></business:InventorDetails>
  <business:AgentDetails><business:Agent><base:AddressBook><base:Name>代理人</base:Name></base:AddressBook></business:Agent></business:AgentDetails>
 </business:Parties>
</business:BibliographicData>
<business:Abstract><base:Paragraphs>第一段。</base:Paragraphs><base:Paragraphs>第二段。</base:Paragraphs></business:Abstract>
<business:Claims><business:Claim><business:ClaimText>1.一种除尘器，</business:ClaimText><business:ClaimText>包括壳体。</business:ClaimText></business:Claim>
<business:Claim><business:ClaimText>2.如权利要求1。</business:ClaimText></business:Claim></business:Claims>
</business:PatentDocumentAndRelated>"""
DOCTYPE = '<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "/DTDS/entities.dtd"[]>'


def document(number: str = "104010370") -> str:
    return DOCUMENT.format(namespaces=NAMESPACES, number=number)


def write(path, content: str):
    path.write_text(content, "utf-8")
    return path


def refusal(path, dataset=PATENT) -> Problem:
    with pytest.raises(Unreadable) as refused:
        list(read_records(path, dataset))
    return refused.value.problem


def package(path, members: dict[str, bytes | str]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_patent_document_is_read(tmp_path):
    (row,) = read_records(
        write(tmp_path / "a.XML", '<?xml version="1.0" encoding="utf-8"?>' + DOCTYPE + document()), PATENT
    )
    values = row.values
    assert (values["publication_no"], values["application_no"]) == ("CN104010370B", "201710601862.3")
    assert (values["title"], values["abstract"]) == ("一种除尘器", "第一段。\n第二段。")
    assert (values["applicants"], values["inventors"]) == (("甲大学", "乙公司"), ("张三",))
    assert (values["classes"], values["province"], values["city"]) == (("H04L27/26", "H04L25/03"), "湖南省", "长沙市")
    assert (values["filing_date"], values["grant_date"]) == (date(2017, 7, 21), date(2019, 7, 9))
    assert values["first_claim"] == "1.一种除尘器，\n包括壳体。"


def test_several_documents_in_one_file_are_read_with_their_lines(tmp_path):
    path = write(tmp_path / "a.xml", f"<all>\n{document()}\n{document('x')}\n</all>")
    row, problem = read_records(path, PATENT)
    assert row.line == 2
    assert (problem.line > 2, problem.column, problem.code) == (True, "公开（公告）号", "publication_shape")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS + document().replace("甲大学", "&b;"), "entities"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + document().replace("甲大学", "&a;"), "entities"),
        ('<!DOCTYPE x [<!ENTITY % a "x">]>' + document(), "entities"),
        (document()[:-40], "xml_damaged"),
        ("<other/>", "wrong_xml"),
    ],
)
def test_hostile_and_damaged_xml_is_refused(tmp_path, content, code):
    assert refusal(write(tmp_path / "a.xml", content)).code == code


def test_xml_is_for_patents_only(tmp_path):
    assert refusal(write(tmp_path / "a.xml", document()), load("enterprise")).code == "wrong_format"


def test_a_package_is_read_like_one_file(tmp_path):
    sheet = workbook(tmp_path / "b.xlsx", ("专利", [["公开号", "专利名称"], ["CN103906069B", "信道借用方法"]]))
    path = package(
        tmp_path / "全部.zip",
        {
            "甲/a.xml": document(),
            "b.xlsx": sheet.read_bytes(),
            "c.csv": "公开号,标题\nCN103906069B,另一名称\nCN85100312A,丙\n",
            "d.csv": "甲,乙\n1,2\n",
            "__MACOSX/._a.xml": "x",
            "说明.pdf": "x",
        },
    )
    source = open_source(path, PATENT)
    read = list(source)
    assert [(row.file, row.line) for row in read if isinstance(row, Row)] == [
        ("全部.zip/甲/a.xml", 1),
        ("全部.zip/b.xlsx", 2),
        ("全部.zip/c.csv", 3),
    ]
    duplicate, unread = (each for each in read if isinstance(each, Problem))
    assert (duplicate.code, duplicate.line) == ("duplicate_row", 2)
    assert "全部.zip/b.xlsx 第2行" in duplicate.message
    assert (unread.file, unread.code) == ("全部.zip/d.csv", "no_header")
    assert source.columns == {"公开号": "publication_no", "专利名称": "title", "标题": "title"}


def test_names_packed_by_chinese_windows_are_readable(tmp_path):
    path = package(tmp_path / "a.zip", {"PLACE.csv": "公开号,标题\nCN1,丙\n"})
    path.write_bytes(path.read_bytes().replace(b"PLACE.csv", "专利x".encode("gb18030") + b".csv"))
    (problem,) = read_records(path, PATENT)
    assert problem.file == "a.zip/专利x.csv"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"../a.csv": "x"}, "path_trick"),
        ({"/a.csv": "x"}, "path_trick"),
        ({"C:/a.csv": "x"}, "path_trick"),
        ({"甲\\..\\a.csv": "x"}, "path_trick"),
        ({"a.zip": "x"}, "nested_archive"),
        ({"a.tar.gz": "x"}, "nested_archive"),
        ({"a.pdf": "x"}, "empty_file"),
        ({}, "empty_file"),
        ({"a.csv": " " * (32 << 20)}, "bomb"),
        ({f"{number}.csv": "" for number in range(20_001)}, "too_many_entries"),
    ],
)
def test_hostile_packages_are_refused(tmp_path, members, code):
    assert refusal(package(tmp_path / "a.zip", members)).code == code


def test_a_link_in_a_package_is_refused(tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(tmp_path / "a.zip").code == "path_trick"


def test_an_archive_disguised_as_a_table_inside_a_package_is_one_problem(tmp_path):
    inner = package(tmp_path / "inner.zip", {"a.csv": "公开号,标题\n"})
    path = package(tmp_path / "a.zip", {"a.csv": inner.read_bytes()})
    (problem,) = read_records(path, PATENT)
    assert problem.code == "wrong_format"

"""The base library on the real gazette, the real list of universities and real patent documents."""

import time
from pathlib import Path

import pytest

from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.models import Patent

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
NODE = operator("cli")
GAZETTE = "patents_cn/cnipa_gazette_2019-07_universities_dev.csv"


@pytest.fixture
def universities(shared_data: Path) -> int:
    return orgs.import_institutions(NODE, path=shared_data / "universities/universities_moe.csv").opened


def test_the_list_of_universities_loads_once(universities: int, shared_data: Path) -> None:
    again = orgs.import_institutions(NODE, path=shared_data / "universities/universities_moe.csv")
    assert universities == 2_631
    assert (again.opened, again.confirmed, again.same) == (0, 0, 2_631)


def test_the_university_gazette_loads_and_a_second_time_changes_nothing(universities: int, shared_data: Path) -> None:
    path = shared_data / GAZETTE
    begun = time.process_time()
    first = patents.import_patents(NODE, path=path, file_name=path.name)
    seconds = time.process_time() - begun
    assert (first.counts.rows, first.counts.new) == (9_231, 9_231)
    assert [(one.line, one.code) for one in first.notices] == [(3_045, "kind_corrected")]
    hints = {one.name: one.hint for one in first.unmatched}
    assert hints["北京大学深圳研究生院"] == "疑似「北京大学」的校区或下属单位"
    assert hints["哈尔滨工业大学（深圳）"] == "疑似「哈尔滨工业大学」的校区或下属单位"
    assert sum(one.rows for one in first.unmatched) < 0.1 * first.counts.new
    again = patents.import_patents(NODE, path=path, file_name=path.name)
    assert (again.counts.same, again.counts.new, again.counts.changed) == (9_231, 0, 0)
    assert again.unmatched == first.unmatched
    assert seconds < 15


def test_the_whole_gazette_takes_institutions_and_lists_the_others(universities: int, shared_data: Path) -> None:
    path = shared_data / "patents_cn/cnipa_gazette_2019-07_dev.csv"
    outcome = patents.import_patents(NODE, path=path, file_name=path.name)
    counts = outcome.counts
    assert (counts.rows, counts.refused, len(outcome.notices)) == (77_654, 0, 10)
    assert counts.new + counts.superseded + counts.refused + counts.out_of_scope == counts.rows
    assert counts.new > 9_231
    assert counts.out_of_scope > 50_000


def test_a_patent_document_in_xml_loads_with_its_text(universities: int, shared_data: Path) -> None:
    [path] = shared_data.glob("patents_cn/cnipa_xml/CN102010000298420*.XML")
    patents.import_patents(NODE, path=path, file_name=path.name, owner="武汉大学")
    with scope(NODE):
        [row] = Patent.objects.all()
    assert row.application_no.startswith("201010298420")
    assert row.abstract
    assert row.first_claim

"""Profiles of the 24,286 companies of the real gazette."""

import time
from pathlib import Path

import pytest

from huoshui.enterprises import public as enterprises
from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
NODE = operator("cli")


def test_the_companies_load_in_twenty_seconds_and_a_second_time_change_nothing(shared_data: Path) -> None:
    path = shared_data / "enterprises/companies_from_gazette.csv"
    begun = time.process_time()
    first = enterprises.import_enterprises(NODE, path=path)
    seconds = time.process_time() - begun  # of this process: the wall clock of a busy machine says nothing
    assert first.rows == 24_286
    assert first.new == first.opened == 24_286 - first.repeated
    assert 0 < first.repeated == len(first.notices) < 50  # names that differ in their brackets only
    again = enterprises.import_enterprises(NODE, path=path)
    assert (again.new, again.changed, again.same) == (0, 0, first.new)
    with scope(NODE):
        card = next(enterprises.profiles())
    assert (card.name, card.ipc_profile["H04W"], len(card.sample_titles)) == ("华为技术有限公司", 95, 8)
    assert seconds < 20

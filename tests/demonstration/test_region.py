import hashlib
import os
import subprocess
import sys
from collections import Counter
from itertools import islice

import pytest

from huoshui_core.demonstration import Demonstration, generate, is_invented_application
from huoshui_core.demonstration.settings import calibration
from huoshui_core.reference import LINES, region_by_code, region_by_name
from huoshui_core.standards import clean_record, load

FINGERPRINT = "import tests.demonstration.test_region as t; print(t.fingerprint(300))"


def fingerprint(count: int) -> str:
    """Hash of the first patents, enterprises and people of a new region."""
    region = generate()
    parts = (islice(region.iter_patents(), count), islice(region.iter_enterprises(), count), region.people)
    return hashlib.sha256(repr([list(part) for part in parts]).encode()).hexdigest()


def test_it_says_that_it_is_a_demonstration(region):
    assert region.demonstration is True


def test_the_same_region_every_time():
    assert fingerprint(300) == fingerprint(300)


def test_the_same_region_in_another_process():
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", FINGERPRINT]
    found = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert found.stdout.strip() == fingerprint(300)


def test_another_seed_makes_another_region(region):
    other = generate(7)
    first = next(other.iter_patents())
    assert first.record["title"] != region.patents[0].record["title"] or first.record != region.patents[0].record


def test_counts(region):
    assert (len(region.patents), len(region.enterprises), len(region.institutions)) == (3000, 800, 12)
    assert len(region.provinces) == 2
    assert {institution.line for institution in region.institutions} >= {
        "education",
        "science",
        "agriculture",
        "health",
    }
    assert 150 < len(region.evaluations) < 600


def test_a_larger_region_is_streamed_and_begins_alike(region):
    larger = generate(scale=100)
    assert (larger.n_patents, larger.n_enterprises) == (300_000, 80_000)
    assert list(islice(larger.iter_patents(), 50)) == list(region.patents[:50])


@pytest.mark.parametrize(
    ("dataset", "records"),
    [
        ("patent", lambda region: [patent.record for patent in region.patents]),
        ("enterprise", lambda region: [enterprise.record for enterprise in region.enterprises]),
        ("dossier", lambda region: [p.story.dossier for p in region.patents if p.story.dossier]),
        ("evaluation", lambda region: region.evaluations),
        ("institution", lambda region: [institution.record for institution in region.institutions]),
    ],
)
def test_every_record_is_clean_by_the_standard_and_unchanged(region, dataset, records):
    standard = load(dataset)
    for record in records(region):
        values, problems = clean_record(standard, record)
        assert not problems, (record, problems)
        assert {name: values[name] for name in record} == dict(record)


def test_numbers_are_unique_and_were_never_issued(region):
    numbers = [patent.record["application_no"] for patent in region.patents]
    assert len(set(numbers)) == len(numbers)
    assert all(map(is_invented_application, numbers))
    assert not is_invented_application("201710601862.3")
    publications = {patent.record["publication_no"] for patent in region.patents}
    assert len(publications) == len(numbers)
    assert all(number[3:6] == "999" for number in publications)


def test_the_invented_numbers_end_somewhere():
    from huoshui_core.demonstration.numbers import application_no

    with pytest.raises(ValueError, match="the range ends"):
        application_no(4_000_000, kind="invention", year=2020)


def test_titles_and_enterprise_names_seldom_repeat(region):
    titles = {patent.record["title"] for patent in region.patents}
    assert len(titles) >= 0.99 * len(region.patents)
    assert len({enterprise.record["name"] for enterprise in region.enterprises}) == len(region.enterprises)


def test_abstracts_are_as_long_as_real_ones_and_name_their_patent(region):
    texts = [patent.record for patent in region.patents if patent.record["kind"] != "design"]
    assert all(110 <= len(record["abstract"]) <= 250 for record in texts)
    assert all(record["title"] in record["abstract"] for record in texts)
    assert not any(set("{}[]@|") & set(record["abstract"] + record["title"]) for record in texts)
    assert all(record["first_claim"].startswith(f"1.{record['title']}") for record in texts)


def test_utility_models_protect_things(region):
    utilities = [patent.record["title"] for patent in region.patents if patent.record["kind"] == "utility"]
    assert not [title for title in utilities if "方法" in title or "工艺" in title]


def test_at_least_eight_fields_are_well_filled(region):
    assert sum(count >= 60 for count in Counter(patent.field for patent in region.patents).values()) >= 12


def test_places_and_lines_are_real(region):
    for institution in region.institutions:
        record = institution.record
        place = region_by_name(record["province"], record["city"])
        assert place
        assert place.code == institution.region
        assert institution.line in {line.code for line in LINES}
    for enterprise in region.enterprises:
        place = region_by_code(enterprise.record["region_code"])
        assert place
        assert place.name == enterprise.record["city"]


def _share(found: Counter, name: str) -> float:
    return found[name] / found.total()


def test_kinds_and_grants_follow_the_calibration(region):
    kinds = Counter(patent.record["kind"] for patent in region.patents)
    assert _share(kinds, "invention") == pytest.approx(63.6 / 91.4, abs=0.03)
    in_scope = [patent for patent in region.patents if patent.story.in_scope]
    assert len(in_scope) / len(region.patents) == pytest.approx(0.78, abs=0.02)
    assert all(patent.record["grant_date"] <= calibration("scope_until") for patent in in_scope)


def test_lags_follow_the_gazette(region):
    granted = sorted(
        (patent.record["publication_date"] - patent.record["filing_date"]).days
        for patent in region.patents
        if patent.record["kind"] == "invention" and patent.record["stage"] == "granted"
    )
    assert granted[len(granted) // 2] == pytest.approx(833, rel=0.05)
    assert granted[len(granted) // 20] == pytest.approx(398, rel=0.10)


def test_joint_applications_are_as_few_as_in_the_gazette(region):
    joint = sum(len(patent.record["applicants"]) > 1 for patent in region.patents)
    assert joint / len(region.patents) == pytest.approx(0.036, abs=0.012)


def test_progress_is_spread_over_the_institutions(region):
    found = {}
    for institution in region.institutions:
        scope = [p for p in region.patents if p.institution == institution.key and p.story.in_scope]
        found[institution.key] = sum(p.story.state == "accepted" for p in scope) / len(scope)
        assert found[institution.key] == pytest.approx(institution.progress, abs=0.02)
    assert max(found.values()) == 1.0
    assert min(found.values()) == pytest.approx(0.12, abs=0.02)


def test_one_step_institutions_have_no_college_review(region):
    one_step = {institution.key for institution in region.institutions if not institution.two_step_review}
    assert one_step
    states = {p.story.state for p in region.patents if p.institution in one_step}
    assert not states & {"college_review", "college_returned"}


def test_dossiers_follow_the_official_shares(region):
    accepted = [patent.story for patent in region.patents if patent.story.state == "accepted"]
    assert sum(story.willing for story in accepted) / len(accepted) == pytest.approx(67.6 / 91.4, abs=0.03)
    well_judged = sum(story.dossier["self_grade"] >= "4" for story in accepted if story.dossier)
    assert well_judged / len(accepted) == pytest.approx(0.304, abs=0.03)


def test_returned_dossiers_say_why(region):
    for patent in region.patents:
        assert bool(patent.story.remark) == patent.story.state.endswith("returned")
        assert (patent.story.dossier is None) == (patent.story.state == "unopened")


def test_everybody_who_signs_in_belongs_somewhere(region: Demonstration):
    organisations = {bureau.key for bureau in region.bureaus} | {each.key for each in region.institutions}
    organisations |= {each.key for each in region.intermediaries}
    organisations |= {str(enterprise.record["uscc"]) for enterprise in region.enterprises}
    assert len({person.username for person in region.people}) == len(region.people)
    assert {person.organisation for person in region.people} <= organisations
    roles = {person.role for person in region.people}
    business = {"national", "bureau", "line", "office", "secretary", "inventor", "enterprise", "expert", "agency"}
    assert roles == business | {"system_admin", "security_admin", "audit_admin"}


def test_inventors_who_sign_in_have_patents_of_their_college(region):
    responsible = {(p.institution, p.college, p.responsible) for p in region.patents}
    inventors = [person for person in region.people if person.role == "inventor"]
    with_patents = sum((p.organisation, p.college, p.name) in responsible for p in inventors)
    assert with_patents / len(inventors) > 0.9


def test_departments_carry_the_mark_in_their_name(region):
    assert all("示例" in bureau.name for bureau in region.bureaus)

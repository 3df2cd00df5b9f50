"""House rules no linter knows. Every exemption list is compared for equality: a stale entry fails like a new one."""

import ast
import importlib
import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

from huoshui.kernel.policy import Policy
from huoshui.kernel.tenancy import TenantModel

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
FLOORS = [
    ["kernel"], ["display"], ["orgs"], ["accounts"], ["signin"], ["privacy"], ["search"],
    ["patents", "enterprises"], ["rights", "classification"], ["fees", "funding"], ["watches", "curation"],
    ["enrolment"], ["inventory"], ["resources"], ["matching"],
    ["monitoring", "ledger"], ["security"], ["web"],
]  # fmt: skip
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

NOT_TENANT_OWNED = {
    "accounts.Membership",  # a person is looked up before anybody acts for anything
    "accounts.User",
    "classification.TableEdition",  # national code tables, the same for every organisation
    "classification.TableEntry",
    "kernel.Budget",  # digests of what was spent
    "kernel.OutboxEvent",  # ids and codes on their way up
    "ledger.Anchor",  # numbers and digests of the chain, written by the sealer
    "ledger.Check",
    "ledger.Seal",
    "matching.MatchRun",  # counts of a computation over everything
    "orgs.Organisation",  # the directory is public
    "orgs.OrganisationChange",
    "orgs.OrganisationName",
    "privacy.ConsentRecord",  # belongs to a person, who may stand in several organisations
    "privacy.ImpactAssessment",  # of an administrator who sees no tenant's row
    "privacy.PersonKey",  # keys of digests, without any value
    "privacy.RetentionRule",  # settings of the node
    "resources.LibraryEntry",  # what was published
    "search.Waiting",  # ids that an index has still to hear of
    "signin.ApiToken",  # how a person proves who they are, before they act for any organisation
    "signin.Device",
    "signin.ExternalIdentity",
    "signin.Notice",
    "signin.OldPassword",
    "signin.OneTimeCode",
    "signin.Passkey",
    "signin.RecoveryCode",
    "signin.ResetLink",
    "signin.SignIn",
    "watches.Changed",  # ids and times
}
LONG_FILES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()
MAX_FILE_LINES, MAX_FUNCTION_LINES = 400, 60
NAMED_PATH = r"`((?:src|docs|tests|benchmarks|tools|ops|requirements)/[\w./-]+)`"
JUNK_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "core", "extras", "base2"}


def sources(folder: Path = SRC) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(SRC).as_posix()
        if "/tests/" not in name and "/migrations/" not in name:
            yield name, ast.parse(path.read_text("utf-8"))


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("huoshui.")]


def test_every_table_is_behind_the_tenant_wall_or_listed() -> None:
    assert {m._meta.label for m in our_models() if not issubclass(m, TenantModel)} == NOT_TENANT_OWNED


OTHER_POLICIES = {"kernel_ledgerline": (2, 1)}  # read by who audits there and by oneself; written in one's own name


def test_every_tenant_table_has_row_level_security_forced_with_the_one_policy(db: None) -> None:
    wanted = {m._meta.db_table for m in our_models() if issubclass(m, TenantModel)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
        assert {name for (name,) in cursor.fetchall()} == wanted
        cursor.execute("SELECT tablename, count(*), count(with_check) FROM pg_policies GROUP BY 1")
        found = {row: (n, checks) for row, n, checks in cursor.fetchall()}
        assert found == dict.fromkeys(wanted, (1, 1)) | OTHER_POLICIES


def test_foreign_keys_point_down_and_leave_no_back_door() -> None:
    for model in our_models():
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if not field.concrete or not inspect.isclass(other) or not other.__module__.startswith("huoshui."):
                continue
            if other._meta.app_label != model._meta.app_label:
                assert FLOOR[other._meta.app_label] < FLOOR[model._meta.app_label], field
                assert field.remote_field.related_name == "+", f"{field}: cross-room keys take related_name='+'"


def test_only_a_state_move_assigns_state() -> None:
    culprits = []
    for name, tree in sources(SRC / "huoshui"):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and function.name != "_move":
                targets = [t for node in ast.walk(function) if isinstance(node, ast.Assign) for t in node.targets]
                hit = [x for t in targets for x in ast.walk(t) if isinstance(x, ast.Attribute) and x.attr == "state"]
                culprits += [f"{name}:{x.lineno}" for x in hit if not _is_own(x)]
    assert not culprits


def _is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def test_every_public_function_of_an_actions_module_is_an_action_with_the_actor_first() -> None:
    for name, tree in sources(SRC / "huoshui"):
        if not name.endswith("/actions.py"):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert "action" in [ast.unparse(d) for d in node.decorator_list], f"{name}:{node.name}"
                assert [one.arg for one in node.args.args] == ["actor"], f"{name}:{node.name}: the rest by keyword"


def test_no_model_or_queryset_goes_through_a_door() -> None:
    for path in sorted((SRC / "huoshui").glob("*/public.py")):
        door = importlib.import_module(f"huoshui.{path.parent.name}.public")
        for name, function in inspect.getmembers(door, inspect.isfunction):
            if not function.__module__.startswith(f"huoshui.{path.parent.name}"):
                continue
            answer = typing.get_type_hints(inspect.unwrap(function)).get("return")
            assert answer is not None, f"{door.__name__}.{name} says what it returns"
            for kind in (answer, *typing.get_args(answer)):
                assert not (inspect.isclass(kind) and issubclass(kind, Model | QuerySet)), f"{door.__name__}.{name}"


def test_files_and_functions_stay_short() -> None:
    long_files, long_functions = set(), set()
    for name, tree in sources():
        if len((SRC / name).read_text("utf-8").splitlines()) > MAX_FILE_LINES:
            long_files.add(name)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES:
                long_functions.add(f"{name}:{node.name}")
    assert (long_files, long_functions) == (LONG_FILES, LONG_FUNCTIONS)


def test_no_junk_drawers_and_every_module_says_what_it_is_for() -> None:
    for name, tree in sources():
        assert not JUNK_NAMES & set(Path(name).with_suffix("").parts), f"{name}: who owns the meaning?"
        quiet = {"policy.py", "urls.py", "apps.py", "events.py", "forms.py", "__init__.py"}
        assert ast.get_docstring(tree) or Path(name).name in quiet, f"{name} has no docstring"


def test_every_permission_is_asked_for_somewhere() -> None:
    text = "\n".join((SRC / name).read_text("utf-8") for name, _ in sources(SRC / "huoshui"))
    silent = {name for name in Policy.registry if len(re.findall(rf'"{re.escape(name)}"', text)) < 2}
    assert not silent


def test_paths_named_in_the_documentation_exist() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted(SRC.glob("huoshui/*/README.md"))]
    missing = []
    for page in pages:
        for named in re.findall(NAMED_PATH, page.read_text("utf-8")):
            if not (ROOT / named).exists():
                missing.append(f"{page.relative_to(ROOT)}: {named}")
    assert not missing


def test_every_room_has_a_readme_of_one_page() -> None:
    for room in sorted(FLOOR.keys() - {"kernel", "display", "web"}):
        lines = (SRC / "huoshui" / room / "README.md").read_text("utf-8").splitlines()
        assert len(lines) <= 60, room


def test_only_modules_that_stay_uncollected_without_the_real_data_read_it() -> None:
    modules = [*ROOT.glob("tests/**/test_*.py"), *SRC.glob("**/test_*.py")]
    reading = {path for path in modules if re.search(r"\bshared_data\b", path.read_text("utf-8"))} - {Path(__file__)}
    assert reading
    assert {path.name for path in reading if not path.name.endswith("_real.py")} == set()

"""The node's settings on a folder of the test run's own. The database is put in place by `tests/database.py`."""

import os

from tests.postgres_for_tests import open_temporary_folder

os.environ["HUOSHUI_HOME"] = str(open_temporary_folder("huoshui-home-"))
os.environ.pop("HUOSHUI_DATABASE_URL", None)

from huoshui.web.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A slow hash protects people, not tests. `make campaign-signin` keeps it.
if os.environ.get("HUOSHUI_TEST_HASHER") != "argon2":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
# The permission tables ask thousands of times as one person; tests of the budgets set this back.
BUDGET_FACTOR = 1_000_000
REQUESTS_PAID_AHEAD = 1  # what a process holds in its memory would outlive the test's transaction
# The browser's driver runs its loop in the tests' own thread; nothing of ours touches the database from a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

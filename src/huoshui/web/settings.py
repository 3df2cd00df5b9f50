"""Django's settings. What differs from node to node comes from the data folder and the environment."""

import os
from datetime import timedelta
from pathlib import Path

from huoshui.web.node.database import django_databases
from huoshui.web.node.field_keys import FieldKeys, digest_key
from huoshui.web.node.home import Home

ROOT = Path(__file__).parent
HOME = Home.from_environment()

DEBUG = os.environ.get("HUOSHUI_DEBUG") == "1"
SECRET_KEY = HOME.secret("django_secret_key")
_GIVEN_KEYS = os.environ.get("HUOSHUI_FIELD_KEY", "")
FIELD_KEYS = FieldKeys(HOME, _GIVEN_KEYS)
DIGEST_KEY = digest_key(HOME, given=os.environ.get("HUOSHUI_DIGEST_KEY", ""), given_keys=_GIVEN_KEYS)
HTTPS = os.environ.get("HUOSHUI_HTTPS") == "1"
# By its loopback address the supervisor asks whether the node answers.
ALLOWED_HOSTS = [*os.environ.get("HUOSHUI_HOSTS", "localhost,[::1]").split(","), "127.0.0.1"]
TRUSTED_PROXIES = [one for one in os.environ.get("HUOSHUI_TRUSTED_PROXIES", "").split(",") if one.strip()]
BUDGET_FACTOR = float(os.environ.get("HUOSHUI_BUDGET_FACTOR", "1"))
REQUESTS_PAID_AHEAD = 10  # of one payer by one process, see advances.py
# all: every IPC symbol of a patent counts alike for its industries; main: only the main class
CLASS_SYMBOLS = os.environ.get("HUOSHUI_CLASS_SYMBOLS", "all")
# What is inventoried where an institution has not said otherwise (国知发运字〔2024〕5号 二(一)).
INVENTORY_STOCK_UNTIL = os.environ.get("HUOSHUI_STOCK_UNTIL", "2023-12-31")
INVENTORY_GRANTS = os.environ.get("HUOSHUI_INVENTORY_GRANTS", "valid")  # valid | unconverted
INVENTORY_FIRST_OWNER_ONLY = os.environ.get("HUOSHUI_INVENTORY_FIRST_OWNER_ONLY") == "1"
NODE_NAME = os.environ.get("HUOSHUI_NODE_NAME", "本机节点")

# After how many days without a load a patent counts as stale; the first is shown, the last opens the queue.
STALE_DAYS = sorted(int(one) for one in os.environ.get("HUOSHUI_STALE_DAYS", "90,180").split(","))

# Floors from the bottom up; the order also decides whose template wins.
ROOMS = [
    "huoshui.kernel",
    "huoshui.orgs",
    "huoshui.accounts",
    "huoshui.signin",
    "huoshui.privacy",
    "huoshui.search",
    "huoshui.patents",
    "huoshui.enterprises",
    "huoshui.rights",
    "huoshui.classification",
    "huoshui.fees",
    "huoshui.funding",
    "huoshui.watches",
    "huoshui.curation",
    "huoshui.enrolment",
    "huoshui.inventory",
    "huoshui.resources",
    "huoshui.matching",
    "huoshui.monitoring",
    "huoshui.ledger",
    "huoshui.security",
    "huoshui.web",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    *ROOMS,
]

MIDDLEWARE = [
    "huoshui.web.address.ClientAddress",
    "huoshui.web.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huoshui.web.doors.ActorMiddleware",
]

ROOT_URLCONF = "huoshui.web.urls"
WSGI_APPLICATION = "huoshui.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "huoshui.web.navigation.page_frame",
            ],
        },
    }
]

# "default" is the application's role, "owner" makes the tables.
DATABASES = django_databases(HOME)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["huoshui.signin.passwords.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "huoshui.signin.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE = timedelta(minutes=int(os.environ.get("HUOSHUI_IDLE_MINUTES", "60")))
SESSION_IDLE_MANAGING = timedelta(minutes=int(os.environ.get("HUOSHUI_IDLE_MINUTES_MANAGING", "30")))
SESSION_LONGEST = timedelta(hours=12)
CONFIRMED_FOR = timedelta(minutes=int(os.environ.get("HUOSHUI_CONFIRM_MINUTES", "15")))
# dengbao: GB/T 22239 (classes of characters, rotation); asvs: OWASP ASVS 5 (length alone). They contradict each other.
PASSWORD_POLICY = os.environ.get("HUOSHUI_PASSWORD_POLICY", "dengbao")
PASSWORD_LIST = os.environ.get("HUOSHUI_PASSWORD_LIST", "")  # a file of breached passwords, one a line, lower case
# optional | required-for-managing-roles
SECOND_FACTOR = os.environ.get("HUOSHUI_SECOND_FACTOR", "optional")
MANAGING_ROLES = frozenset(
    os.environ.get(
        "HUOSHUI_MANAGING_ROLES", "manager,national,bureau,line,office,system_admin,security_admin,audit_admin"
    ).split(",")
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# "__Host-": a browser takes them over HTTPS only, for this host only, whatever another host of the domain sets.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-session", "__Host-csrf") if HTTPS else ("huoshui_session", "huoshui_csrf")
)
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# Only a trusted proxy's word gets this far, see address.py.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 86_400 if HTTPS else 0
CSRF_FAILURE_VIEW = "huoshui.web.doors.csrf_failure"

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME.path / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "huoshui.web.static_sources.VendorFinder",
]
SEARCH_FOLDER = HOME.search
UPLOAD_FOLDER = HOME.uploads
IDENTITY_PROVIDERS_FILE = HOME.path / "identity_providers.yaml"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
LARGEST_REQUEST = 32 * 1024 * 1024
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "huoshui.privacy.log_lines.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Compiled kernels are kept with the node's data: the package's own folder may be read-only.
os.environ.setdefault("NUMBA_CACHE_DIR", str(HOME.path / "numba"))

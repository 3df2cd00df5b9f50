"""A real CAS server (django-mama-cas) in a process of its own, with one person: `python cas_server.py PORT FOLDER`."""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

USERNAME, PASSWORD = "office", "cas-password"


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def configure(folder: Path, services: list[str]) -> None:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="loopback",
        DEBUG=True,
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="mama_cas.urls",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "mama_cas",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.contrib.auth.context_processors.auth",
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "cas.sqlite3")}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        MAMA_CAS_SERVICES=[
            {"SERVICE": service, "CALLBACKS": ["mama_cas.callbacks.user_name_attributes"]} for service in services
        ],
        MAMA_CAS_ENABLE_SINGLE_SIGN_OUT=False,
    )
    django.setup()


def main(port: int, folder: Path, services: list[str]) -> None:
    configure(folder, services)
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    people: Any = get_user_model().objects
    people.create_user(USERNAME, password=PASSWORD, first_name="一", last_name="南")
    with make_server("127.0.0.1", port, get_wsgi_application(), server_class=Threaded) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])

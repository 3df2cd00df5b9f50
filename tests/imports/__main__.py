"""Runs a campaign of kills: `campaign.py` says what and how."""

import os
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.imports import campaign

    campaign.main(*sys.argv[1:])


if __name__ == "__main__":
    main()

"""Tables of the base library, looked up by name: its models are its own."""

from typing import Any

from django.apps import apps

Patent: Any = apps.get_model("patents", "Patent")
Disagreement: Any = apps.get_model("patents", "Disagreement")
ImportRun: Any = apps.get_model("patents", "ImportRun")

"""The invented demonstration region: deterministic, calibrated on real marginals, and marked as invented.

Organisations, people, patents and numbers do not exist. Serial numbers lie in ranges that were never issued.
"""

from huoshui_core.demonstration.model import (
    Bureau,
    College,
    DemonstrationEnterprise,
    DemonstrationPatent,
    Institution,
    Person,
    Record,
    Role,
    Story,
    StoryState,
)
from huoshui_core.demonstration.numbers import is_invented_application
from huoshui_core.demonstration.region import SEED, Demonstration, generate

__all__ = [
    "SEED",
    "Bureau",
    "College",
    "Demonstration",
    "DemonstrationEnterprise",
    "DemonstrationPatent",
    "Institution",
    "Person",
    "Record",
    "Role",
    "Story",
    "StoryState",
    "generate",
    "is_invented_application",
]

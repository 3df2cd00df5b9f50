"""Rights in patents: what happened to them, folded into what holds on a day, and how they may be offered."""

from huoshui_core.rights.days import fee_due_on, grace_ends_on
from huoshui_core.rights.folding import announced, effective, fold
from huoshui_core.rights.kinds import CODES, LABELS, LICENCES, kind_of
from huoshui_core.rights.model import ENDED, STATUSES, Burden, Doubt, FeeOwed, Owner, Right, RightEvent, RightFacts
from huoshui_core.rights.offers import MODES, PASSED_ON, Reason, may_be_offered, offers
from huoshui_core.rights.reading import Origin, event_of, fee_event
from huoshui_core.rights.status import STATED_STANDING

__all__ = [
    "CODES",
    "ENDED",
    "LABELS",
    "LICENCES",
    "MODES",
    "PASSED_ON",
    "STATED_STANDING",
    "STATUSES",
    "Burden",
    "Doubt",
    "FeeOwed",
    "Origin",
    "Owner",
    "Reason",
    "Right",
    "RightEvent",
    "RightFacts",
    "announced",
    "effective",
    "event_of",
    "fee_due_on",
    "fee_event",
    "fold",
    "grace_ends_on",
    "kind_of",
    "may_be_offered",
    "offers",
]

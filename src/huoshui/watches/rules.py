"""What may be kept, and when it is time to look again. Values in, answers out."""

from datetime import datetime, timedelta

MOST = 50  # searches that one person keeps in one role
LONGEST_NAME, LONGEST_QUERY = 60, 2_000
RHYTHMS = {"daily": "每天", "weekly": "每周", "never": "不提醒"}
# A little less than the time itself: the job comes at about the same hour, not at the same second.
PAUSES = {"daily": timedelta(hours=20), "weekly": timedelta(days=6, hours=12)}
KEPT_CHANGES = timedelta(days=90)
# Where one is in a list, and how it leaves, is no part of what is looked for.
NOT_ASKED = ("cursor", "size", "export", "csrfmiddlewaretoken")


def is_due(rhythm: str, told_at: datetime, now: datetime) -> bool:
    return rhythm in PAUSES and now - told_at >= PAUSES[rhythm]

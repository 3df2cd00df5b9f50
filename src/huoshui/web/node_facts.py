"""What this node is: does it hold the invented demonstration region?"""

from django.core.cache import cache

from huoshui.orgs import public as orgs

KEY = "node.demonstration"


def is_demonstration() -> bool:
    """Asked once a minute at most: it changes only when the demonstration is loaded."""
    known = cache.get(KEY)
    if known is None:
        known = orgs.has_demonstration()
        cache.set(KEY, known, 60)
    return bool(known)

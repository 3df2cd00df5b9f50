"""Which list shows what an indicator counts."""

from django.urls import reverse

from huoshui.monitoring.indicators import Indicator


def opened_list(indicator: Indicator, org_id: int = 0) -> str:
    """The list behind the figure, of one institution or of all in reach; a rate opens the page of progress."""
    name, _, query = indicator.opens.partition("?")
    if not name:
        return reverse("progress")
    institution = f"institution={org_id}" if org_id else ""
    query = "&".join(filter(None, (query, institution)))
    return reverse(name) + (f"?{query}" if query else "")

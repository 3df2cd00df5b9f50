"""Which list shows what an indicator counts."""

from django.urls import reverse

from huoshui.monitoring.indicators import Indicator


def opened_list(indicator: Indicator, **narrowed: object) -> str:
    """The list behind the figure, of all in reach or as narrow as the figure (`org`, `line`, `institution_type`)."""
    name, _, query = indicator.opens.partition("?")
    if not name:
        return reverse("progress")
    asked = [query, *(f"{key}={value}" for key, value in narrowed.items() if value)]
    query = "&".join(filter(None, asked))
    return reverse(name) + (f"?{query}" if query else "")

"""Dates of invented patents: grants on Tuesdays and Fridays, filings by the lags of the real gazette."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from huoshui_core.demonstration.draw import between_quantiles, weighted
from huoshui_core.demonstration.settings import calibration

_GAZETTE_DAYS = (1, 4)


@dataclass(frozen=True)
class Dates:
    stage: str
    in_scope: bool
    filed: date
    published: date


def draw_dates(rng: random.Random, kind: str) -> Dates:
    """Stage and days. Only inventions are published before the grant; the rest of that share is granted late."""
    stage = weighted(rng, calibration("stage"))
    if stage == "published" and kind != "invention":
        stage = "granted_late"
    published = _gazette_day(rng, stage)
    lag = f"{'published_' if stage == 'published' else 'granted_'}invention" if kind == "invention" else kind
    filed = published - timedelta(days=round(between_quantiles(rng, calibration("lag_days")[lag])))
    return Dates("published" if stage == "published" else "granted", stage == "granted", filed, published)


def _gazette_day(rng: random.Random, stage: str) -> date:
    if stage == "granted":
        year = weighted(rng, calibration("grant_year"))
        first, last = date(year, 1, 1), min(date(year, 12, 31), calibration("scope_until"))
    else:
        first, last = calibration("scope_until") + timedelta(days=1), calibration("as_of")
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    while day.weekday() not in _GAZETTE_DAYS:
        day += timedelta(days=1)
    return day if day <= last else day - timedelta(days=7)

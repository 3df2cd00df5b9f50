"""Every address of the node and who may open it, put together from the rooms' tables.

A route that is in no table fails the tests; `tables/__init__.py` says how to fill one.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from huoshui.kernel.actor import Actor
from tests.permissions import tables
from tests.permissions.route import Route
from tests.permissions.things import Props

MODULES = [importlib.import_module(f"{tables.__name__}.{one.name}") for one in pkgutil.iter_modules(tables.__path__)]


def _joined(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in MODULES:
        for key, value in getattr(module, name, {}).items():
            assert key not in found, f"{key} stands in two tables"
            found[key] = value
    return found


PAGES: dict[str, Route] = _joined("PAGES")
API: dict[str, Route] = _joined("API")
OBJECTS: dict[str, str | tuple[str, ...]] = _joined("OBJECTS")
ACTIONS: dict[str, Callable[[Actor, Props], object]] = _joined("ACTIONS")


def page_patterns(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """All pages the resolver knows; the API describes itself by its OpenAPI document."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif getattr(pattern, "namespace", None) != "api":
            yield from page_patterns(pattern.url_patterns)


def page_names() -> Iterator[str]:
    for pattern in page_patterns():
        yield pattern.name or str(pattern.pattern)

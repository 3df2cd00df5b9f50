"""The few files taken from npm packages, served under `vendor/`. Nothing else of node_modules is ever collected.

Settings: STATICFILES_FINDERS = [..., "huoshui.web.static_sources.VendorFinder"].
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(__file__).resolve().parents[3] / "node_modules"

# (folder under vendor/, folder in node_modules, files). A style sheet's map comes along: hashing file names follows it.
STATIC_SOURCES: list[tuple[str, str, tuple[str, ...]]] = [
    ("tabler", "@tabler/core/dist/css", ("tabler.min.css", "tabler.min.css.map")),
    ("htmx", "htmx.org/dist", ("htmx.min.js",)),
    ("echarts", "echarts/dist", ("echarts.common.min.js",)),
]


class VendorFinder(BaseFinder):
    """Finds exactly the files named above."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [
            str(NODE_MODULES / folder / name)
            for prefix, folder, names in STATIC_SOURCES
            for name in names
            if path == f"vendor/{prefix}/{name}" and (NODE_MODULES / folder / name).is_file()
        ]
        if find_all or kwargs.get("all"):
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        for prefix, folder, names in STATIC_SOURCES:
            storage = FileSystemStorage(location=NODE_MODULES / folder)
            storage.prefix = f"vendor/{prefix}"  # type: ignore[attr-defined]
            for name in names:
                if not matches_patterns(name, list(ignore_patterns or [])):
                    yield name, storage

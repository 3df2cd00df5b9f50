"""A standard drawn in the shapes in which people and programs meet it."""

from huoshui_core.standards.draw.page import codes_page, dataset_page
from huoshui_core.standards.draw.schema import as_schema, json_schema, to_wire

__all__ = ["as_schema", "codes_page", "dataset_page", "json_schema", "to_wire"]

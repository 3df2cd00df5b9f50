"""The pydantic model that an API takes, the JSON Schema that partners read, and the JSON form of clean records."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, create_model, model_validator
from pydantic import Field as Rule
from pydantic_core import PydanticCustomError

from huoshui_core.standards.clean import CleanValue, clean
from huoshui_core.standards.model import Dataset, Field
from huoshui_core.standards.refusal import Unclean
from huoshui_core.standards.rules import complete, cross_problems

_IPC = r"[A-H]\d{2}[A-Z](\d{1,4}/\d{2,6})?"
_CLASS = rf"^({_IPC}|\d{{2}}-\d{{2}})$"
_WIRE: dict[str, dict[str, Any]] = {
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "string", "pattern": r"^-?\d+(\.\d+)?(E[+-]?\d+)?$"},
    "money": {"type": "string", "pattern": r"^\d+\.\d{2}$"},
    "ordinal": {"type": "integer"},
    "application_no": {"type": "string", "pattern": r"^(\d{12}|\d{8})\.[\dX]$"},
    "publication_no": {"type": "string", "pattern": r"^CN\d{7,9}[ABCUYSD][1-9]?$"},
    "class": {"type": "string", "pattern": _CLASS},
    "classes": {"type": "array", "items": {"type": "string", "pattern": _CLASS}},
    "profile": {
        "type": "object",
        "propertyNames": {"pattern": f"^{_IPC}$"},
        "additionalProperties": {"type": "integer"},
    },
    "industries": {"type": "array", "items": {"type": "string", "pattern": r"^([A-T]|\d{2,4})$"}},
    "credit_code": {"type": "string", "pattern": r"^[0-9A-HJ-NPQRTUWXY]{18}$"},
    "region_code": {"type": "string", "pattern": r"^\d{6}$"},
    "moe_code": {"type": "string", "pattern": r"^\d{10}$"},
    "phone": {"type": "string", "pattern": r"^\d[\d-]{6,20}$"},
    "email": {"type": "string", "format": "email"},
    "username": {"type": "string", "pattern": r"^[\w@.+-]{2,64}$"},
}


class _Record(BaseModel):
    """Cleans by the same cleaners as every other door; a blank required field is refused like a missing one."""

    model_config = ConfigDict(extra="forbid")


@cache
def as_schema(dataset: Dataset) -> type[BaseModel]:
    fields: dict[str, Any] = {
        field.name: (
            Annotated[Any, BeforeValidator(_cleaner(field)), WithJsonSchema(_wire(field))],
            Rule(None, validate_default=True, title=field.label),
        )
        for field in dataset.fields
    }
    # pydantic declares this argument narrower than what it takes.
    agreement: dict[str, Any] = {"agree": model_validator(mode="after")(_agreement(dataset))}
    required = [field.name for field in dataset.fields if field.required]
    return create_model(
        f"{dataset.name}_v{dataset.version}",
        __base__=type("Record", (_Record,), {"model_config": ConfigDict(json_schema_extra=_requiring(required))}),
        __validators__=agreement,
        **fields,
    )


def json_schema(dataset: Dataset) -> dict[str, Any]:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:huoshui:standard:{dataset.name}:v{dataset.version}",
    }
    return head | as_schema(dataset).model_json_schema() | {"title": dataset.title, "description": dataset.source}


def to_wire(dataset: Dataset, values: Mapping[str, CleanValue]) -> dict[str, Any]:
    """A clean record in JSON types, every field of the standard present. It satisfies `json_schema`."""
    return {field.name: _plain(values.get(field.name)) for field in dataset.fields}


def _plain(value: CleanValue) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _wire(field: Field) -> dict[str, Any]:
    """The clean form only, not what people may type."""
    if field.codes:
        one: dict[str, Any] = {"type": "string", "enum": list(field.codes.values)}
        shape = {"type": "array", "items": one} if field.type == "codes" else one
    elif field.type in _WIRE:
        shape = _WIRE[field.type]
    else:
        one = {"type": "string"} | ({"maxLength": field.max} if field.max else {})
        shape = {"type": "array", "items": one} if field.type == "names" else one
    if field.low is not None and field.type in {"integer", "ordinal"}:
        shape = shape | {"minimum": field.low}
    return shape if field.required else {"anyOf": [shape, {"type": "null"}]}


def _cleaner(field: Field) -> Any:
    def cleaned(raw: Any) -> CleanValue:
        try:
            return clean(field, raw)
        except Unclean as refused:
            raise _custom(refused.code, refused.message) from None

    return cleaned


def _agreement(dataset: Dataset) -> Any:
    def agree(record: BaseModel) -> BaseModel:
        values = dict(record.__dict__)
        complete(dataset, values)
        problems = cross_problems(dataset, values)
        if problems:
            raise _custom(problems[0].code, "；".join(problem.message for problem in problems))
        record.__dict__.update(values)
        return record

    return agree


def _custom(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message})


def _requiring(names: list[str]) -> Any:
    def require(schema: dict[str, Any]) -> None:
        schema["required"] = names
        for shape in schema["properties"].values():
            shape.pop("default", None)

    return require

"""Whether data has the shape a JSON Schema asks for: the few keywords our own schemas use, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_WORDS = frozenset({"$schema", "$id", "$defs", "title", "description", "examples"})
_CHECKED = frozenset(
    {"$ref", "type", "const", "enum", "pattern", "minimum", "required", "properties", "additionalProperties", "items"}
)


def faults(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """Where `value` is not what `schema` (draft 2020-12) asks for, as paths with reasons; empty if it fits.

    Raises ValueError for a keyword that is not known here: a schema is never half checked.
    """
    return list(_faults(value, schema, schema, "$"))


def _faults(value: Any, schema: Any, root: Mapping[str, Any], path: str) -> Iterator[str]:
    if unknown := set(schema) - _WORDS - _CHECKED:
        raise ValueError(f"{path}: {sorted(unknown)}")
    if "$ref" in schema:
        yield from _faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    if "type" in schema and not _is_a(value, schema["type"]):
        yield f"{path}: not {schema['type']}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{path}: not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: not one of {schema['enum']}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: not like {schema['pattern']}"
    if isinstance(value, int | float) and "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: below {schema['minimum']}"
    if isinstance(value, dict):
        yield from _members(value, schema, root, path)
    if isinstance(value, list) and "items" in schema:
        for place, item in enumerate(value):
            yield from _faults(item, schema["items"], root, f"{path}[{place}]")


def _members(value: dict[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{path}: no {name}"
    named = schema.get("properties", {})
    for name, inner in value.items():
        if name in named:
            yield from _faults(inner, named[name], root, f"{path}.{name}")
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from _faults(inner, schema["additionalProperties"], root, f"{path}.{name}")


def _is_a(value: Any, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):  # which Python takes for a number
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)

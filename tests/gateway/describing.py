"""The description of the gateway's API as tests use it: which schema belongs to which answer."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from balie.gateway.turns.describing import document

METHODS = ("get", "post")


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """What checks a value against a schema of the document."""
    whole = {**schema, "components": document()["components"]}
    return Draft202012Validator(whole)


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for."""
    if "$ref" not in part:
        return part
    found: Any = document()
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return resolved(found)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def content_of(path: str, method: str, status: int, sort: str = "application/json") -> dict[str, Any]:
    """What the document says of an answer; a KeyError when it says nothing."""
    response = resolved(document()["paths"][path][method]["responses"][str(status)])
    return response["content"][sort]


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value."""
    return [f"{error.json_path}: {error.message}" for error in validator(schema).iter_errors(value)]


def stream_faults(schema: dict[str, Any], events: list[tuple[str, Any]]) -> list[str]:
    """What is wrong with the events of a stream."""
    named = resolved(schema)["x-events"]
    return [fault for name, value in events for fault in faults(named.get(name) or named["*"], value)]

"""The shapes of values in entries: each knows its JSON Schema, and checks a value itself.

Entries are written while a customer waits, so a value is checked here by a few lines of Python, and the JSON Schema
says the same to others; a test holds the two together.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


class Unfit(ValueError):
    """A value that does not have its shape. `place` is a path such as `$.changes[2].field`."""

    def __init__(self, place: str, because: str) -> None:
        super().__init__(f"{place}: {because}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value looks like: as JSON Schema, and as a check that raises `Unfit` (value, place)."""

    schema: Mapping[str, Any]
    check: Callable[[Any, str], None]


def text_like(pattern: str, what: str) -> Shape:
    """Text that matches the whole pattern; `what` says in words what was expected."""
    compiled = re.compile(pattern)

    def check(value: Any, place: str) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Unfit(place, f"should be {what}")

    return Shape({"type": "string", "pattern": f"^(?:{pattern})$"}, check)


def one_of(*words: str) -> Shape:
    """One of these words."""
    allowed = frozenset(words)

    def check(value: Any, place: str) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise Unfit(place, f"should be one of {', '.join(words)}")

    return Shape({"enum": list(words)}, check)


def only(number: int) -> Shape:
    """This whole number and no other."""

    def check(value: Any, place: str) -> None:
        if not _is_count(value) or value != number:
            raise Unfit(place, f"should be {number}")

    return Shape({"const": number}, check)


def either(*shapes: Shape) -> Shape:
    """Any of these shapes."""

    def check(value: Any, place: str) -> None:
        for shape in shapes:
            try:
                shape.check(value, place)
            except Unfit:
                continue
            return
        raise Unfit(place, "has none of the shapes it may have")

    return Shape({"anyOf": [dict(shape.schema) for shape in shapes]}, check)


def list_of(shape: Shape) -> Shape:
    """A list of values of one shape."""

    def check(value: Any, place: str) -> None:
        if not _is_list(value):
            raise Unfit(place, "should be a list")
        for number, item in enumerate(value):
            shape.check(item, f"{place}[{number}]")

    return Shape({"type": "array", "items": dict(shape.schema)}, check)


def pair_of(shape: Shape) -> Shape:
    """Exactly two values of one shape: from and until, first and last."""
    several = list_of(shape)

    def check(value: Any, place: str) -> None:
        several.check(value, place)
        if len(value) != 2:
            raise Unfit(place, "should be a pair")

    return Shape({**several.schema, "minItems": 2, "maxItems": 2}, check)


def map_of(shape: Shape) -> Shape:
    """An object with any names and values of one shape."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, Mapping):
            raise Unfit(place, "should be an object")
        for name, item in value.items():
            shape.check(item, f"{place}.{name}")

    return Shape({"type": "object", "additionalProperties": dict(shape.schema)}, check)


def closed(fields: Mapping[str, Shape]) -> Shape:
    """An object with these names and no others; a name that ends in `?` may be absent."""
    shapes = {name.removesuffix("?"): shape for name, shape in fields.items()}
    required = [name for name in fields if not name.endswith("?")]

    def check(value: Any, place: str) -> None:
        if not isinstance(value, Mapping):
            raise Unfit(place, "should be an object")
        for name, item in value.items():
            if name not in shapes:
                raise Unfit(f"{place}.{name}", "does not belong here")
            shapes[name].check(item, f"{place}.{name}")
        for name in required:
            if name not in value:
                raise Unfit(f"{place}.{name}", "is missing")

    properties = {name: dict(shape.schema) for name, shape in shapes.items()}
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return Shape(schema, check)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _typed(schema: Mapping[str, Any], what: str, fits: Callable[[Any], bool]) -> Shape:
    def check(value: Any, place: str) -> None:
        if not fits(value):
            raise Unfit(place, f"should be {what}")

    return Shape(schema, check)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


ANY = Shape({}, lambda _value, _place: None)
NOTHING = _typed({"type": "null"}, "null", lambda value: value is None)
TEXT = _typed({"type": "string"}, "text", lambda value: isinstance(value, str))
FLAG = _typed({"type": "boolean"}, "true or false", lambda value: isinstance(value, bool))
NUMBER = _typed({"type": "number"}, "a number", _is_number)
COUNT = _typed({"type": "integer", "minimum": 0}, "a whole number from 0", _is_count)
KEY = COUNT  # the number of a row in Balie's tables
DATE = text_like(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2026-11-26")
MOMENT = text_like(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)",
    "a moment with its time zone",
)
DIGEST = text_like("[0-9a-f]{64}", "a SHA-256 digest in 64 hexadecimal digits")
PUBLIC_KEY = text_like(r"[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}", "a public key as name+number+base64")
BOTH_LANGUAGES = closed({"nl": TEXT, "en": TEXT})
CHANGES = list_of(closed({"field": TEXT, "before": ANY, "after": ANY}))
RANGES = list_of(pair_of(COUNT))

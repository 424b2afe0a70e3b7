"""Entries for the Dutch Algorithm Register, publication standard 1.0: what is missing, and what is too long.

Pure values: what an entry says comes from the register and from texts that people wrote.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from balie.law import Text
from balie.register.public_fields import FIELDS, FIXED, GIVEN, ORDER, STATUSES, PublicField, Shape, filled
from balie.register.system import AISystem, LifeCycle

VERSION, LANGUAGE = "1.0", "nld"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of an entry."""

    field: str
    code: str
    text: Text


def entry_of(system: AISystem, texts: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as it would be published; fields without anything are left out."""
    known: dict[str, Any] = {
        "name": system.name,
        "description_short": system.purpose,
        "organization": system.organisation,
        "status": _STATUS.get(system.life_cycle) if system.life_cycle else None,
        "end_date": f"{system.retired_on:%Y-%m}" if system.retired_on else None,
        "provider": system.supplier,
        "source_id": system.reference,
        "lang": LANGUAGE,
        "standard_version": VERSION,
    }
    written = {field.id: texts[field.id] for field in FIELDS if texts.get(field.id)}
    given = {name: texts[name] for name in GIVEN if texts.get(name)}
    whole = {**known, **written, **given}
    return {name: whole[name] for name in ORDER if filled(whole.get(name))}


def problems_of(entry: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that keeps an entry from being published, by field, in the order of the standard."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  only this pays for the time it takes

    found = list(_problems(Draft202012Validator(schema()).iter_errors(dict(entry)), entry))
    order = list(schema()["properties"])
    return tuple(sorted(found, key=lambda problem: order.index(problem.field)))


def as_json(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """Entries as a file that the register, and our own import, read."""
    return (json.dumps({"algorithms": list(entries)}, ensure_ascii=False, indent=2) + "\n").encode()


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of an entry, from the facts of the standard."""
    properties = {field.id: _property(field) for field in (*FIXED, *FIELDS)}
    properties |= {
        "lang": {"enum": [LANGUAGE]},
        "standard_version": {"enum": [VERSION]},
        **{name: {"type": "string", "maxLength": 100} for name in GIVEN},
    }
    required = [field.id for field in (*FIXED, *FIELDS) if field.required] + ["lang"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {name: properties[name] for name in ORDER},
        "required": required,
        "additionalProperties": False,
    }


def _property(field: PublicField) -> dict[str, Any]:
    if field.id == "category":
        return {"type": "array", "items": {"enum": list(field.options)}, "uniqueItems": True}
    if field.options:
        return {"enum": list(field.options)}
    if field.shape is Shape.LINKS:
        return {"type": "array", "items": _row(field)}
    shape: dict[str, Any] = {"type": "string", "maxLength": field.limit}
    if field.required:
        shape["minLength"] = 1
    if field.shape in _PATTERNS:
        shape["pattern"] = _PATTERNS[field.shape]
    return shape


def _row(field: PublicField) -> dict[str, Any]:
    """A title with a link; an assessment may do without its link."""
    link = {"type": "string", "maxLength": 500, "pattern": _PATTERNS[Shape.LINK]}
    title = {"type": "string", "minLength": 1, "maxLength": field.limit}
    needed = ["title"] if field.id == "impacttoetsen_grouping" else ["title", "link"]
    return {
        "type": "object",
        "properties": {"title": title, "link": link},
        "required": needed,
        "additionalProperties": False,
    }


def _problems(errors: Iterable[Any], entry: Mapping[str, Any]) -> Iterator[Problem]:
    for error in errors:
        path = list(error.absolute_path)
        if error.validator == "required" and not path:
            missing = next(name for name in error.validator_value if name not in entry and f"'{name}'" in error.message)
            yield Problem(missing, "missing", _MISSING)
        elif path and path[0] in ORDER:
            code, text = _told(error)
            yield Problem(str(path[0]), code, _in_row(path[1] + 1, text) if _of_row(path) else text)


def _of_row(path: list[Any]) -> bool:
    return len(path) > 1 and str(path[0]).endswith("_grouping")


def _in_row(number: int, text: Text) -> Text:
    return Text(nl=f"Regel {number}: {text.nl}", en=f"Row {number}: {text.en}")


def _told(error: Any) -> tuple[str, Text]:
    if error.validator == "required":
        return "row-incomplete", _ROW
    if error.validator == "maxLength":
        longest, length = error.validator_value, len(error.instance)
        return "too-long", Text(
            nl=f"Dit zijn {length} tekens; er passen er {longest}. Haal er {length - longest} weg.",
            en=f"This is {length} characters; {longest} fit. Take away {length - longest}.",
        )
    if error.validator == "pattern":
        return (
            ("not-a-month", _NOT_A_MONTH) if error.validator_value == _PATTERNS[Shape.MONTH] else ("not-a-link", _LINK)
        )
    return "not-in-standard", _NOT_A_CHOICE


_PATTERNS = {Shape.MONTH: r"^\d{4}-(0[1-9]|1[0-2])$", Shape.LINK: r"^https?://[^\s]+$"}
_STATUS = {
    LifeCycle.IDEA: STATUSES[0],
    LifeCycle.TEST: STATUSES[0],
    LifeCycle.LIVE: STATUSES[1],
    LifeCycle.RETIRED: STATUSES[2],
}
_MISSING = Text(
    nl="Dit ontbreekt nog. Zonder dit kun je niet publiceren.", en="This is missing. Without it you cannot publish."
)
_NOT_A_MONTH = Text(nl="Schrijf jaar en maand, zoals 2026-03.", en="Write year and month, such as 2026-03.")
_ROW = Text(nl="Hier ontbreekt een titel of een link.", en="A title or a link is missing here.")
_LINK = Text(nl="Dit is geen link. Begin met https://.", en="This is not a link. Begin with https://.")
_NOT_A_CHOICE = Text(
    nl="Dit staat niet in de standaard. Kies uit de lijst.", en="Not in the standard. Choose from the list."
)

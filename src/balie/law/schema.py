"""The JSON Schema of a pack, made from the type hints of the model, so that editors help and the two cannot differ."""

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from balie.language import Text
from balie.law.answer import Answer
from balie.law.facts import Statement
from balie.law.loading import SECTIONS
from balie.law.model import Pack, Party
from balie.law.risk import ClassRange, RiskClass
from balie.law.scenarios import CaseScenario, DutyScenario
from balie.law.shapes import shape_of

Schema = dict[str, Any]


def pack_schema() -> Schema:
    """Return the schema (draft 2020-12) of every kind of file in a pack: `pack.yaml`, articles and scenarios."""
    definitions: dict[str, Schema] = dict(_FIXED)
    articles = {name: {"type": "array", "items": _reference(kind, definitions)} for name, kind in SECTIONS.items()}
    scenarios = {"anyOf": [_reference(kind, definitions) for kind in (DutyScenario, CaseScenario)]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Balie pack",
        "anyOf": [
            _reference(Pack, definitions),
            {"type": "object", "properties": articles, "additionalProperties": False},
            {
                "type": "object",
                "properties": {"scenarios": {"type": "array", "items": scenarios}},
                "required": ["scenarios"],
                "additionalProperties": False,
            },
        ],
        "$defs": dict(sorted(definitions.items())),
    }


def _reference(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Point to the definition of a record, and make it when it is not there yet."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        shape = shape_of(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {name: _schema(hint, definitions) for name, (_, _, hint) in shape.items()},
            "required": [name for name, (_, required, _) in shape.items() if required],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    if hint in _NAMED:
        return {"$ref": f"#/$defs/{_NAMED[hint]}"}
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = [arg for arg in get_args(hint) if arg is not type(None)]
        return {"$ref": "#/$defs/Condition"} if len(kinds) > 1 else _schema(kinds[0], definitions)
    if origin is tuple:
        items = _schema(get_args(hint)[0], definitions)
        several = {"type": "array", "items": items}
        return {"anyOf": [items, several]} if get_args(hint)[0] is Party else several
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(get_args(hint)[1], definitions)}
    if is_dataclass(hint):
        return _reference(hint, definitions)
    return {"enum": [member.value for member in hint]} if issubclass(hint, StrEnum) else dict(_SCALARS[hint])


_NAMED: dict[Any, str] = {kind: kind.__name__ for kind in (Text, RiskClass, ClassRange, Answer, Statement)}
_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    # YAML writes a date without quotes; a validator sees it as text.
    date: {"type": "string", "format": "date"},
}
_CLASSES = [risk.slug for risk in RiskClass]
_CONDITION = {"$ref": "#/$defs/Condition"}
_SEVERAL = {"type": "array", "items": _CONDITION, "minItems": 1}
_VALUE = {"type": ["boolean", "string", "number", "array", "null"]}


def _exactly(**properties: Schema) -> Schema:
    names = list(properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


_FIXED: dict[str, Schema] = {
    "Text": _exactly(nl={"type": "string", "minLength": 1}, en={"type": "string", "minLength": 1}),
    "RiskClass": {"enum": _CLASSES},
    "ClassRange": {"anyOf": [{"enum": _CLASSES}, _exactly(lowest={"enum": _CLASSES}, highest={"enum": _CLASSES})]},
    "Answer": {"enum": [True, False, "unknown"]},
    "Condition": {
        "anyOf": [
            _exactly(fact={"type": "string"}, **{"is": {"type": ["boolean", "string", "number"]}}),
            _exactly(fact={"type": "string"}, **{"in": {"type": "array", "items": {"type": "string"}, "minItems": 1}}),
            _exactly(fact={"type": "string"}, at_least={"type": ["number", "string"]}),
            _exactly(term={"type": "string"}),
            _exactly(all=_SEVERAL),
            _exactly(any=_SEVERAL),
            _exactly(**{"not": _CONDITION}),
        ]
    },
    "Statement": {
        "anyOf": [
            _VALUE,
            {
                "type": "object",
                "properties": {
                    "value": _VALUE,
                    "decided_by": {"type": "string"},
                    "reasons": {"type": "string"},
                    "source": {"type": "string"},
                    "on": {"type": "string", "format": "date"},
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        ]
    },
}

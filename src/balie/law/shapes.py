"""From tree to model: read a node as the dataclass its type hints describe, and collect every fault on the way.

The model is declared once, in `model.py`; this reader and the JSON Schema in `schema.py` both follow its type hints, so
that what is accepted and what is documented cannot drift apart.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from balie.language import Text
from balie.law.answer import Answer
from balie.law.conditions import All, AnyOf, AtLeast, Condition, Holds, In, Is, Not
from balie.law.facts import Statement
from balie.law.faults import Fault, Place
from balie.law.model import Party
from balie.law.risk import ClassRange, RiskClass
from balie.law.tree import Node

T = TypeVar("T")


class Refused(Exception):
    """The value cannot be read; the fault has been noted."""


class Reader:
    """Reads nodes of one file and keeps the faults it meets."""

    def __init__(self) -> None:
        """Start without faults."""
        self.faults: list[Fault] = []

    def read(self, kind: type[T], node: Node, place: Place) -> T:
        """Read the node as `kind`. Raise `Refused` when that fails; the faults say why."""
        here = Place(place.file, node.line, place.field)
        return self.value(kind, node, here)  # type: ignore[no-any-return]

    def value(self, kind: Any, node: Node, here: Place) -> Any:
        """Read one value by its type hint."""
        if kind in _SPECIAL:
            return _SPECIAL[kind](self, node, here)
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self._union([arg for arg in get_args(kind) if arg is not type(None)], node, here)
        if origin is tuple:
            return self.items(get_args(kind)[0], node, here)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(get_args(kind)[1], node, here)
        if is_dataclass(kind):
            return self.record(kind, node, here)
        return self._scalar(kind, node, here)

    def _union(self, kinds: list[Any], node: Node, here: Place) -> Any:
        """An optional value, or a condition: the only unions in the model."""
        if node.value is None:
            return None
        return self.condition(node, here) if len(kinds) > 1 else self.value(kinds[0], node, here)

    def record(self, kind: Any, node: Node, here: Place) -> Any:
        """Read a mapping as the dataclass it stands for."""
        pairs = self.pairs(node, here)
        shape = shape_of(kind)
        for name in pairs.keys() - shape.keys():
            self.unknown_name(name, list(shape), Place(here.file, pairs[name].line, here.field))
        missing = [name for name, (_, required, _) in shape.items() if required and name not in pairs]
        if missing:
            self.refuse("missing", here, *_missing(missing))
        values, whole = {}, True
        for name, (attribute, _, hint) in shape.items():
            if name in pairs:
                try:
                    values[attribute] = self.value(hint, pairs[name], here.at(name, pairs[name].line))
                except Refused:
                    whole = False
        if not whole:
            raise Refused
        return self._build(kind, values, here)

    def _build(self, kind: Any, values: dict[str, Any], here: Place) -> Any:
        try:
            return kind(**values)
        except ValueError as error:
            return self.refuse("contradiction", here, _contradiction(error), _REPAIR)

    def pairs(self, node: Node, here: Place) -> dict[str, Node]:
        """Return the pairs of a mapping, or refuse what is not one."""
        if not isinstance(node.value, dict):
            self.refuse("not-a-mapping", here, _NOT_A_MAPPING, _REPAIR)
        return node.value

    def items(self, kind: Any, node: Node, here: Place) -> tuple[Any, ...]:
        """Read a list of values of one kind; a single party may stand without brackets."""
        if kind is Party and isinstance(node.value, str):
            return (self.value(kind, node, here),)
        if not isinstance(node.value, tuple):
            self.refuse("not-a-list", here, _NOT_A_LIST, _REPAIR)
        return self._each(enumerate(node.value), kind, here)

    def _each(self, pairs: Any, kind: Any, here: Place) -> tuple[Any, ...]:
        items, whole = [], True
        for index, child in pairs:
            try:
                items.append(self.value(kind, child, here.at(index, child.line)))
            except Refused:
                whole = False
        if not whole:
            raise Refused
        return tuple(items)

    def _mapping(self, kind: Any, node: Node, here: Place) -> dict[str, Any]:
        pairs = self.pairs(node, here)
        return dict(zip(pairs, self._each(pairs.items(), kind, here), strict=True))

    def _scalar(self, kind: Any, node: Node, here: Place) -> Any:
        value = node.value
        if issubclass(kind, StrEnum):
            return self._choice(kind, value, here)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if kind is str and isinstance(value, str):
            return " ".join(value.split())
        if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
            return value
        expected = _KINDS.get(kind, Text(nl="een waarde", en="a value"))
        reason = Text(nl=f"Hier hoort {expected.nl} te staan.", en=f"This should be {expected.en}.")
        return self.refuse("wrong-kind", here, reason, _REPAIR)

    def _choice(self, kind: type[StrEnum], value: object, here: Place) -> StrEnum:
        names = [member.value for member in kind]
        if value not in names:
            self.refuse("unknown-choice", here, *_not_one_of(value, names))
        return kind(str(value))

    def condition(self, node: Node, here: Place) -> Any:
        """Read a condition by the names it uses."""
        pairs = self.pairs(node, here)
        read = _CONDITIONS.get(frozenset(pairs))
        if read is None:
            self.refuse("odd-condition", here, _ODD_CONDITION, _ODD_CONDITION_REPAIR)
        try:
            return read(self, pairs, here)
        except ValueError as error:
            return self.refuse("empty-condition", here, _contradiction(error), _REPAIR)

    def unknown_name(self, name: str, names: list[str], here: Place) -> None:
        """Note a name nobody knows, with the nearest that is known."""
        self.faults.append(Fault("unknown-name", here.at(name), *_not_one_of(name, names)))

    def refuse(self, code: str, here: Place, reason: Text, repair: Text) -> NoReturn:
        """Note a fault and stop reading this value."""
        self.faults.append(Fault(code, here, reason, repair))
        raise Refused


@cache
def shape_of(kind: Any) -> dict[str, tuple[str, bool, Any]]:
    """Return, per name in the file: the attribute, whether it is required, and its type."""
    hints = get_type_hints(kind)
    return {_name(field): (field.name, _required(field), hints[field.name]) for field in fields(kind)}


def _name(field: Field[Any]) -> str:
    return str(field.metadata.get("name", field.name))


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read_text(reader: Reader, node: Node, here: Place) -> Text:
    pairs = reader.pairs(node, here)
    if missing := [name for name in ("nl", "en") if not (pairs.get(name) and str(pairs[name].value or "").strip())]:
        reader.refuse("no-translation", here, *_missing(missing))
    if extra := sorted(pairs.keys() - {"nl", "en"}):
        reader.refuse("unknown-name", here.at(extra[0]), *_not_one_of(extra[0], ["nl", "en"]))
    return Text(*(" ".join(str(pairs[name].value).split()) for name in ("nl", "en")))


def _read_risk(reader: Reader, node: Node, here: Place) -> RiskClass:
    names = [risk.slug for risk in RiskClass]
    if node.value not in names:
        reader.refuse("unknown-choice", here, *_not_one_of(node.value, names))
    return RiskClass[str(node.value).upper()]


def _read_range(reader: Reader, node: Node, here: Place) -> ClassRange:
    """Read one class, or the lowest and the highest."""
    if not isinstance(node.value, dict):
        risk = _read_risk(reader, node, here)
        return ClassRange(risk, risk)
    return reader.record(ClassRange, node, here)  # type: ignore[no-any-return]


def _read_answer(reader: Reader, node: Node, here: Place) -> Answer:
    answers = {True: Answer.YES, False: Answer.NO, "unknown": Answer.UNKNOWN}
    if node.value not in answers:
        reader.refuse("unknown-choice", here, *_not_one_of(node.value, ["yes", "no", "unknown"]))
    return answers[node.value]


def _read_statement(reader: Reader, node: Node, here: Place) -> Statement:
    """Read a bare value, or a value with who decided it and why. The fact itself checks the value later."""
    if not isinstance(node.value, dict):
        return Statement(value=node.plain())  # type: ignore[arg-type]
    if "value" not in node.value:
        reader.refuse("missing", here, *_missing(["value"]))
    extra = sorted(node.value.keys() - {"value", "decided_by", "reasons", "source", "on"})
    if extra:
        reader.refuse("unknown-name", here.at(extra[0]), *_not_one_of(extra[0], ["value", "decided_by", "reasons"]))
    return Statement(**{name: child.plain() for name, child in node.value.items()})  # type: ignore[arg-type]


def _read_is(reader: Reader, pairs: dict[str, Node], here: Place) -> Condition:
    return Is(_word(reader, pairs, "fact", here), pairs["is"].plain())  # type: ignore[arg-type]


def _read_in(reader: Reader, pairs: dict[str, Node], here: Place) -> Condition:
    return In(_word(reader, pairs, "fact", here), reader.items(str, pairs["in"], here.at("in", pairs["in"].line)))


def _read_at_least(reader: Reader, pairs: dict[str, Node], here: Place) -> Condition:
    bound = pairs["at_least"].plain()
    if isinstance(bound, bool) or not isinstance(bound, int | float | date):
        reader.refuse("wrong-kind", here.at("at_least"), _NOT_A_BOUND, _REPAIR)
    return AtLeast(_word(reader, pairs, "fact", here), bound)


def _word(reader: Reader, pairs: dict[str, Node], name: str, here: Place) -> str:
    return str(reader.value(str, pairs[name], here.at(name, pairs[name].line)))


def _inner(reader: Reader, pairs: dict[str, Node], name: str, here: Place) -> tuple[Condition, ...]:
    return reader.items(Condition, pairs[name], here.at(name, pairs[name].line))


def _contradiction(error: ValueError) -> Text:
    return Text(nl=f"Dit klopt niet: {error}.", en=f"This is not right: {error}.")


def _missing(names: list[str]) -> tuple[Text, Text]:
    listed = ", ".join(names)
    return (
        Text(nl=f"Hier ontbreekt: {listed}.", en=f"Missing here: {listed}."),
        Text(nl="Vul dit aan.", en="Add it."),
    )


def _not_one_of(value: object, names: list[str]) -> tuple[Text, Text]:
    word, listed = str(value)[:60], ", ".join(names)
    near = next(iter(get_close_matches(word, names, n=1)), None)
    return (
        Text(nl=f"'{word}' kennen we hier niet.", en=f"'{word}' is not known here."),
        Text(nl=f"Bedoel je '{near}'?", en=f"Did you mean '{near}'?")
        if near
        else Text(nl=f"Kies uit: {listed}.", en=f"Choose from: {listed}."),
    )


_SPECIAL: dict[Any, Callable[[Reader, Node, Place], Any]] = {
    Text: _read_text,
    RiskClass: _read_risk,
    ClassRange: _read_range,
    Answer: _read_answer,
    Statement: _read_statement,
}
_CONDITIONS: dict[frozenset[str], Callable[[Reader, dict[str, Node], Place], Condition]] = {
    frozenset({"fact", "is"}): _read_is,
    frozenset({"fact", "in"}): _read_in,
    frozenset({"fact", "at_least"}): _read_at_least,
    frozenset({"term"}): lambda reader, pairs, here: Holds(_word(reader, pairs, "term", here)),
    frozenset({"all"}): lambda reader, pairs, here: All(_inner(reader, pairs, "all", here)),
    frozenset({"any"}): lambda reader, pairs, here: AnyOf(_inner(reader, pairs, "any", here)),
    frozenset({"not"}): lambda reader, pairs, here: Not(reader.condition(pairs["not"], here.at("not"))),
}
_KINDS = {
    str: Text(nl="tekst", en="text"),
    int: Text(nl="een geheel getal", en="a whole number"),
    float: Text(nl="een getal", en="a number"),
    bool: Text(nl="ja of nee", en="yes or no"),
    date: Text(nl="een datum als 2026-08-02", en="a date such as 2026-08-02"),
}
_REPAIR = Text(nl="Pas dit aan; docs/law.md beschrijft de vorm.", en="Change this; docs/law.md describes the form.")
_NOT_A_MAPPING = Text(nl="Hier horen regels 'naam: waarde' te staan.", en="This should be lines of 'name: value'.")
_NOT_A_LIST = Text(nl="Hier hoort een lijst te staan.", en="This should be a list.")
_NOT_A_BOUND = Text(nl="Hier hoort een getal of datum te staan.", en="This should be a number or a date.")
_ODD_CONDITION = Text(nl="Dit is geen voorwaarde die we kennen.", en="This is not a condition we know.")
_ODD_CONDITION_REPAIR = Text(
    nl="Gebruik fact met is, in of at_least; of term, all, any of not.",
    en="Use fact with is, in or at_least; or term, all, any or not.",
)

"""How statements are kept as JSON in a table, and read back. Pure values, both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from balie.law import BadValue, Facts, FactValue, Law, Statement


@dataclass(frozen=True, slots=True)
class Kept:
    """Statements read back from a table. `unread`: facts this law does not know or whose value it no longer takes."""

    facts: Facts
    unread: tuple[str, ...] = ()


def as_json(facts: Facts) -> dict[str, dict[str, Any]]:
    """Write statements as plain JSON, ordered by fact; parts that are empty are left out."""
    return {name: _written(facts[name]) for name in sorted(facts)}


def from_json(law: Law, kept: Mapping[str, Mapping[str, Any]]) -> Kept:
    """Read statements back in the light of a law. What it cannot read becomes a question again, and is named."""
    read: dict[str, Statement] = {}
    unread = []
    for name, parts in kept.items():
        try:
            read[name] = _read(law, name, parts)
        except (BadValue, KeyError):
            unread.append(name)
    return Kept(read, tuple(unread))


def _written(statement: Statement) -> dict[str, Any]:
    parts = {
        "value": _plain(statement.value),
        "source": statement.source,
        "decided_by": statement.decided_by,
        "reasons": statement.reasons,
        "on": statement.on.isoformat() if statement.on else "",
    }
    return {key: value for key, value in parts.items() if key == "value" or value}


def _plain(value: FactValue) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(law: Law, name: str, parts: Mapping[str, Any]) -> Statement:
    return Statement(
        value=law.facts[name].read(parts["value"]),
        source=parts.get("source", ""),
        decided_by=parts.get("decided_by", ""),
        reasons=parts.get("reasons", ""),
        on=date.fromisoformat(parts["on"]) if parts.get("on") else None,
    )

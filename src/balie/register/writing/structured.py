"""YAML and JSON: the organisation with its answers, and each system with its fields and answers."""

import json
from datetime import date
from typing import Any

import yaml

from balie.law import Facts, FactValue, Law
from balie.register.reading.headings import Field
from balie.register.system import AISystem, LinkTo, Portfolio
from balie.register.writing.values import UNKNOWN, Value, fields_of, parts_of


def as_yaml(portfolio: Portfolio, law: Law, _language: str) -> bytes:
    """Write YAML that the careful reader takes: no aliases, no tags."""
    text = yaml.dump(
        _plain(portfolio, law), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )
    return text.encode()


def as_json(portfolio: Portfolio, law: Law, _language: str) -> bytes:
    """Write JSON."""
    return (json.dumps(_plain(portfolio, law), ensure_ascii=False, indent=2) + "\n").encode()


class _Dumper(yaml.SafeDumper):
    """Writes equal values out in full instead of pointing back."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Never point back."""
        return True


def _plain(portfolio: Portfolio, law: Law) -> dict[str, Any]:
    organisation = portfolio.organisation
    facts = _facts(organisation.facts, organisation.unknown, law)
    about = {"name": organisation.name, "facts": facts} if facts else {"name": organisation.name}
    frame = {"organisation": about} if organisation.name else {}
    return {**frame, "systems": [_system(system, organisation.name, law) for system in portfolio.systems]}


def _system(system: AISystem, organisation: str, law: Law) -> dict[str, Any]:
    fields = {field.value: _field(value) for field, value in fields_of(system).items()}
    if fields.get(Field.ORGANISATION) == organisation:
        del fields[Field.ORGANISATION.value]
    facts = _facts(system.facts, system.unknown, law)
    return fields | ({"facts": facts} if facts else {})


def _facts(facts: Facts, unknown: frozenset[str], law: Law) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in law.facts:
        if name in unknown:
            found[name] = UNKNOWN
        elif name in facts:
            found[name] = {part.value: _value(value) for part, value in parts_of(facts[name]).items()}
    return found


def _field(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_link(one) if isinstance(one, LinkTo) else one for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _link(link: LinkTo) -> dict[str, str]:
    return {"kind": link.kind.value, "system": link.name} | ({"note": link.note} if link.note else {})


def _value(value: FactValue) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value

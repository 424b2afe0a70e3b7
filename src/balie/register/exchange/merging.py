"""How what a file says is laid over what is known, and what that changes, as plain values. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from balie.law import Facts, Statement
from balie.register import statements
from balie.register.public_fields import ORDER, PREFIX
from balie.register.system import AISystem, LinkTo

UNKNOWN: dict[str, Any] = {"unknown": True}


@dataclass(frozen=True, slots=True)
class Change:
    """One field or answer before and after, as plain JSON values. Somebody who says not to know is `UNKNOWN`."""

    field: str
    before: Any
    after: Any
    answer: bool = False


def merged(before: Statement | None, after: Statement, *, origin: str = "") -> Statement:
    """Lay an answer over another. When it says the same, parts that it leaves empty stay as they were."""
    if before is None or type(before.value) is not type(after.value) or before.value != after.value:
        return after
    said_source = after.source if after.source and after.source != origin else ""
    return replace(
        after,
        source=said_source or before.source,
        decided_by=after.decided_by or before.decided_by,
        reasons=after.reasons or before.reasons,
        on=after.on or before.on,
    )


def laid_over(
    before: Facts, after: Facts, was_unknown: frozenset[str], now_unknown: frozenset[str]
) -> Iterator[Change]:
    """The answers that differ, in order of their question."""
    for name in sorted({*before, *after, *was_unknown, *now_unknown}):
        was, now = _plain(name, before, was_unknown), _plain(name, after, now_unknown)
        if was != now:
            yield Change(name, was, now, answer=True)


def plain_fields(before: AISystem | None, after: AISystem) -> Iterator[tuple[str, Any, Any]]:
    """Every field with its plain value before and after; nothing is None."""
    was, now = _fields(before) if before else {}, _fields(after)
    return ((name, _filled(was.get(name)), _filled(value)) for name, value in now.items())


def public_after(written: AISystem, before: Mapping[str, Any]) -> dict[str, Any]:
    """The entry for the public afterwards; what says the same as the system itself does not stand in it again."""
    entry = {**before, **written.public_entry}
    month = f"{written.retired_on:%Y-%m}" if written.retired_on else None
    same = {"name": written.name, "description_short": written.purpose, "end_date": month}
    given = same.keys() & written.public_entry.keys()
    return {name: said for name, said in entry.items() if name not in given or said != same[name]}


def public_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """The fields of the entry for the public that differ, in the order of the standard."""
    for name in sorted(before.keys() | after.keys(), key=ORDER.index):
        if before.get(name) != after.get(name):
            yield Change(f"{PREFIX}{name}", before.get(name), after.get(name))


def _filled(value: Any) -> Any:
    return None if value in ("", []) else value


def _plain(name: str, facts: Facts, unknown: frozenset[str]) -> Any:
    if name in facts:
        return statements.as_json({name: facts[name]})[name]
    return UNKNOWN if name in unknown else None


def _fields(system: AISystem) -> dict[str, Any]:
    return {
        "name": system.name,
        "archetype": system.archetype,
        "purpose": system.purpose,
        "owner": system.owner,
        "supplier": system.supplier,
        "model": system.model,
        "version": system.version,
        "reference": system.reference,
        "channels": list(system.channels),
        "languages": list(system.languages),
        "customers": system.customers,
        "life_cycle": system.life_cycle.value if system.life_cycle else "",
        "retired_on": system.retired_on.isoformat() if system.retired_on else "",
        "links": sorted(_link(link) for link in system.links),
    }


def _link(link: LinkTo) -> str:
    return f"{link.kind.value}: {link.name}" + (f" | {link.note}" if link.note else "")

"""The closed list of kinds of entries. What is not in it cannot be written down, so that every entry can be read.

Another shape for the same kind is a new version beside the old one, for entries in the old shape stay in the log.
"""

from collections.abc import Mapping
from typing import Any

from balie.evidence.core.kinds.kind import Kind, Origin, Where
from balie.evidence.core.kinds.of_conversations import CONVERSATIONS
from balie.evidence.core.kinds.of_duties import DUTIES
from balie.evidence.core.kinds.of_logs import LOGS
from balie.evidence.core.kinds.of_people import PEOPLE
from balie.evidence.core.kinds.of_systems import SYSTEMS

__all__ = ["KINDS", "Kind", "Origin", "UnknownKind", "Where", "as_json", "check", "kind_of", "newest"]


class UnknownKind(ValueError):
    """A kind that is not in the list."""


KINDS: Mapping[str, Kind] = {kind.id: kind for kind in (*LOGS, *PEOPLE, *SYSTEMS, *DUTIES, *CONVERSATIONS)}
_NEWEST = {kind.name: kind for kind in sorted(KINDS.values(), key=lambda kind: kind.version)}


def kind_of(name: str) -> Kind:
    """Return a kind by name and version, such as `system-changed/1`. Raises `UnknownKind`."""
    try:
        return KINDS[name]
    except KeyError as error:
        raise UnknownKind(f"{name} is no kind of entry; add it to balie.evidence.core.kinds") from error


def newest(name: str) -> Kind:
    """Return the newest version of a kind by its name alone, to write with. Raises `UnknownKind`."""
    try:
        return _NEWEST[name]
    except KeyError as error:
        raise UnknownKind(f"{name} is no kind of entry; add it to balie.evidence.core.kinds") from error


def check(kind: str, what: Mapping[str, Any]) -> None:
    """Refuse a body that does not have the shape of its kind. Raises `UnknownKind` or `shapes.Unfit`."""
    kind_of(kind).shape.check(what, "$.what")


def as_json() -> dict[str, Any]:
    """Return the whole list for others: docs/formats/evidence-kinds.json, and the file that goes along in a pack."""
    return {
        name: {
            "name": {"nl": kind.text.nl, "en": kind.text.en},
            "log": kind.where.value,
            "origin": kind.origin.value,
            "what": dict(kind.schema),
        }
        for name, kind in sorted(KINDS.items())
    }

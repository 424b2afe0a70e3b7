"""What a kind of entry is: its name, its version, where it belongs, where it comes from, and the shape of its body."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from balie.evidence.core.shapes import CHANGES, SCHEMA, Shape, closed
from balie.language import Text


class Origin(StrEnum):
    """How we know what an entry says, from the strongest ground to the weakest."""

    ENFORCED = "enforced"
    OBSERVED = "observed"
    REPORTED = "reported"
    ATTESTED = "attested"

    @property
    def label(self) -> Text:
        """The origin in words."""
        return _ORIGINS[self]


class Where(StrEnum):
    """In which log entries of a kind belong."""

    SYSTEM = "system"
    ORGANISATION = "organisation"
    EITHER = "either"  # that of the AI system when it is about one, else that of the organisation

    @property
    def label(self) -> Text:
        """The log in words."""
        return _PLACES[self]


class Kind:
    """One kind of entry in one version. Versions are added, never changed: old entries keep the shape they had."""

    __slots__ = ("id", "name", "origin", "shape", "text", "version", "where")

    def __init__(self, name: str, text: Text, where: Where, origin: Origin, shape: Shape, version: int = 1) -> None:
        self.name, self.version, self.id = name, version, f"{name}/{version}"
        self.text, self.where, self.origin, self.shape = text, where, origin, shape

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema (draft 2020-12) of the body."""
        return {"$schema": SCHEMA, "title": self.id, **self.shape.schema}


def kinds(where: Where, origin: Origin, named: Mapping[str, tuple[str, str, Mapping[str, Shape]]]) -> list[Kind]:
    """Make kinds of one log and origin from name -> (Dutch, English, fields). `changes` may always be there."""
    return [
        Kind(name, Text(nl=nl, en=en), where, origin, closed({"changes?": CHANGES, **fields}))
        for name, (nl, en, fields) in named.items()
    ]


_ORIGINS = {
    Origin.ENFORCED: Text(nl="door Balie zelf gedaan", en="done by Balie itself"),
    Origin.OBSERVED: Text(nl="gezien bij een proef of audit", en="seen in a probe or an audit"),
    Origin.REPORTED: Text(nl="overgenomen uit een ander programma", en="taken over from another program"),
    Origin.ATTESTED: Text(nl="gezegd door een persoon", en="said by a person"),
}
_PLACES = {
    Where.SYSTEM: Text(nl="het logboek van het AI-systeem", en="the log of the AI system"),
    Where.ORGANISATION: Text(nl="het logboek van de organisatie", en="the log of the organisation"),
    Where.EITHER: Text(
        nl="het logboek van het AI-systeem waar het over gaat, en anders dat van de organisatie",
        en="the log of the AI system it is about, or else that of the organisation",
    ),
}

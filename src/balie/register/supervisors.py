"""Who supervises an organisation, and who is intended to where the law is not there yet.

The list is data, in `supervisors.yaml`; what a line rests on is a provision of a pack of law, and whether that is law
decides whether the supervisor is intended. Pure values, but for reading the file once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from balie.law import Law, Provision, Status, Text
from balie.register.system import Sector

_FILE = Path(__file__).with_name("supervisors.yaml")


@dataclass(frozen=True, slots=True)
class Supervisor:
    """One authority and what it supervises; `sectors` is empty when it is about everybody."""

    id: str
    authority: Text
    what: Text
    provision: str
    as_of: date
    sectors: frozenset[Sector]

    def concerns(self, sector: str) -> bool:
        """Whether it is about an organisation in this sector; without a sector nobody is left out."""
        return not self.sectors or not sector or Sector(sector) in self.sectors


@dataclass(frozen=True, slots=True)
class Supervision:
    """A supervisor with the provision it rests on."""

    supervisor: Supervisor
    provision: Provision

    @property
    def intended(self) -> bool:
        """Whether this is a plan, and no law yet."""
        return self.provision.status is Status.ANNOUNCED


def supervision_of(law: Law, sector: str) -> tuple[Supervision, ...]:
    """Return who supervises an organisation in a sector, those by law first."""
    found = (Supervision(one, law.provisions[one.provision]) for one in supervisors() if one.concerns(sector))
    return tuple(sorted(found, key=lambda one: one.intended))


@cache
def supervisors() -> tuple[Supervisor, ...]:
    """Read the list. A fault in it stops whoever asks: it is our own file."""
    written = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["supervisors"]
    return tuple(_read(one) for one in written)


def _read(written: Mapping[str, Any]) -> Supervisor:
    known = {"id", "authority", "what", "provision", "as_of", "sectors"}
    if unknown := set(written) - known:
        raise ValueError(f"{_FILE.name}: {sorted(unknown)} is not known")
    return Supervisor(
        id=written["id"],
        authority=Text(**written["authority"]),
        what=Text(**written["what"]),
        provision=written["provision"],
        as_of=written["as_of"],
        sectors=frozenset(Sector(word) for word in written.get("sectors", ())),
    )

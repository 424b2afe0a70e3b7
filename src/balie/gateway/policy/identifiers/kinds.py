"""What an identifier is: its kind, its place in a text, and which of them a policy looks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import re2


class Kind(StrEnum):
    """Kinds of identifiers, those with a check digit first: where two overlap, the first here wins."""

    EMAIL = "email"
    IBAN = "iban"
    PAYMENT_CARD = "payment_card"
    BSN = "bsn"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    LICENCE_PLATE = "licence_plate"
    REFERENCE = "reference"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NAME = "name"


class SpecialCategory(StrEnum):
    """Special categories of personal data (Art. 9(1) GDPR), and criminal data (Art. 10)."""

    HEALTH = "health"
    RELIGION = "religion"
    ETHNICITY = "ethnicity"
    POLITICS = "politics"
    UNION = "union"
    SEXUALITY = "sexuality"
    GENETIC = "genetic"
    BIOMETRIC = "biometric"
    CRIMINAL = "criminal"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An identifier in a text: from `start` up to `end`, in characters."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class SpecialHit:
    """Words about a special category, from `start` up to `end`."""

    start: int
    end: int
    category: SpecialCategory


@dataclass(frozen=True, slots=True)
class Reference:
    """How numbers of an organisation look, as a pattern of google-re2. Raises ValueError for what is no pattern."""

    name: str
    pattern: str
    compiled: Any = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Compile it, and refuse one that finds something in nothing."""
        try:
            made = re2.compile(self.pattern, _quiet())
        except re2.error as error:
            raise ValueError(f"'{self.pattern}' is no pattern of google-re2 ({error})") from error
        if made.search(""):
            raise ValueError(f"'{self.pattern}' would match everywhere")
        object.__setattr__(self, "compiled", made)


@dataclass(frozen=True, slots=True)
class Settings:
    """Which kinds are looked for, and how an organisation's own numbers look."""

    kinds: frozenset[Kind] = frozenset(Kind)
    references: tuple[Reference, ...] = ()


Finder = Callable[[str], list[Found]]


def _quiet() -> Any:
    options = re2.Options()
    options.log_errors = False
    return options

"""Identifiers are kept from the model: replaced by placeholders in what it reads, and put back in what it says."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

import re2

from balie.gateway.policy.identifiers import (
    Found,
    Kind,
    Placeholders,
    Reference,
    Settings,
    SpecialHit,
    find,
    redact,
    special_categories,
)
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.verdict import Did, Safeguard, Verdict

_IN_FIGURES = frozenset({Kind.BSN, Kind.PAYMENT_CARD, Kind.IBAN})
_FIGURES = re2.compile(r"(?:[0-9][ .\-/]{0,2}){8}")
_OF_THE_BUILDER = frozenset({Kind.NAME, Kind.ADDRESS, Kind.POSTCODE, Kind.REFERENCE})


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in one text: identifiers, and words about special categories of data (Art. 9 GDPR)."""

    found: tuple[Found, ...]
    special: tuple[SpecialHit, ...]


class Memory:
    """What was found in texts seen before, by digest, for clients send the whole conversation with every turn.

    Holds at most `most` texts, the longest unused go first; it keeps digests and places, never the texts.
    """

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._seen: OrderedDict[tuple[int, bytes], Seen] = OrderedDict()

    def look(self, text: str, settings: Settings) -> Seen:
        """Return what is in a text, from memory when it was seen before with the same settings."""
        key = (hash(settings), blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())
        known = self._seen.get(key)
        if known is not None:
            self._seen.move_to_end(key)
            return known
        seen = Seen(find(text, settings), special_categories(text))
        self._seen[key] = seen
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return seen


def settings_of(policy: Policy) -> Settings:
    """The identifiers this policy keeps from the model, with the organisation's own numbers."""
    own = tuple(Reference(number.name, number.pattern) for number in policy.privacy.numbers)
    return Settings(frozenset(policy.privacy.model), own)


def of_log(policy: Policy) -> Settings:
    """The identifiers that are not even kept."""
    return replace(settings_of(policy), kinds=frozenset(policy.privacy.log))


def may_hold(text: str, settings: Settings) -> bool:
    """Whether it is worth looking in what Balie or a bot says, who write numbers in figures."""
    return bool(settings.kinds) and (not settings.kinds <= _IN_FIGURES or bool(_FIGURES.search(text)))


def of_builder(settings: Settings) -> Settings:
    """The same for the builder's own instructions: names and places in those are of the bot and the organisation."""
    return replace(settings, kinds=settings.kinds - _OF_THE_BUILDER)


def conceal(text: str, seen: Seen, placeholders: Placeholders) -> tuple[str, Placeholders]:
    """Replace what was found by placeholders."""
    return redact(text, seen.found, placeholders) if seen.found or "[" in text else (text, placeholders)


def counted(found: tuple[Found, ...]) -> Mapping[Kind, int]:
    """How many identifiers of each kind."""
    counts: dict[Kind, int] = {}
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def verdicts(seen: Seen) -> tuple[Verdict, ...]:
    """The findings about one text of the customer, for the log: kinds and places, never the identifiers."""
    by_kind: dict[Kind, list[tuple[int, int]]] = {}
    for one in seen.found:
        by_kind.setdefault(one.kind, []).append((one.start, one.end))
    told = [Verdict(Safeguard.PRIVACY, k.value, Did.REDACTED, tuple(places)) for k, places in by_kind.items()]
    special = {hit.category: (hit.start, hit.end) for hit in seen.special}
    told += [Verdict(Safeguard.PRIVACY, f"special/{c.value}", Did.MARKED, (place,)) for c, place in special.items()]
    return tuple(told)

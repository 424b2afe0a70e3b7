"""Reading a message: one look whether anything could be in it, and only then which rule says what."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import re2

from balie.gateway.policy.intents import troubles
from balie.gateway.policy.intents.kinds import OwnWords, Reading, Sign, What
from balie.gateway.policy.intents.phrases import options, shipped
from balie.gateway.policy.intents.plain import plain

LONGEST = 4_000  # characters that are read of one message; a person says what they want within these
_SHOUTING = 12  # letters in capitals, with marks, that are shouting


# What asks for a person whatever else is said, and what asks about a person or machine and so does not ask for one.
_TONGUES = ("nl", "en", "de", "fr")
_SURE_RULES = frozenset(f"{tongue}-{rule}" for tongue in _TONGUES for rule in ("bare", "sure", "no-bot", "on"))
_QUESTIONS = frozenset(
    f"{tongue}-{rule}"
    for tongue in _TONGUES
    for rule in ("do-i-talk", "is-this", "or", "know", "are-you", "you-are", "any-bot")
)
_PATTERNS: list[tuple[What, str, str]] = [
    *((What.UPSET, name, pattern) for name, pattern in troubles.UPSET.items()),
    *((What.EMERGENCY, name, pattern) for name, (_, _, pattern) in troubles.EMERGENCY.items()),
    *((What.VULNERABLE, name, pattern) for name, pattern in troubles.VULNERABLE.items()),
]


def _set() -> Any:
    """All patterns at once: one look says which of them are in a message."""
    made = re2.Set.SearchSet(options())
    for *_, pattern in _PATTERNS:
        made.Add(pattern)
    made.Compile()
    return made


_ALL = _set()
_EACH = [re2.compile(pattern, options()) for _, _, pattern in _PATTERNS]


def read(text: str, *, words: OwnWords = OwnWords()) -> Reading:  # noqa: B008  (a value)
    """Return what a message says. Takes time in proportion to its length, and no more than `LONGEST` of it is read.

    `words` are those of one organisation.
    """
    message = plain(text[:LONGEST])
    if not message.strip():
        return Reading(())
    signs = [*_matched(message), *_own(message, words)]
    if not any(sign.what is What.UPSET for sign in signs) and (shouted := _shouted(text[:LONGEST])):
        signs.append(shouted)
    order = list(What)
    return Reading(tuple(sorted(signs, key=lambda sign: order.index(sign.what))))


def prepare() -> None:
    """Load the sentences that ship, which takes a third of a second, before the first customer writes."""
    shipped()


def _matched(message: str) -> Iterator[Sign]:
    """The first rule of each sort that speaks; of emergencies all.

    Weak rules for a person do not count where somebody talks about employees, or asks whether this is a machine.
    """
    looked = sorted(shipped().found(message), key=lambda found: found[0].place)
    away = [_sign(one.what, one.rule, match) for one, match in looked if one.takes_away]
    signs = [_sign(one.what, one.rule, match) for one, match in looked if not one.takes_away]
    asked = [sign for sign in signs if sign.rule in _QUESTIONS and not any(_taken(sign, one, message) for one in away)]
    away += [replace(sign, what=What.WANTS_PERSON) for sign in asked]
    for at in sorted(_ALL.Match(message) or ()):
        what, name, _ = _PATTERNS[at]
        signs.append(_sign(what, name, _EACH[at].search(message)))
    had: set[tuple[What, str]] = set()
    for sign in signs:
        once = (sign.what, sign.category)
        if once not in had and (sign.rule in _SURE_RULES or not any(_taken(sign, one, message) for one in away)):
            had.add(once)
            yield sign


def _taken(sign: Sign, away: Sign, message: str) -> bool:
    """Whether an exception takes a sign away: it is of the same sort and in the same sentence."""
    between = message[min(sign.end, away.end) : max(sign.start, away.start)]
    return sign.what is away.what and not any(mark in between for mark in ".!?;")


def _sign(what: What, rule: str, match: Any) -> Sign:
    category, number = troubles.EMERGENCY[rule][:2] if what is What.EMERGENCY else ("", "")
    return Sign(what, rule, match.start(), match.end(), category, number)


def _own(message: str, words: OwnWords) -> Iterator[Sign]:
    """Words of the organisation itself: reserved topics and dangers."""
    for name, listed in words.topics.items():
        if match := _listed(listed).search(message):
            yield Sign(What.RESERVED_TOPIC, f"topic/{name}", match.start(), match.end())
    for name, (number, listed) in words.emergencies.items():
        if match := _listed(listed).search(message):
            yield Sign(What.EMERGENCY, f"own/{name}", match.start(), match.end(), "danger", number)


@lru_cache(maxsize=512)
def _listed(words: tuple[str, ...]) -> Any:
    """A pattern for words as people list them: small or large letters, with a usual ending."""
    each = "|".join(re2.escape(plain(word.strip())) for word in words)
    return re2.compile(rf"\b(?:{each})(?:en|s|e|je|jes|'s|ing|ed)?\b", options())


def _shouted(text: str) -> Sign | None:
    """Capitals throughout: shouting, unless it is a code or a name."""
    if text != text.upper():
        return None
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= _SHOUTING and " " in text.strip():
        return Sign(What.UPSET, "shouting", 0, len(text))
    return None

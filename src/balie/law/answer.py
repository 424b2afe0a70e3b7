"""Kleene's strong three-valued logic: unknown is not false, and it travels.

With the answers ordered NO < UNKNOWN < YES, conjunction is the minimum, disjunction the maximum and negation the
mirror image (S. C. Kleene, Introduction to Metamathematics, 1952, section 64). The engine relies on one property of it:
replacing an UNKNOWN input by YES or NO never turns a YES or a NO elsewhere into something else.
"""

from collections.abc import Iterable
from enum import IntEnum

from balie.language import Text


class Answer(IntEnum):
    """What we know about a condition."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def label(self) -> Text:
        """The answer as a word on screen."""
        return _LABELS[self]


def all_of(answers: Iterable[Answer]) -> Answer:
    """Every one holds: NO as soon as one is NO. Needs at least one answer."""
    return min(answers)


def any_of(answers: Iterable[Answer]) -> Answer:
    """At least one holds: YES as soon as one is YES. Needs at least one answer."""
    return max(answers)


def negation(answer: Answer) -> Answer:
    """The opposite; the opposite of unknown is unknown."""
    return Answer(2 - answer)


_LABELS = {
    Answer.NO: Text(nl="nee", en="no"),
    Answer.UNKNOWN: Text(nl="niet bekend", en="not known"),
    Answer.YES: Text(nl="ja", en="yes"),
}

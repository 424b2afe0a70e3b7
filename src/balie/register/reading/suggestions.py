"""What somebody may have meant: the nearest known name, looked up once for each word, and not without end.

A search costs milliseconds. Whoever makes a hundred different slips is helped by the list of names, not by guesses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from balie.register.reading.faults import nearest

MAX_SUGGESTIONS = 100


@dataclass(slots=True)
class Suggestions:
    """The words of one file that nobody knows, each with the name that comes near."""

    names: Iterable[str]
    _found: dict[str, str | None] = field(default_factory=dict)

    @property
    def spent(self) -> bool:
        """Whether we stopped looking: a word without a name near it may then still be a slip."""
        return len(self._found) >= MAX_SUGGESTIONS

    def nearest(self, word: str) -> str | None:
        """Return the name that looks most like the word, for the first hundred different words."""
        if word not in self._found:
            if self.spent:
                return None
            self._found[word] = nearest(word, self.names)
        return self._found[word]

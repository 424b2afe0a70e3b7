"""The sentences that ship, in `sentences.yaml`, and which of them could be in a message.

Only a template of which every part has a word in the message is looked for. What a word could belong to is remembered,
so that an ordinary message costs little more than a look at each of its words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import re2
import yaml

from balie.gateway.policy.intents.kinds import What
from balie.gateway.policy.intents.languages import SMALL_WORDS
from balie.gateway.policy.intents.templates import Tongue

FILE = Path(__file__).with_name("sentences.yaml")
_BETWEEN = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalnum()}
    | dict.fromkeys("\u2026\u2013\u2014\xab\xbb", " ")
)
_WORDS_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """One template of a rule, by its place in the file. `takes_away`: it is an exception to the rules of its sort."""

    place: int
    what: What
    rule: str
    needs: int
    pattern: Any
    takes_away: bool


class Phrases:
    """All that ship, found by the words they need."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._groups: dict[frozenset[str], int] = {}
        made = list(self._made(written))
        self._belongs = self._vocabulary()
        self._by_need: dict[int, list[Phrase]] = {}
        uses = Counter(bit for one in made for bit in self._bits(one.needs))
        ordinary = 0
        for word in SMALL_WORDS:
            ordinary |= self._belongs(word)
        for phrase in made:  # found by what ordinary talk has least of
            rarest = min(self._bits(phrase.needs), key=lambda bit: (bool(bit & ordinary), uses[bit]))
            self._by_need.setdefault(rarest, []).append(phrase)
        self._keys = sum(self._by_need)

    def found(self, message: str) -> Iterator[tuple[Phrase, Any]]:
        """Each phrase that is in a plain message, with its match."""
        present = 0
        for word in message.translate(_BETWEEN).split():
            present |= self._belongs(word)
        for bit in self._bits(present & self._keys):
            for phrase in self._by_need[bit]:
                if phrase.needs & present == phrase.needs and (match := phrase.pattern.search(message)):
                    yield phrase, match

    def _made(self, written: Mapping[str, Any]) -> Iterator[Phrase]:
        places = count()
        for section, takes_away in (("rules", False), ("except", True)):
            for what, named in written[section].items():
                for rule, listed in named.items():
                    language = rule.partition("-")[0]
                    tongue = Tongue(written["words"].get(language, {}), umlauts=language == "de")
                    for template in listed:
                        yield Phrase(
                            next(places),
                            What(what),
                            rule,
                            self._needs(tongue, template),
                            re2.compile(tongue.pattern(template), options()),
                            takes_away,
                        )

    def _needs(self, tongue: Tongue, template: str) -> int:
        needs = 0
        for words in tongue.needs(template):
            needs |= self._groups.setdefault(words, 1 << len(self._groups))
        return needs

    @staticmethod
    def _bits(needs: int) -> Iterator[int]:
        while needs:
            yield needs & -needs
            needs &= needs - 1

    def _vocabulary(self) -> Any:
        """A function that tells to which groups a word belongs."""
        of: dict[str, int] = {}
        for words, bit in self._groups.items():
            for word in words:
                of[word] = of.get(word, 0) | bit
        loose = [word for word in of if not word.isalnum()]
        some = re2.Set.FullMatchSet(options())
        for word in loose:
            some.Add(word)
        some.Compile()

        @lru_cache(maxsize=_WORDS_REMEMBERED)
        def belongs(word: str) -> int:
            bits = of.get(word, 0)
            for at in some.Match(word) or ():
                bits |= of[loose[at]]
            return bits

        return belongs


def options() -> Any:
    """How patterns are compiled: quietly, and with room enough for long lists."""
    made = re2.Options()
    made.max_mem = 64 << 20
    made.log_errors = False
    return made


@cache
def shipped() -> Phrases:
    """The phrases that come with Balie."""
    return Phrases(yaml.safe_load(FILE.read_text(encoding="utf-8")))

"""Looking up help texts: which one is about what a customer asks (BM25, Robertson and Zaragoza 2009).

Compounds count for their parts too (termijnbedrag: termijn, bedrag), and a word nobody wrote is read as one that
differs by a letter.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

from balie.language import Language
from balie.site.demo.bot.articles import Article, shipped_articles
from balie.site.demo.bot.words import content_words, stem

_TITLE, _ASKED, _TEXT, _MORE = 3.0, 2.0, 1.0, 0.5  # what a word counts for in each part of a text
_SATURATION, _LENGTH = 2.5, 0.4  # k1 and b of BM25
_PART, _SIMILAR = 0.5, 0.8  # what a part of a compound, and a word that differs by a letter, count for
_SHORTEST_PART, _SHORTEST_MISTAKE = 3, 6
_UNKNOWN = 0.35  # what a word that is in no text weighs beside the rarest that is


@dataclass(frozen=True, slots=True)
class Found:
    """A help text, how well it fits, and which share of what was asked it is about (0 to 1)."""

    article: Article
    score: float
    share: float


class Index:
    """Help texts in one language, ready to be looked up. `written` are the words in them."""

    def __init__(self, articles: Iterable[Article], language: Language) -> None:
        self._language, self._articles = language, {article.id: article for article in articles}
        pages = {name: article.pages[language] for name, article in self._articles.items()}
        self.written = {
            word
            for page in pages.values()
            for part in (page.title, page.asked, page.text, page.more)
            for word in content_words(part, language)
        }
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        sizes: dict[str, float] = {}
        for name, page in pages.items():
            parts = ((page.title, _TITLE), (page.asked, _ASKED), (page.text, _TEXT), (page.more, _MORE))
            counted: dict[str, float] = defaultdict(float)
            for text, weight in parts:
                for term, share in self._terms_of(text):
                    counted[term] += weight * share
            sizes[name] = sum(counted.values())
            for term, weight in counted.items():
                self._weights[term][name] = weight
        usual = sum(sizes.values()) / len(sizes)
        self._norm = {name: 1 - _LENGTH + _LENGTH * size / usual for name, size in sizes.items()}

    def terms(self, text: str) -> dict[str, float]:
        """Return what a question is about, each term with its weight; unknown words are among them."""
        found: dict[str, float] = {}
        for term, share in self._terms_of(text):
            found[term] = max(found.get(term, 0.0), share)
        return found

    def knows(self, term: str) -> bool:
        """Say whether any help text holds this term."""
        return term in self._weights

    def search(self, terms: Mapping[str, float]) -> list[Found]:
        """Return the help texts that hold any of these terms, the best first."""
        scores: dict[str, float] = defaultdict(float)
        mass: dict[str, float] = defaultdict(float)
        for term, weight in terms.items():
            rare = self._rareness(term)
            for name, times in self._weights.get(term, {}).items():
                scores[name] += weight * rare * times * (_SATURATION + 1) / (times + _SATURATION * self._norm[name])
                mass[name] += weight * rare
        whole = sum(weight * self._rareness(term) for term, weight in terms.items())
        best = sorted(scores, key=lambda name: (-scores[name], name))
        return [Found(self._articles[name], scores[name], mass[name] / whole) for name in best]

    def _rareness(self, term: str) -> float:
        held = len(self._weights.get(term, ()))
        if not held:
            return _UNKNOWN * self._rareness_of(1)
        return self._rareness_of(held)

    def _rareness_of(self, held: int) -> float:
        return math.log(1 + (len(self._articles) - held + 0.5) / (held + 0.5))

    def _terms_of(self, text: str) -> list[tuple[str, float]]:
        found = []
        for word in content_words(text, self._language):
            similar = word if word in self.written else self._similar(word)
            found.append((stem(similar, self._language), 1.0 if similar == word else _SIMILAR))
            found += [(stem(part, self._language), _PART) for part in self._parts(similar)]
        return found

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return the two words a Dutch compound is made of, with or without an s between them."""
        if self._language is not Language.NL:
            return ()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, second = word[:cut], word[cut:]
            if second in self.written and (first in self.written or first.removesuffix("s") in self.written):
                return first if first in self.written else first.removesuffix("s"), second
        return ()

    def _similar(self, word: str) -> str:
        """Return the one written word that differs from this by a letter; the word itself when there is none."""
        if len(word) < _SHORTEST_MISTAKE or self.knows(stem(word, self._language)):
            return word
        return min((near for near in _near(word) if near in self.written), default=word)


@cache
def shipped_index(language: Language) -> Index:
    """The help texts of Wadlicht Energie in this language."""
    return Index(shipped_articles().values(), language)


@cache
def telling_words() -> Mapping[Language, frozenset[str]]:
    """The words that stand in the help texts of one language alone."""
    dutch, english = (shipped_index(language).written for language in (Language.NL, Language.EN))
    return {Language.NL: frozenset(dutch - english), Language.EN: frozenset(english - dutch)}


def _near(word: str) -> Iterable[str]:
    """Every word with one letter left out, swapped, changed or added."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in ascii_lowercase)

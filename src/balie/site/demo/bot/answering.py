"""Which help text answers a question: BM25 over words and their beginnings (Robertson and Zaragoza, 2009)."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import re2
import yaml

_FILE = Path(__file__).parent / "articles.yaml"
_WORD = re2.compile(r"[a-z0-9à-ÿ]+")
_K1, _B = 1.2, 0.6
_ENOUGH = 2.2  # points below which the bot does not know
_BEGINNING = 5  # letters by which forms of a word are one
_COMMON = frozenset(
    "ik je u de het een en of is in op te van voor met mijn uw wat hoe kan wil heb dat die dit er niet naar aan bij om"
    " the a an and or is in on to of for with my your what how can want have that this there not i you do does it be me"
    " graag even vraag naam name is over hallo hoi hi hello please also".split()
)
_PLACEHOLDER = re2.compile(r"\[[A-Z_]+_[0-9]+\]")  # a gateway in front may have hidden a name
_HELLO = re2.compile(r"^(?:hallo|hoi|hi|hello|goede\w+|good \w+|dag|hey)[ !.,]*$")
_THANKS = re2.compile(r"\b(?:dank|bedankt|thanks|thank you|top|super)\b")
_HUMAN = re2.compile(r"\b(?:mens|persoon|robot|bot|computer|human|person|real|echt)\b")
_ENGLISH = re2.compile(r"\b(?:the|i|my|is|what|how|can|do|you|to|a|want|please|hello|hi|thanks)\b")
_DUTCH = re2.compile(r"\b(?:de|het|een|ik|mijn|wat|hoe|kan|wil|u|je|hallo|hoi|van|voor)\b")


@dataclass(frozen=True, slots=True)
class Article:
    """A help text in two languages, and its words."""

    id: str
    text: Mapping[str, str]
    words: Mapping[str, Counter[str]]


def answer(questions: Sequence[str]) -> str:
    """Answer the last question of a customer; the one before helps where the last is short."""
    questions = [_PLACEHOLDER.sub("", question) for question in questions]
    last = questions[-1].strip() if questions else ""
    language = language_of(questions)
    small = _read()["small"]
    plain = last.lower()
    if _HELLO.search(plain) or not plain:
        return str(small["hello"][language])
    if _HUMAN.search(plain) and ("ben" in plain or "are" in plain or "praat" in plain or "talking" in plain):
        return str(small["human"][language])
    found = best(last, language) or (best(f"{questions[-2]} {last}", language) if len(questions) > 1 else None)
    if found:
        return found.text[language]
    return str(small["thanks" if _THANKS.search(plain) else "unknown"][language])


def best(question: str, language: str) -> Article | None:
    """The help text that fits a question best; None when none fits well enough."""
    scored = [(score(question, article, language), article) for article in articles()]
    points, found = max(scored, key=lambda pair: pair[0])
    return found if points >= _ENOUGH else None


def score(question: str, article: Article, language: str) -> float:
    """The points of a help text for a question."""
    words = article.words[language]
    length = sum(words.values()) / _mean(language)
    total = 0.0
    for stem in set(_stems(question)):
        if count := words.get(stem):
            total += _rarity(stem, language) * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length))
    return total


def language_of(questions: Sequence[str]) -> str:
    """Dutch or English, by the small words in the last questions."""
    text = " ".join(questions[-3:]).lower()
    english, dutch = len(_ENGLISH.findall(text)), len(_DUTCH.findall(text))
    return "en" if english > dutch else "nl"


@cache
def articles() -> tuple[Article, ...]:
    """All help texts."""
    found = []
    for one in _read()["articles"]:
        words = {lang: Counter([*_stems(one["words"][lang]) * 3, *_stems(one[lang])]) for lang in ("nl", "en")}
        found.append(Article(one["id"], {"nl": one["nl"], "en": one["en"]}, words))
    return tuple(found)


@cache
def _rarity(stem: str, language: str) -> float:
    having = sum(stem in article.words[language] for article in articles())
    return math.log(1 + (len(articles()) - having + 0.5) / (having + 0.5))


@cache
def _mean(language: str) -> float:
    return sum(sum(article.words[language].values()) for article in articles()) / len(articles())


def _stems(text: str) -> list[str]:
    return [word[:_BEGINNING] for word in _words(text)]


def _words(text: str) -> Iterable[str]:
    return (match.group() for match in _WORD.finditer(text.lower()) if match.group() not in _COMMON)


@cache
def _read() -> Mapping[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

"""Words of a text as they are looked up: without accents and common words, cut back to their stem in Dutch or English.

The stems are for finding alone: "betalen", "betaal" and "betaald" become one, and that it is no word is of no matter.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import re2

from balie.language import Language

_WORD = re2.compile(r"[a-z0-9]+")
_VOWELS = frozenset("aeiou")
_ENDINGS = {  # the first that fits goes, when so many letters are left
    Language.NL: {"ingen": 3, "eren": 3, "ing": 3, "jes": 3, "en": 3, "je": 4, "er": 4, "st": 4}
    | {"e": 3, "s": 4, "t": 4, "d": 4},
    Language.EN: {"ings": 3, "ing": 3, "ies": 3, "ment": 4, "ed": 3, "es": 3, "ly": 3, "er": 4}
    | {"s": 3, "y": 3, "e": 3},
}
_SHORTEST_STEM = 3
_HARDENED = {"z": "s", "v": "f"}  # verhuizen, verhuis; geven, geef

COMMON = {
    Language.NL: frozenset(
        """
        aan af al als alle alleen allemaal andere ben bent bij daar dan dat de deze die dit doe doen door dus een en
        er erg even ga gaan gaat geen gisteren graag had heb hebben hebt heeft hem het hier hij hoe hoi hun iets ik
        in is ja je jij jou jouw jullie kan kon kunnen kunt laat maar mag me meer men met mij mijn moet moeten
        morgen na naar nee niet nog nou nu of om omdat ons onze ook op over per s t te toch toe tot u uit uw van
        vanaf vandaag veel via voor vraag waar waarom wanneer want was wat we weer wel welk welke wie wij wil willen
        wilt word worden wordt zal ze zelf zich zij zijn zo zonder zou
        """.split()
    ),
    Language.EN: frozenset(
        """
        a about after again all already also am an and any are as at be because been but by can could d did do does
        doing for from get give go going got had has have he hello her here hi how i if in into is it its just know
        ll like m may me more my need no not now of on one or our out please question re s she should so some t take
        tell than that the their them then there these they this to today tomorrow up us ve want was we were what
        when where which who why will with without would yesterday you your
        """.split()
    ),
}
# Words that are common in one language and rare in the other: they tell which of the two it is.
_TELLING = {
    Language.NL: (COMMON[Language.NL] | {"hallo", "goedemorgen", "bedankt", "dank", "euro", "mens", "geld"})
    - COMMON[Language.EN]
    - {"hoi", "was"},
    Language.EN: (COMMON[Language.EN] | {"thanks", "thank", "euros", "human", "good", "money", "bill"})
    - COMMON[Language.NL]
    - {"me", "we"},
}


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters and without accents."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    found: list[str] = _WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign)))
    return found


def content_words(text: str, language: Language) -> list[str]:
    """Return the words that say what a text is about."""
    return [word for word in words(text) if word not in COMMON[language] and (len(word) > 1 or word.isdigit())]


def stem(word: str, language: Language) -> str:
    """Return what the forms of a word have in common."""
    for ending, left in _ENDINGS[language].items():
        if word.endswith(ending) and len(word) - len(ending) >= left and _may_go(ending, word, language):
            word = word.removesuffix(ending)
            break
    return _even(word, language)


def language_of(texts: Sequence[str], rarer: Mapping[Language, AbstractSet[str]]) -> Language:
    """Return the language of the last text that tells; Dutch when none does. A word that is in `rarer` tells half."""
    for text in reversed(texts):
        said = words(text)
        dutch, english = (
            sum((word in _TELLING[language]) + 0.5 * (word in rarer[language]) for word in said)
            for language in (Language.NL, Language.EN)
        )
        if dutch != english:
            return Language.NL if dutch > english else Language.EN
    return Language.NL


def _may_go(ending: str, word: str, language: Language) -> bool:
    """Say whether these letters are an ending: a Dutch one of one consonant follows a consonant (betaald, not huis)."""
    return language is Language.EN or ending not in {"s", "t", "d"} or word[-2] not in _VOWELS


def _even(word: str, language: Language) -> str:
    """Write a stem in one way: no doubled last consonant, no doubled vowel before it, and no z or v at a Dutch end."""
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    if language is Language.NL and len(word) > 2:
        word = word[:-1] + _HARDENED.get(word[-1], word[-1])
        if word[-2] in _VOWELS and word[-3] == word[-2] and word[-1] not in _VOWELS:
            word = word[:-2] + word[-1]
    return word

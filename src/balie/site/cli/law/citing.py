"""Find provisions by what people type: "art 50", "art. 50 lid 1", "50(1)", "AVG 22", "bijlage III punt 4"."""

import re

from balie.law import Law, Provision

_TOKEN = re.compile(r"\w+")
_LEADS = {"art", "artikel", "article", "punt", "punten", "point", "points"}
_FILLERS = {*_LEADS, "lid", "leden", "onder", "van", "de", "het", "of", "the", "paragraph", "para", "en", "and"}


def cited(law: Law, typed: str) -> list[Provision]:
    """Return the provisions whose citation has the words, and the numbers as article, paragraph and so on."""
    tokens = _tokens(typed)
    numbers = [token for token in tokens if token[0].isdigit()]
    words = [token for token in tokens if not token[0].isdigit() and token not in _FILLERS]
    if not numbers:
        return []
    return [p for p in law.provisions.values() if any(_matches(part, words, numbers) for part in _parts(p))]


def article_of(provision: Provision, language: str) -> str:
    """Return act and article without what follows: "AI-verordening art. 26", "AI-verordening bijlage III"."""
    cite = provision.cite.say(language)
    found = _ARTICLE.match(cite)
    return found[0] if found else cite


def _parts(provision: Provision) -> list[str]:
    """A citation may name several acts, with a semicolon between."""
    return [part for cite in (provision.cite.nl, provision.cite.en) for part in cite.split(";")]


def _matches(cite: str, words: list[str], numbers: list[str]) -> bool:
    tokens = _tokens(cite)
    if not all(any(_says(token, word) for token in tokens) for word in words):
        return False
    told = [(token, before) for before, token in zip(["", *tokens], tokens, strict=False) if token not in _FILLERS]
    return any(
        before in _LEADS and [token for token, _ in told[index : index + len(numbers)]] == numbers
        for index, (_, before) in enumerate(told)
    )


def _says(token: str, word: str) -> bool:
    """Whether a word of a citation is the one typed; longer words may be cut short."""
    return token == word if len(word) < 3 else token.startswith(word)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


_ARTICLE = re.compile(r".*?\b(?:[Aa]rt\. \d+(?::\d+)?(?: bis|[a-z]\b)?|bijlage [IVX]+|Annex [IVX]+)")

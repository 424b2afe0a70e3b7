"""A message made plain for matching: small letters without accents, each at its own place, so that spans stay right."""

import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u00b4": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "\n": " ",
        "\t": " ",
        "\r": " ",
        "\xa0": " ",
    }
)


def plain(text: str) -> str:
    """Return the text in small letters without accents, with as many characters as before."""
    if text.isascii():
        return text.lower().translate(_QUOTES)
    return "".join(_letter(c) for c in text).translate(_QUOTES)


@lru_cache(maxsize=2048)
def _letter(char: str) -> str:
    small = char.lower()
    base = unicodedata.normalize("NFD", small)[0]
    return base if len(small) == 1 else char


def fuzzy(word: str) -> str:
    """Return a pattern for a word with at most one slip: a letter left out, doubled, changed, or two swapped.

    The first letter has to be right, so that no other word is taken for it.
    """
    ways = {word}
    for at in range(1, len(word)):
        ways.add(word[:at] + word[at + 1 :])
        ways.add(f"{word[:at]}[a-z]{word[at + 1 :]}")
        ways.add(f"{word[:at]}[a-z]{word[at:]}")
        if at + 1 < len(word):
            ways.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return f"(?:{'|'.join(sorted(ways))})"

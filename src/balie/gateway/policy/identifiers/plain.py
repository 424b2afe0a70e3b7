"""A text as the finders look at it: in plain ASCII, every character in its own place, and cut into words.

Because nothing shifts, a place in the plain text is the same place in what the customer wrote. Letters lose their
accents, all kinds of spaces, dashes and quotation marks become one kind, and figures of other scripts become ours.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_SPECIAL = {
    "ł": "l",
    "\u0131": "i",
    "ø": "o",
    "ß": "s",
    "đ": "d",
    "æ": "a",
    "œ": "o",
    "þ": "t",
    "ð": "d",
    "€": "$",
    "£": "$",
}
_SOME_LETTER, _NO_LETTER = "x", "~"
_BETWEEN_WORDS = str.maketrans(dict.fromkeys('.,!?;:()[]{}<>"/\\\n\r\t*=#&+@_|~$%^`', " "))


class Word(NamedTuple):
    """A word in small letters, where it begins, and where it ends."""

    small: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """What each character becomes; worked out once for those of the scripts of Europe."""

    def __missing__(self, code: int) -> str:
        made = _folded(chr(code))
        if code < 0x2100:
            self[code] = made
        return made


def _folded(char: str) -> str:
    if char.isascii():
        return char
    base = unicodedata.normalize("NFKD", char)[0]
    if base.isascii() and base.isprintable():
        return base
    small = _SPECIAL.get(char.lower())
    if small:
        return small.upper() if char.isupper() else small
    return _by_category(char)


def _by_category(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] == "L":
        return _SOME_LETTER.upper() if char.isupper() else _SOME_LETTER
    if category == "Pd" or char in "\u2212":
        return "-"
    if category in {"Pi", "Pf"} or char in "\u02bc\u201a\u201e":
        return "'"
    return " " if category in {"Zs", "Zl", "Zp", "Cf"} else _NO_LETTER


_FOLDING = _Folding()


class Plain:
    """The plain text, as characters and as bytes; and its words, made when somebody asks. Nothing in it changes."""

    __slots__ = ("_words", "octets", "small", "spaced", "text", "vocabulary")

    def __init__(self, text: str) -> None:
        self.text = text
        self.octets = text.encode("ascii")
        self.small = text.lower()
        self.spaced = self.small.translate(_BETWEEN_WORDS)  # a space for every mark that is not part of a word
        self.vocabulary = frozenset(self.spaced.split())
        self._words: tuple[Word, ...] | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """The words in their order."""
        if self._words is None:
            self._words = tuple(_words(self.spaced))
        return self._words

    def gap(self, before: Word, after: Word) -> str:
        """What stands between two words."""
        return self.text[before.end : after.start]

    def capital(self, word: Word) -> bool:
        """Whether a word begins with a capital."""
        return self.text[word.start].isupper()


def plain(text: str) -> Plain:
    """Make the plain text of a text; it has as many characters."""
    return Plain(text if text.isascii() else text.translate(_FOLDING))


def fold(word: str) -> str:
    """Write a word as it would stand in a plain text, in small letters."""
    return plain(word).small


def _words(spaced: str) -> Iterator[Word]:
    end = 0
    for piece in spaced.split():
        start = spaced.index(piece, end)
        end = start + len(piece)
        if piece[0] in "'-" or piece[-1] in "'-":
            kept = piece.strip("'-")
            if kept:
                first = start + piece.index(kept)
                yield Word(kept, first, first + len(kept))
        else:
            yield Word(piece, start, end)

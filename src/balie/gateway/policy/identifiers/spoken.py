"""Digits that were said or spelt out, as speech recognition writes them: `vijf zes nul ...`, `oh six, double four`."""

from collections.abc import Iterator
from dataclasses import dataclass

from balie.gateway.policy.identifiers.plain import Plain, Word

_DIGITS = {
    "nul": "0", "een": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6", "zeven": "7",
    "acht": "8", "negen": "9", "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "funf": "5",
    "sechs": "6", "sieben": "7", "neun": "9", "un": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "sept": "7",
    "huit": "8", "neuf": "9",
}  # fmt: skip
_TEENS = {
    "tien": "10", "elf": "11", "twaalf": "12", "dertien": "13", "veertien": "14", "vijftien": "15", "zestien": "16", "zeventien": "17",
    "achttien": "18", "negentien": "19", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twintig": "2", "dertig": "3", "veertig": "4", "vijftig": "5", "zestig": "6", "zeventig": "7", "tachtig": "8", "negentig": "9",
    "twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9",
}  # fmt: skip
_DOUBLE = {"dubbel": 2, "dubbele": 2, "double": 2, "triple": 3}
_BETWEEN = frozenset("en and streepje dash min spatie space plus dan daarna then und et uh eh".split())
_UNITS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_COMPOUND = {f"{unit}en{ten}": figure + _DIGITS[unit] for unit in _UNITS for ten, figure in list(_TENS.items())[:8]}
_FEWEST = 7  # digits in a row, of which at least three were words
_SOME = 3


def written_out(plain: Plain) -> Iterator[tuple[str, int, int]]:
    """Runs of digits that were said in words: the digits, and from where to where they stand."""
    if len(_ALL & plain.vocabulary) < 2 and not _ALL & plain.vocabulary & _REPEATED:
        return
    run = _Run()
    for word in plain.words:
        said = _said(word.small)
        if said and not run.adjoins(word):
            yield from run.ended()
            run = _Run()
        if said:
            run.add(word, said)
        elif word.small in _DOUBLE:
            run.double(word)
        elif word.small not in _BETWEEN:
            yield from run.ended()
            run = _Run()
    yield from run.ended()


@dataclass
class _Run:
    """Digits one after another."""

    digits: str = ""
    start: int = -1
    end: int = -1
    words: int = 0
    times: int = 1

    def adjoins(self, word: Word) -> bool:
        """Whether this word is close enough to go on with."""
        return self.end < 0 or word.start - self.end <= 12

    def add(self, word: Word, said: str) -> None:
        """Go on with the digits of this word."""
        self.start = word.start if self.start < 0 else self.start
        self.digits, self.end, self.times = self.digits + said * self.times, word.end, 1
        self.words += not word.small.isdigit()

    def double(self, word: Word) -> None:
        """Hear that the next digit comes more than once."""
        self.start, self.times = (word.start if self.start < 0 else self.start), _DOUBLE[word.small]

    def ended(self) -> Iterator[tuple[str, int, int]]:
        """What was gathered, when it is long enough to be a number of somebody."""
        if len(self.digits) >= _FEWEST and self.words >= _SOME:
            yield self.digits, self.start, self.end


def _said(small: str) -> str:
    if small.isdigit():
        return small
    return _ALL_DIGITS.get(small, "")


_ALL_DIGITS = {**_DIGITS, **_TEENS, **_COMPOUND, **{word: f"{figure}0" for word, figure in _TENS.items()}}
_ALL = frozenset(_ALL_DIGITS) | frozenset(_DOUBLE)
_REPEATED = frozenset(
    {"nul", "een", "zes", "zero", "one", "null"}
)  # the same word again and again is one in a vocabulary

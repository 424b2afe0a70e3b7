"""Digits that were said or spelt out, as speech recognition writes them: `vijf zes nul ...`, `oh six, double four`."""

from collections.abc import Iterator

import re2

_DIGITS = {
    "nul": "0", "een": "1", "één": "1", "eén": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6", "zeven": "7",
    "acht": "8", "negen": "9", "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "fünf": "5",
    "sechs": "6", "sieben": "7", "neun": "9", "zéro": "0", "un": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "sept": "7",
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
_BETWEEN = frozenset({"en", "and", "streepje", "dash", "min", "spatie", "space", "plus"})
_UNITS = ("een", "één", "eén", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_COMPOUND = {
    f"{unit}{'ën' if unit in {'twee', 'drie'} else 'en'}{ten}": figure + _DIGITS[unit]
    for unit in _UNITS
    for ten, figure in list(_TENS.items())[:8]
}
_GATE = re2.compile(
    r"(?i)\b(?:nul|twee|drie|vier|vijf|zes|zeven|acht|negen|zero|one|two|three|four|five|six|seven|eight|nine|zwei|drei|sechs|deux|trois)\b"
)
_WORD = re2.compile(r"[\pL]+|[0-9]+|[^\pL0-9]+")
_FEWEST = 7  # digits in a row, of which at least half were words
_LONGEST = 4_000  # characters of a message in which spelt digits are looked for


def written_out(text: str) -> Iterator[tuple[str, int, int]]:
    """Runs of digits that were said in words: the digits, and from where to where they stand."""
    if len(text) > _LONGEST or not _GATE.search(text):
        return
    digits, start, end, words, double = "", -1, -1, 0, 1
    for match in _WORD.finditer(text):
        token = match.group().lower()
        said = _said(token)
        if said:
            start = match.start() if start < 0 else start
            digits, end, double = digits + said * double, match.end(), 1
            words += not token.isdigit()
        elif token in _DOUBLE:
            start, double = (match.start() if start < 0 else start), _DOUBLE[token]
        elif not (token in _BETWEEN or (not token.isalpha() and len(token) <= 3)):
            yield from _run(digits, start, end, words)
            digits, start, end, words, double = "", -1, -1, 0, 1
    yield from _run(digits, start, end, words)


def number_words() -> list[str]:
    """Every word that says a number below a hundred."""
    return [*_DIGITS, *_TEENS, *_TENS, *_COMPOUND]


def _said(token: str) -> str:
    if token.isdigit():
        return token
    return (
        _DIGITS.get(token)
        or _TEENS.get(token)
        or _COMPOUND.get(token)
        or (f"{_TENS[token]}0" if token in _TENS else "")
    )


def _run(digits: str, start: int, end: int, words: int) -> Iterator[tuple[str, int, int]]:
    if len(digits) >= _FEWEST and words >= 3:
        yield digits, start, end

"""A letter as plain text, to paste in a mail."""

import textwrap
from itertools import accumulate
from typing import IO

from balie.export.letter import Letter, Section
from balie.export.words import REFERENCE, SUBJECT, day_in_words, printable

_LINE = 76


def write_text(letter: Letter, place: IO[bytes]) -> None:
    """Write a letter, with lines that fit in any mail."""
    day = day_in_words(letter.on, letter.language)
    dated = [f"{letter.place}, {day}" if letter.place else day]
    if letter.reference:
        dated.append(f"{REFERENCE.say(letter.language)}: {letter.reference}")
    starts = accumulate((len(part.items) for part in letter.sections), initial=1)
    parts = [
        "\n".join(letter.sender),
        "\n".join(letter.addressee),
        "\n".join(dated),
        _wrapped(f"{SUBJECT.say(letter.language)}: {letter.subject}"),
        _wrapped(letter.salutation),
        *(text for part, start in zip(letter.sections, starts, strict=False) for text in _section(part, start)),
        "\n".join(letter.closing),
    ]
    place.write((printable("\n\n".join(part for part in parts if part)) + "\n").encode())


def _section(part: Section, start: int) -> list[str]:
    items = [_item(text, f"{number}. ") for number, text in enumerate(part.items, start=start)]
    heading = f"{part.heading}\n{'-' * min(len(part.heading), _LINE)}" if part.heading else ""
    return [heading, *map(_wrapped, part.paragraphs), "\n".join(items)]


def _item(text: str, number: str) -> str:
    """A numbered item; its further lines stand below the first."""
    first, *more = text.split("\n")
    return "\n".join([_wrapped(first, number), *(_wrapped(line, " " * len(number)) for line in more)])


def _wrapped(text: str, first: str = "") -> str:
    return textwrap.fill(text, _LINE, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)

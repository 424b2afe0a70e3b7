"""A table, or a letter, on paper: typeset by typst as PDF/UA-1, so that it can be read aloud.

What people typed goes in as JSON, never as markup, and the moment in the file is that of the list: the same list gives
the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import typst

from balie.export.glyphs import FONTS, typeset
from balie.export.layout import layout_of
from balie.export.letter import Letter
from balie.export.table import Link, Row, Table, Value
from balie.export.words import (
    LOCALES,
    NOTHING,
    OF,
    PAGE,
    REFERENCE,
    SUBJECT,
    address_of,
    day_in_words,
    in_words,
    plain,
    printable,
    under_title,
)

_HERE = Path(__file__).parent


def table_as_pdf(table: Table, rows: Sequence[Row], site: str) -> bytes:
    """Typeset a table; a wide one lies on its side."""
    layout = layout_of(table)
    numbers = [_are_numbers([row[place] for row in rows]) for place in range(len(table.columns))]
    said = {
        "title": _or_balie(table.title),
        "author": _or_balie(table.organisation),
        "about": under_title(table),
        "paper": layout.paper.value,
        "on_its_side": layout.on_its_side,
        "columns": [
            {"title": column.title, "width": width, "number": number}
            for column, width, number in zip(table.columns, layout.widths, numbers, strict=True)
        ],
        "rows": [[_cell(value, table.language, site) for value in row] for row in rows],
        "nothing": NOTHING.say(table.language),
    }
    return _pdf("table.typ", said, table.language, table.made_at)


def letter_as_pdf(letter: Letter) -> bytes:
    """Typeset a letter."""
    day, reference = day_in_words(letter.on, letter.language), f"{REFERENCE.say(letter.language)}: {letter.reference}"
    starts = accumulate((len(part.items) for part in letter.sections), initial=1)
    said = {
        "sender": letter.sender or ("Balie",),
        "addressee": letter.addressee or ("",),
        "dated": [f"{letter.place}, {day}" if letter.place else day, *([reference] if letter.reference else [])],
        "subject": _or_balie(letter.subject),
        "heading": f"{SUBJECT.say(letter.language)}: {letter.subject}",
        "salutation": letter.salutation,
        "sections": [
            {
                "heading": printable(part.heading).strip(),
                "paragraphs": part.paragraphs,
                "items": [text.split("\n") for text in part.items],
                "start": start,
            }
            for part, start in zip(letter.sections, starts, strict=False)
        ],
        "closing": letter.closing or ("",),
    }
    return _pdf("letter.typ", said, letter.language, datetime.combine(letter.on, time(12), UTC))


def _pdf(template: str, said: Mapping[str, Any], language: str, moment: datetime) -> bytes:
    """Fill in a template."""
    place = {"language": language, "region": LOCALES[language][-2:], "page": PAGE.say(language), "of": OF.say(language)}
    return typst.compile(
        (_HERE / template).read_bytes(),
        format="pdf",
        font_paths=_typeface(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_shown({**said, **place}))},
        pdf_standards="ua-1",
        timestamp=int(moment.timestamp()),
    )


@cache
def _typeface() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _shown(value: Any) -> Any:
    """Every text as our typeface can show it; addresses stay as they are."""
    if isinstance(value, str):
        return typeset(printable(value))
    if isinstance(value, Mapping):
        return {key: part if key == "address" else _shown(part) for key, part in value.items()}
    return [_shown(part) for part in value] if isinstance(value, list | tuple) else value


def _cell(value: Value | Link, language: str, site: str) -> dict[str, str]:
    text = in_words(value, language)
    return {"text": text, "address": address_of(value, site) if text.strip() else ""}


def _or_balie(text: str) -> str:
    """A title that can be read aloud: never empty."""
    return text if printable(text).strip() else "Balie"


def _are_numbers(values: Sequence[Value | Link]) -> bool:
    """Whether a column holds numbers only, which then stand under each other by their last figure."""
    found = [plain(value) for value in values if plain(value) is not None]
    return bool(found) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)

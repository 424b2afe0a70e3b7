"""What a file is called: readable words and the day, whatever people typed."""

import re
from datetime import date

_LONGEST = 80


def file_name(words: str, on: date, ending: str) -> str:
    """Name a file: "Plichten van Wim?" becomes "plichten-van-wim-2026-11-23.xlsx"."""
    slug = re.sub(r"[\W_]+", "-", words.casefold()).strip("-")[:_LONGEST].rstrip("-")
    return f"{slug or 'balie'}-{on.isoformat()}.{ending}"

"""What a document is called in a pack: a name that is safe on every disk, whatever somebody called it. Pure values."""

import re
import unicodedata

_LONGEST = 80


def document_name(place: int, name: str) -> str:
    """Name the document at this place: `../../Été 1?.pdf` becomes `001-Ete-1.pdf`. The number makes names differ."""
    last = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = ending, ""
    kept = _tidy(stem)[:_LONGEST].strip("-") or "document"
    return f"{place:03}-{kept}" + (f".{tidy}" if (tidy := _tidy(ending)[:8].lower()) else "")


def _tidy(words: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")

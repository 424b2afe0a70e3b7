"""Which characters our typeface has. A PDF that anybody can have read aloud may not hold a character without a shape.

Read from the font itself (the table `cmap`, format 4 and 12), so that another edition of the font needs no other list.
"""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# For a character that the typeface lacks: an empty box.
_MISSING = "□"
_BREAK_AFTER = 16
_ZERO_WIDTH = "\u200b"


def typeset(text: str) -> str:
    """The text as our typeface can show it: other characters become a sign, and long words can break anywhere."""
    shown = "".join(sign if sign in "\n\t" or ord(sign) in _known() else _MISSING for sign in text)
    return "\n".join(" ".join(map(_breakable, line.split(" "))) for line in shown.replace("\t", " ").split("\n"))


def _breakable(word: str) -> str:
    """A long word without vowels to hyphenate, such as an address or a digest, may break."""
    if len(word) <= 2 * _BREAK_AFTER or (word.isalpha() and len(word) <= 3 * _BREAK_AFTER):
        return word
    return _ZERO_WIDTH.join(word[start : start + _BREAK_AFTER] for start in range(0, len(word), _BREAK_AFTER))


@cache
def _known() -> frozenset[int]:
    font = next(FONTS.glob("*.ttf")).read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    found: set[int] = set()
    for number in range(count):
        place = start + struct.unpack_from(">HHL", font, start + 4 + 8 * number)[2]
        found |= _READERS.get(struct.unpack_from(">H", font, place)[0], _none)(font, place)
    return frozenset(found)


def _none(font: bytes, place: int) -> set[int]:  # noqa: ARG001  a table we need not read
    return set()


def _runs(font: bytes, place: int) -> set[int]:
    """Format 4: runs of characters up to U+FFFF."""
    count = struct.unpack_from(">H", font, place + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, place + 14)
    starts = struct.unpack_from(f">{count}H", font, place + 16 + 2 * count)
    return {sign for first, last in zip(starts, ends, strict=True) for sign in range(first, last + 1) if sign < 0xFFFF}


def _groups(font: bytes, place: int) -> set[int]:
    """Format 12: groups of characters, also above U+FFFF."""
    count = struct.unpack_from(">L", font, place + 12)[0]
    groups = (struct.unpack_from(">LLL", font, place + 16 + 12 * number) for number in range(count))
    return {sign for first, last, _ in groups for sign in range(first, last + 1)}


_READERS = {4: _runs, 12: _groups}

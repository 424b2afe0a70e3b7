"""What a workbook is packed in, looked through before it is opened: a small file may hold more than any memory.

Every part is streamed past an XML parser that builds nothing. Names and content types are not trusted: each part is
looked at, and what is no XML ends at its first byte. Each limit is far above what a list of AI systems needs.
"""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from balie.law import Fault, Place, Text, Unreadable
from balie.register.reading.intake import MEGABYTE
from balie.register.reading.limits import MAX_COLUMNS, too_wide

MAX_UNPACKED = 20 * MEGABYTE
MAX_PARTS = 2_000
MAX_SHEETS = 100
MAX_STRINGS = 500_000
MAX_DEPTH = 64
MAX_CELLS = 1_000_000
MAX_ROW_ELEMENTS = 500_000  # rows as written, most of them empty: a list has MAX_ROWS at most
MAX_INNER = 20_000  # elements in one row or one shared string
MAX_OTHER = 200_000  # styles, relations and whatever else is read whole
MAX_TAG = MEGABYTE
LAST_ROW = 1_048_576
_CHUNK = 65_536


def look_through(packed: ZipFile, place: Place) -> None:
    """Raise `Unreadable` for a package that would cost more than a list of AI systems can."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise Unreadable(_unpacks_too_large(place, unpacked, len(parts)))
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Unreadable(Fault("not-what-it-says", place, _NO_WORKBOOK, SAVE_AGAIN))
    found = _Found(place)
    for part in parts:
        with packed.open(part) as content:
            _Look(found, part.filename).through(iter(lambda: content.read(_CHUNK), b""))
    found.refuse_shared_targets()


@dataclass(slots=True)
class _Found:
    """What all parts together hold."""

    place: Place
    counts: Counter[str] = field(default_factory=Counter)
    last_rows: Counter[str] = field(default_factory=Counter)
    sheets: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def count(self, kind: str) -> None:
        """Count one more of a kind; too many is a reason to stop."""
        self.counts[kind] += 1
        if self.counts[kind] > _LIMITS[kind]:
            raise Unreadable(_unusual(self.place, *_too_many(kind)))

    def reach(self, part: str, row: str) -> None:
        """Note how far down a sheet goes: every row above is walked, written or not."""
        number = int(row) if row.isascii() and row.isdigit() and len(row) < 9 else 0
        self.last_rows[part] = max(self.last_rows[part], min(number, LAST_ROW))
        if self.last_rows.total() > 2 * LAST_ROW:
            raise Unreadable(_unusual(self.place, *_FAR_DOWN))

    def refuse_shared_targets(self) -> None:
        """Two sheets that are one part: a small file would be read over and over."""
        for part, ids in self.sheets.items():
            folder, name = posixpath.split(part)
            targets = self.relations.get(posixpath.join(folder, "_rels", f"{name}.rels"), {})
            used = [_resolved(targets.get(key, key), folder) for key in ids]
            if len(used) != len(set(used)):
                raise Unreadable(_unusual(self.place, *_SHARED))


class _Look:
    """One part, streamed past."""

    def __init__(self, found: _Found, part: str) -> None:
        self.found, self.part = found, part
        self.depth = self.inner = self.cells = self.row = 0
        self.frame = 0  # the depth of the row or shared string we are in; 0 outside
        self.kind = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def through(self, chunks: Iterator[bytes]) -> None:
        """Look until the end, or until this is no XML any more: whoever opens the part stops at the same byte."""
        passed = 0
        try:
            for chunk in chunks:
                self.parser.Parse(chunk)
                passed += len(chunk)
                if passed - self.parser.CurrentByteIndex > MAX_TAG:
                    raise Unreadable(_unusual(self.found.place, *_LONG_TAG))
        except expat.ExpatError:
            return

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(_unusual(self.found.place, *_DEEP))
        local = name.rpartition(" ")[2]
        if self.frame:
            self._inside()
        elif local in ("row", "si"):
            self._open(local, attributes)
        else:
            self.found.count("other")
            self._note(local, attributes)

    def _open(self, kind: str, attributes: Mapping[str, str]) -> None:
        self.kind, self.frame, self.inner, self.cells = kind, self.depth, 0, 0
        self.found.count(kind)
        if kind == "row":
            self.row += 1
            self.found.reach(self.part, attributes.get("r", str(self.row)))

    def _inside(self) -> None:
        self.inner += 1
        if self.inner > MAX_INNER:
            raise Unreadable(_unusual(self.found.place, *_FULL_CELL))
        if self.kind == "row" and self.depth == self.frame + 1:
            self.cells += 1
            self.found.count("cell")
            if self.cells > MAX_COLUMNS:
                raise Unreadable(too_wide(Place(self.found.place.file, self.row)))

    def _note(self, local: str, attributes: Mapping[str, str]) -> None:
        named = {key.rpartition(" ")[2].casefold(): value for key, value in attributes.items()}
        if local == "sheet" and "id" in named:
            self.found.count("sheet")
            self.found.sheets[self.part].append(named["id"])
        elif local == "Relationship":
            self.found.relations[self.part][named.get("id", "")] = named.get("target", "")

    def _end(self, _: str) -> None:
        if self.depth == self.frame:
            self.frame = 0
        self.depth -= 1

    def _entity(self, *_: object) -> None:
        raise Unreadable(_unusual(self.found.place, *_ENTITY))


def _resolved(target: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target))


def _too_many(kind: str) -> tuple[str, str]:
    limit, (nl, en) = _LIMITS[kind], _KINDS[kind]
    return f"er staan meer dan {limit:,} {nl} in".replace(",", "."), f"it holds more than {limit:,} {en}"


def _unusual(place: Place, nl: str, en: str) -> Fault:
    return Fault(
        "unusual-workbook",
        place,
        Text(
            nl=f"Zo maakt een rekenprogramma geen werkmap: {nl}.",
            en=f"No spreadsheet program makes a workbook like this: {en}.",
        ),
        SAVE_AGAIN,
    )


def _unpacks_too_large(place: Place, unpacked: int, parts: int) -> Fault:
    size, limit = f"{unpacked / MEGABYTE:.0f}", f"{MAX_UNPACKED / MEGABYTE:.0f}"
    return Fault(
        "unpacks-too-large",
        place,
        Text(
            nl=f"Uitgepakt is dit {size} MB in {parts} delen; Balie leest hooguit {limit} MB in {MAX_PARTS} delen.",
            en=f"Unpacked, this is {size} MB in {parts} parts; Balie reads at most {limit} MB in {MAX_PARTS} parts.",
        ),
        SAVE_AGAIN,
    )


SAVE_AGAIN = Text(
    nl="Open het in je rekenprogramma, neem alleen de tabel over in een nieuwe werkmap en bewaar die als .xlsx.",
    en="Open it in your spreadsheet program, copy only the table to a new workbook and save that as .xlsx.",
)
_NO_WORKBOOK = Text(
    nl="Dit is een ingepakt bestand, maar geen Excelwerkmap.", en="This is a packed file, but not an Excel workbook."
)
_LIMITS = {
    "sheet": MAX_SHEETS, "si": MAX_STRINGS, "row": MAX_ROW_ELEMENTS, "cell": MAX_CELLS, "other": MAX_OTHER,
}  # fmt: skip
_KINDS = {
    "sheet": ("bladen", "sheets"),
    "si": ("teksten", "texts"),
    "row": ("rijen", "rows"),
    "cell": ("cellen", "cells"),
    "other": ("stijlen en andere onderdelen", "styles and other elements"),
}
_DEEP = (f"onderdelen zijn meer dan {MAX_DEPTH} lagen diep genest", f"elements are nested over {MAX_DEPTH} levels deep")
_FULL_CELL = ("in een rij of tekst staan te veel losse onderdelen", "one row or text holds too many loose elements")
_FAR_DOWN = ("de bladen lopen samen te ver naar beneden door", "the sheets together run too far down")
_SHARED = ("twee bladen zijn hetzelfde deel van het bestand", "two sheets are one part of the file")
_LONG_TAG = ("een onderdeel is groter dan 1 MB", "one element is larger than 1 MB")
_ENTITY = ("er staan eigen afkortingen (entiteiten) in de XML", "its XML defines entities of its own")

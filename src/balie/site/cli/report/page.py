"""A page of headed lines, as plain text, Markdown or JSON: what explanations and the law commands print."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balie.site.cli.report.escaping import in_markdown
from balie.site.cli.report.phrases import printable

FORMATS = ("table", "json", "md")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines below it; spaces in front of a line say how deep it hangs."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The sections people read, and the same as plain JSON types for programs."""

    sections: tuple[Section, ...]
    plain: Mapping[str, object]

    def render(self, form: str) -> str:
        """Return the page in one of the FORMATS."""
        if form == "json":
            return json.dumps(self.plain, ensure_ascii=False, indent=2) + "\n"
        kept = [section for section in self.sections if section.title or section.lines]
        return printable((_as_markdown if form == "md" else _as_text)(kept)) + "\n"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Put the cells of rows under each other, two spaces apart; the last column runs free."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]


def _as_text(sections: Sequence[Section]) -> str:
    blocks = ["\n".join([section.title, *(f"  {line}" for line in section.lines)]) for section in sections]
    return "\n\n".join(blocks)


def _as_markdown(sections: Sequence[Section]) -> str:
    """Lines go in blocks of plain text, so that their depth is kept and nothing in them becomes markup."""
    blocks = [
        f"## {in_markdown(section.title)}\n\n" + "\n".join(f"    {line}" for line in section.lines)
        for section in sections
    ]
    return "\n\n".join(blocks)

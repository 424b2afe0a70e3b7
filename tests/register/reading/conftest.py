import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from balie.law import Law, shipped_law
from balie.register.reading import Reading, read


@pytest.fixture(scope="session")
def law() -> Law:
    return shipped_law()


@pytest.fixture
def reading(tmp_path: Path, law: Law) -> Callable[[str, str | bytes], Reading]:
    """Write a file and read it."""

    def written_and_read(name: str, content: str | bytes) -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, law)

    return written_and_read


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Make a workbook with one sheet of rows; `change` may do something to the sheet or the book."""

    def made(rows: list[list[object]], change: Callable[[Workbook], object] = id) -> bytes:
        book = Workbook()
        sheet = book.active
        sheet.title = "Systemen"
        for row in rows:
            sheet.append(row)
        change(book)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return made

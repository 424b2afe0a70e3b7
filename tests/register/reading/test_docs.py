import re
from pathlib import Path

import pytest

from balie.register.reading.algorithm_register import ORIGIN
from balie.register.reading.headings import Field
from balie.register.reading.intake import MAX_BYTES, MEGABYTE
from balie.register.reading.limits import MAX_COLUMNS, MAX_FAULTS
from balie.register.reading.package import (
    MAX_CELLS,
    MAX_DEPTH,
    MAX_INNER,
    MAX_OTHER,
    MAX_PARTS,
    MAX_ROW_ELEMENTS,
    MAX_SHEETS,
    MAX_STRINGS,
    MAX_UNPACKED,
)
from balie.register.reading.suggestions import MAX_SUGGESTIONS
from balie.register.reading.table import MAX_ROWS

ROOT = Path(__file__).parents[3]
DESCRIBED = (ROOT / "docs" / "formats" / "systems.md").read_text(encoding="utf-8")
SOURCES = [
    *(ROOT / "src/balie/register/reading").glob("*.py"),
    ROOT / "src/balie/law/tree.py",
    ROOT / "src/balie/register/exchange/planning_faults.py",
]
CODES = sorted({code for path in SOURCES for code in re.findall(r'[Ff]ault\(\s*"([a-z0-9-]+)"', path.read_text())})


def test_there_are_codes_to_look_for() -> None:
    assert {"no-name", "yaml-alias", "formula-cell", "not-a-month"} <= set(CODES)
    assert len(CODES) > 35


@pytest.mark.parametrize("code", CODES)
def test_every_fault_is_described(code: str) -> None:
    assert f"`{code}`" in DESCRIBED


LIMITS = [
    f"at most {MAX_COLUMNS:,} columns in a row and {MAX_COLUMNS:,} fields",
    f"a workbook is at most {MAX_UNPACKED // MEGABYTE} MB in {MAX_PARTS:,} parts",
    f"{MAX_SHEETS} sheets",
    f"{MAX_STRINGS:,} shared texts",
    f"{MAX_ROW_ELEMENTS:,} rows as written",
    f"{MAX_CELLS:,} cells",
    f"{MAX_INNER:,} elements in one row or text",
    f"{MAX_OTHER:,} other elements",
    f"{MAX_DEPTH} levels of nesting",
    f"first {MAX_SUGGESTIONS} unknown headings",
    f"after {MAX_FAULTS:,} faults",
]


@pytest.mark.parametrize("limit", LIMITS)
def test_every_limit_is_described_as_we_keep_it(limit: str) -> None:
    assert limit in " ".join(DESCRIBED.split())


@pytest.mark.parametrize("name", list(Field))
def test_every_field_is_described(name: Field) -> None:
    assert f"`{name}`" in DESCRIBED


def test_the_limits_are_those_we_keep() -> None:
    assert f"At most {MAX_BYTES // MEGABYTE} MB and {MAX_ROWS:,} rows" in DESCRIBED
    assert ORIGIN == "Algoritmeregister"

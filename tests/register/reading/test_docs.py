import re
from pathlib import Path

import pytest

from balie.register.reading.algorithm_register import ORIGIN
from balie.register.reading.headings import Field
from balie.register.reading.intake import MAX_BYTES, MEGABYTE
from balie.register.reading.table import MAX_ROWS

ROOT = Path(__file__).parents[3]
DESCRIBED = (ROOT / "docs" / "formats" / "systems.md").read_text(encoding="utf-8")
SOURCES = [*(ROOT / "src/balie/register/reading").glob("*.py"), ROOT / "src/balie/law/tree.py"]
CODES = sorted({code for path in SOURCES for code in re.findall(r'[Ff]ault\(\s*"([a-z0-9-]+)"', path.read_text())})


def test_there_are_codes_to_look_for() -> None:
    assert {"no-name", "yaml-alias", "formula-cell", "not-a-month"} <= set(CODES)
    assert len(CODES) > 35


@pytest.mark.parametrize("code", CODES)
def test_every_fault_is_described(code: str) -> None:
    assert f"`{code}`" in DESCRIBED


@pytest.mark.parametrize("name", list(Field))
def test_every_field_is_described(name: Field) -> None:
    assert f"`{name}`" in DESCRIBED


def test_the_limits_are_those_we_keep() -> None:
    assert f"At most {MAX_BYTES // MEGABYTE} MB and {MAX_ROWS:,} rows" in DESCRIBED
    assert ORIGIN == "Algoritmeregister"

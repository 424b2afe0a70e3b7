"""The law the tests of this folder read: the shipped packs, and small ones written into a temporary folder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from balie.law import Law, load_law, shipped_law

MINI = """
id: mini
kind: law
title: {nl: Mini, en: Mini}
summary: {nl: Een kleine wet, en: A small law}
"""


@pytest.fixture(scope="session")
def law() -> Law:
    return shipped_law()


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 23)


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """Write a pack: `pack("articles text")` returns its folder."""

    def write(articles: str, name: str = "mini", head: str = MINI) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "pack.yaml").write_text(head.replace("mini", name), encoding="utf-8")
        (folder / "articles.yaml").write_text(articles, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def articles() -> str:
    """Two provisions, two facts and a duty, without rules."""
    return ARTICLES


@pytest.fixture
def small_law(pack: Callable[..., Path]) -> Callable[[str], Law]:
    """Load those articles with the rules given."""
    return lambda rules: load_law(pack(ARTICLES + rules))


ARTICLES = """
provisions:
  - id: p1
    cite: {nl: art. 1, en: Art. 1}
    certainty: 1
    checked: 2026-11-23
    text: {nl: Zeg het., en: Say so.}
    versions: [{published: {from: 2024-07-12}, applies: {from: 2026-08-02}}]
  - id: p2
    cite: {nl: art. 2, en: Art. 2}
    certainty: 1
    checked: 2026-11-23
    text: {nl: Overgang., en: Transition.}
    versions: [{published: {from: 2024-07-12}, applies: {from: 2026-08-02, until: 2026-12-02}}]
facts:
  - {id: talks, type: yes_no, question: {nl: Praat het?, en: Does it talk?}, help: {nl: h, en: h}}
  - {id: since, type: date, question: {nl: Sinds?, en: Since?}, help: {nl: h, en: h}}
duties:
  - {id: tell, provision: p1, role: provider, title: {nl: Zeg het, en: Say so}, text: {nl: Zeg het, en: Say so}}
"""

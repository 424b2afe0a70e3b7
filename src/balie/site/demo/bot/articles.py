"""The help texts: read once from YAML, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from balie.language import Language

SHIPPED = Path(__file__).parent / "help"


@dataclass(frozen=True, slots=True)
class Page:
    """One help text in one language. `asked` are ways in which customers ask; `more` is for who asks on."""

    title: str
    asked: str
    text: str
    more: str

    def __post_init__(self) -> None:
        """Refuse a page that lacks something a customer needs."""
        if not all(part.strip() for part in (self.title, self.asked, self.text, self.more)):
            raise ValueError("a help text has a title, ways to ask, a text and more")


@dataclass(frozen=True, slots=True)
class Article:
    """A help text in every language."""

    id: str
    pages: Mapping[Language, Page]


@cache
def shipped_articles() -> Mapping[str, Article]:
    """The help texts of Wadlicht Energie, by their id. Raises when one lacks a language or a part."""
    found: dict[str, Article] = {}
    for path in sorted(SHIPPED.glob("*.yaml")):
        for name, pages in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{path.name}: there is already a help text {name}")
            found[name] = Article(name, {language: Page(**pages[language.value]) for language in Language})
    return found

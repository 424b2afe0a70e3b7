"""The two languages everything a person reads exists in, side by side in one value."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language Balie speaks; Dutch comes first."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages: a text that lacks one of them cannot be built."""

    nl: str
    en: str

    def __post_init__(self) -> None:
        """Refuse half a translation."""
        if not self.nl.strip() or not self.en.strip():
            raise ValueError("a text needs both Dutch (nl) and English (en)")

    def say(self, language: str) -> str:
        """Return the text in `language` ("nl" or "en")."""
        return self.nl if Language(language) is Language.NL else self.en

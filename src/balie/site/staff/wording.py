"""What the journal says about a person, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from balie.evidence.service import Entry, kind_words
from balie.people.service import Role


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the organisation's log: when, what, by whom, its number, and before and after when there is such."""

    at: datetime
    what: str
    by: str
    number: int
    before: str = ""
    after: str = ""


def lines_of(entry: Entry, language: str) -> Line:
    """Write one entry in words; roles in the language of the page."""
    before, after = "", ""
    for change in entry.body.get("changes", []):
        if change["field"] == "roles":
            before, after = _roles(change["before"], language), _roles(change["after"], language)
    return Line(entry.at, kind_words(entry.kind, language), entry.actor_name, entry.sequence, before, after)


def _roles(words: list[str] | None, language: str) -> str:
    return ", ".join(Role(word).label.say(language) for word in words or ()) or _("no role")

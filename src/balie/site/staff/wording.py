"""What the journal says about a person, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.evidence.service import Entry
from balie.people.service import Role


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: when, what, by whom, and what it was before and after when that can be said."""

    at: datetime
    what: str
    by: str
    before: str = ""
    after: str = ""


def lines_of(entry: Entry, language: str) -> Line:
    """Write one entry in words; roles in the language of the page."""
    before, after = "", ""
    for change in entry.body.get("changes", []):
        if change["field"] == "roles":
            before, after = _roles(change["before"], language), _roles(change["after"], language)
    return Line(entry.at, str(_KINDS.get(entry.kind, entry.kind)), entry.actor_name, before, after)


def _roles(words: list[str] | None, language: str) -> str:
    return ", ".join(Role(word).label.say(language) for word in words or ()) or _("no role")


_KINDS = {
    "invited": gettext_lazy("Invited"),
    "link-made": gettext_lazy("New link made to sign in with"),
    "roles-changed": gettext_lazy("Roles changed"),
    "account-changed": gettext_lazy("Own account changed"),
    "account-closed": gettext_lazy("Account closed"),
    "account-reopened": gettext_lazy("Account opened again"),
    "sessions-ended": gettext_lazy("Signed out everywhere"),
    "second-factor-added": gettext_lazy("Second step set up"),
    "second-factor-removed": gettext_lazy("Second step taken off"),
    "second-factor-taken-away": gettext_lazy("Second step taken off by an administrator"),
    "recovery-codes-made": gettext_lazy("New recovery codes made"),
    "mandate-given": gettext_lazy("Mandate given"),
    "mandate-withdrawn": gettext_lazy("Mandate withdrawn"),
}

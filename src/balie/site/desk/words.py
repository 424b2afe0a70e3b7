"""What happened in a conversation, in words for a colleague."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.desk.service import Line, Misread, said
from balie.site.evidence.words import language


def event_words(line: Line) -> str:
    """What a line that is nobody's words says."""
    what = line.what or {}
    say = _EVENTS.get(f"{line.kind}/{_variant(line.kind, what)}") or _EVENTS.get(line.kind)
    return str(say) % {"who": line.who, **_values(what)} if say else line.kind


def _variant(kind: str, what: Mapping[str, Any]) -> str:
    """Which of the ways in which such a thing happens."""
    match kind:
        case "conversation-moved":
            return "to" if what.get("to") else ""
        case "conversation-released":
            return str(what.get("because", ""))
        case "called-back":
            return "reached" if what.get("reached") else "missed"
    return ""


def _values(what: Mapping[str, Any]) -> dict[str, str]:
    """What goes into the sentences."""
    found = {name: str(what.get(name, "")) for name in ("to", "about", "part")}
    if reason := what.get("reason"):
        found["reason"] = said(reason).say(language())
    if when := what.get("promised"):
        found["when"] = timezone.localtime(datetime.fromisoformat(when)).strftime("%d-%m %H:%M")
    return found


_EVENTS = {
    "handover-asked": gettext_lazy("To a person: %(reason)s"),
    "callback-asked": gettext_lazy("The customer wants to be called"),
    "conversation-taken": gettext_lazy("%(who)s took over"),
    "conversation-moved/to": gettext_lazy("%(who)s passed it on to %(to)s"),
    "conversation-moved": gettext_lazy("%(who)s passed it on"),
    "conversation-released/lost": gettext_lazy("Back in the queue: the connection with our colleague was lost"),
    "conversation-released": gettext_lazy("%(who)s put it back in the queue"),
    "conversation-returned": gettext_lazy("%(who)s gave it back to the bot"),
    "callback-promised": gettext_lazy("%(who)s promised a call by %(when)s"),
    "called-back/reached": gettext_lazy("%(who)s called back"),
    "called-back/missed": gettext_lazy("%(who)s called back and reached nobody"),
    "conversation-closed": gettext_lazy("%(who)s closed it"),
    "conversation-ended": gettext_lazy("The customer ended the conversation"),
    "proposal-made": gettext_lazy("The AI wants to do something: %(about)s. That waits for a person."),
    "proposal-decided": gettext_lazy("%(who)s decided on a proposal"),
    "gateway-failed": gettext_lazy("Something went wrong: %(part)s"),
    "identifiers-shown": gettext_lazy("%(who)s looked at the data of the customer"),
}


def speaker_words(line: Line) -> str:
    """Who says a line."""
    if line.sort == "person":
        return line.who
    say = _SPEAKERS.get(f"{line.sort}/{line.kind}") or _SPEAKERS.get(line.sort)
    return str(say) % {"who": line.who} if say else "Balie"


_SPEAKERS = {
    "customer": gettext_lazy("Customer"),
    "bot/withheld": gettext_lazy("AI, not sent to the customer"),
    "bot": gettext_lazy("AI"),
    "note/misunderstanding-noted": gettext_lazy("Misunderstanding, noted by %(who)s"),
    "note": gettext_lazy("Note by %(who)s, for colleagues only"),
}


def misread_words(line: Line) -> str:
    """What sort of misunderstanding was noted; nothing for other lines."""
    sort = (line.what or {}).get("sort")
    return Misread(sort).label.say(language()) if sort else ""


def pressed_words(line: Line) -> str:
    """A button that the customer pressed, in words; nothing for what they wrote."""
    return {
        "person": _("pressed: talk to a person"),
        "misunderstood": _("pressed: the computer does not understand me"),
    }.get(line.kind if line.sort == "customer" else "", "")


def lasted(seconds: int) -> str:
    """How long something took, as people say it."""
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)s min") % {"n": seconds // 60}
    return _("%(h)s h %(m)s min") % {"h": seconds // 3600, "m": seconds % 3600 // 60}

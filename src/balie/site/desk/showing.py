"""What the inbox shows: the lists, and one conversation with all that is known of it. Values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from balie.desk import service as desk
from balie.desk.service import Conversation, Handover, Line, Presence, Waiting
from balie.people.service import Permission, User, may, people_with
from balie.site.desk import words
from balie.site.evidence.words import language

SHOWN = "desk_shown"  # in the session: the conversations whose data this person sees, since when
SHOWN_FOR = 30 * 60  # seconds
_TRIED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a conversation as it is drawn."""

    line: Line
    who: str
    text: str
    note: str
    event: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists at the left."""

    waiting: list[Waiting]
    mine: list[Waiting]
    others: list[Waiting]
    bots: Sequence[Conversation]
    room: int

    @property
    def urgent(self) -> int:
        """How many wait who may be in danger."""
        return sum(one.urgent for one in self.waiting)


def lists_of(presence: Presence, now: datetime) -> Lists:
    """The lists for one colleague."""
    return Lists(
        desk.waiting(presence, now=now),
        desk.in_hand(presence, now=now),
        desk.in_hand(presence, now=now, others=True),
        list(desk.with_bots(now=now)),
        desk.room_left(presence.person, presence),
    )


def talk_about(request: HttpRequest, talk: Conversation, person: User, now: datetime) -> dict[str, Any]:
    """Everything about one conversation, for its pane."""
    shown = shows(request, talk.pk, now)
    lines = desk.lines_of(talk, shown=shown)
    said = [one.text for one in desk.said_by(lines, "customer") if not words.pressed_words(one)]
    return {
        **standing_of(talk, person),
        "rows": rows_of(lines),
        "last": max((one.sequence for one in lines), default=-1),
        "summary": desk.summary(said),
        "tried": [one.text for one in desk.said_by(lines, "bot")][-_TRIED:],
        "shown": shown,
        "hides": any(one.hidden for one in lines),
        "erased": bool(talk.messages) and not lines,
        "colleagues": [one for one in people_with(Permission.TAKE_OVER) if one.pk != person.pk],
        "endings": [(one.value, one.label.say(language())) for one in desk.Ending],
        "misreads": [(one.value, one.label.say(language())) for one in desk.Misread],
        "may_decide": may(person, Permission.DECIDE_PROPOSALS),
    }


def standing_of(talk: Conversation, person: User) -> dict[str, Any]:
    """How a conversation stands, which is cheap to tell; `mark` differs whenever something of it does."""
    held = Handover.objects.filter(conversation=talk).select_related("taken_by", "meant_for").order_by("-pk").first()
    is_open = held is not None and held.ended_at is None
    proposals = list(talk.proposals.filter(status="waiting"))
    hands = (held.pk, held.taken_by_id, held.ended_at, held.callback) if held else ()
    about = (talk.charge, hands, [one.pk for one in proposals])
    return {
        "talk": talk,
        "held": held,
        "mine": bool(held and is_open and held.taken_by_id == person.pk),
        "open": is_open,
        "due": desk.answer_by(held) if held and is_open else None,
        "reason": desk.said(held.reason).say(language()) if held else "",
        "proposals": proposals,
        "mark": sha256(repr(about).encode()).hexdigest()[:16],
    }


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Lines as they are drawn."""
    found = []
    for line in lines:
        event = line.sort == "event"
        text = words.event_words(line) if event else words.pressed_words(line) or line.text
        found.append(Row(line, "" if event else words.speaker_words(line), text, words.misread_words(line), event))
    return found


def shows(request: HttpRequest, key: int, now: datetime) -> bool:
    """Whether this person gave a reason to see the data of this conversation, not long ago."""
    since = request.session.get(SHOWN, {}).get(str(key))
    return since is not None and (now - datetime.fromisoformat(since)).total_seconds() < SHOWN_FOR


def show_from_now(request: HttpRequest, key: int, now: datetime) -> None:
    """Show the data of this conversation to this person for a while."""
    kept = {own: since for own, since in request.session.get(SHOWN, {}).items() if shows(request, int(own), now)}
    request.session[SHOWN] = {**kept, str(key): now.isoformat()}


def now_here() -> datetime:
    """The time, here."""
    return timezone.localtime()

"""One's own calendar as an address that Outlook and others can follow, and the days of the law as a file."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string
from icalendar import Calendar
from icalendar import Event as Entry

from balie.duties.agenda import LawDay, OwnDay
from balie.duties.models import CalendarFeed
from balie.duties.telling import tell
from balie.evidence import service as evidence
from balie.law import Text
from balie.people.service import Permission, Reach, User, reach
from balie.register import service as register

_TOKEN_LENGTH = 43  # of 62 signs each: 256 random bits
_READ_AGAIN = timedelta(hours=1)


@transaction.atomic
def renew_feed(acting: register.Acting) -> str:
    """Make a new address for somebody's calendar and return its token; the old address stops working."""
    token, person = get_random_string(_TOKEN_LENGTH), acting.person
    CalendarFeed.objects.update_or_create(
        person=person, defaults={"digest": _digest(token), "made_at": acting.now, "read_at": None}
    )
    tell("calendar-shared", evidence.Subject("person", person.pk, str(person)), acting)
    return token


@transaction.atomic
def withdraw_feed(acting: register.Acting) -> None:
    """Let the address of somebody's calendar stop working."""
    _end(acting.person, acting)


def on_closed(person: User, by: User, now: datetime, **_more: object) -> None:
    """Let the address of a calendar stop with the account: opening that again does not bring it back."""
    _end(person, register.Acting(by, now, now.date()))


def owner_of_feed(token: str, *, now: datetime) -> User | None:
    """Whose calendar this is; nobody's when the token is unknown, the account is closed or its roles were taken."""
    feed = CalendarFeed.objects.select_related("person").filter(digest=_digest(token), person__is_active=True).first()
    if feed is None or reach(feed.person, Permission.WORK) is Reach.NONE:
        return None
    if feed.read_at is None or now - feed.read_at > _READ_AGAIN:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed.person


def _end(person: User, acting: register.Acting) -> None:
    if CalendarFeed.objects.filter(person=person).delete()[0]:
        tell("calendar-withdrawn", evidence.Subject("person", person.pk, str(person)), acting)


def own_calendar(days: Iterable[OwnDay], language: str, *, now: datetime) -> bytes:
    """Somebody's own days as iCalendar."""
    calendar = _calendar(_OWN.say(language))
    for one in days:
        words = f"{one.event.label.say(language).capitalize()}: {one.title.say(language)}"
        summary = f"{words} ({one.system})" if one.system else words
        calendar.add_component(_entry(f"{one.event}-{one.key}@balie", one.on, summary, "", now))
    return bytes(calendar.to_ical())


def law_calendar(days: Iterable[LawDay], language: str, *, now: datetime) -> bytes:
    """The days of the law as iCalendar: what begins, and how many systems it is about."""
    calendar = _calendar(_LAW.say(language))
    for day in days:
        lines = [
            *(f"{_BEGINS.say(language)}: {one.duty.title.say(language)} ({one.systems})" for one in day.starting),
            *(f"{_ENDS.say(language)}: {one.duty.title.say(language)} ({one.systems})" for one in day.ending),
            *(provision.cite.say(language) for provision in day.provisions),
        ]
        entry = _entry(f"law-{day.on.isoformat()}@balie", day.on, _LAW_DAY.say(language), "\n".join(lines), now)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Balie//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT6H")
    return calendar


def _entry(uid: str, on: date, summary: str, description: str, now: datetime) -> Entry:
    """A whole day that leaves people free."""
    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", now)
    entry.add("dtstart", on)
    entry.add("dtend", on + timedelta(days=1))
    entry.add("summary", summary)
    entry.add("transp", "TRANSPARENT")
    if description:
        entry.add("description", description)
    return entry


def _digest(token: str) -> str:
    """A token is 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


_OWN = Text(nl="Balie: mijn deadlines", en="Balie: my deadlines")
_LAW = Text(nl="Balie: wettelijke data", en="Balie: days in the law")
_LAW_DAY = Text(nl="De wet verandert", en="The law changes")
_BEGINS = Text(nl="Begint", en="Begins")
_ENDS = Text(nl="Vervalt", en="Ends")

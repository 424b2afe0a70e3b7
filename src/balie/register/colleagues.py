"""Ask a colleague: one question behind a link that answers that question and nothing else, without an account.

Only the digest of a link is kept. It works for thirty days, until it is withdrawn, and takes one reply; after that it
shows that reply. Where whoever asked may not settle the question themselves (an open norm, a question about the whole
organisation), the reply is advice: it is kept beside the question, and changes no answer.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from balie.evidence import service as evidence
from balie.law import Law, Text, plain_value
from balie.people.service import Actor, Permission, User, actor
from balie.register import models
from balie.register.acting import Acting, put_down, subject_of
from balie.register.answering import Given
from balie.register.events import announce
from balie.register.replying import Said, history_of, keep, may_settle, refuse_retired, statement_of
from balie.register.scope import system_for, visible_asked
from balie.register.system import Reply, Via
from balie.register.wording import Refused, line, paragraph

LINK_LASTS = timedelta(days=30)
_TOKEN_LENGTH = 43  # of 62 signs each: 256 random bits
# So many questions somebody may send in an hour: enough for a working session, too few to flood a mailbox.
_MOST_AN_HOUR = 60


class NoSuchLink(Exception):
    """The link is unknown, withdrawn or out of date; which of these is not told."""


class State(StrEnum):
    """Where a question that was put to somebody stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ADVISED = "advised"
    UNKNOWN = "unknown"
    NOT_FOR_ME = "not_for_me"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> Text:
        """The state in words."""
        return _STATES[self]


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom a question is put to, in which language, with what beside it."""

    name: str
    email: str = ""
    language: str = "nl"
    message: str = ""


@dataclass(frozen=True, slots=True)
class AskedNow:
    """A question that was just put: the only moment at which the token exists in readable form."""

    row: models.AskedColleague
    token: str


@dataclass(frozen=True, slots=True)
class Replying:
    """What somebody does with a question: an answer or advice (in `said`), not knowing, or passing it back."""

    said: Said
    note: str = ""
    not_for_me: bool = False


@transaction.atomic
def ask_colleague(law: Law, key: int, fact: str, asking: Asking, acting: Acting) -> AskedNow:
    """Put one question to one person. Raise `KeyError`, `NotPermitted`, `NoSuchSystem` or `Refused`."""
    system = system_for(acting.person, key, Permission.ANSWER, now=acting.now)
    refuse_retired(system)
    question = law.facts[fact]
    recent = models.AskedColleague.objects.filter(asked_by=acting.person, asked_at__gt=acting.now - timedelta(hours=1))
    if recent.count() >= _MOST_AN_HOUR:
        raise Refused("", "too-many", _TOO_MANY)
    token = get_random_string(_TOKEN_LENGTH)
    row = models.AskedColleague.objects.create(
        system=system,
        fact=question.id,
        digest=_digest(token),
        name=line("name", asking.name, required=True),
        email=asking.email,
        language=asking.language,
        message=paragraph("message", asking.message, 2000),
        asked_by=acting.person,
        asked_at=acting.now,
        expires_at=acting.now + LINK_LASTS,
    )
    put_down("colleague-asked", subject_of(system), acting, body={"fact": row.fact, "name": row.name})
    return AskedNow(row, token)


@transaction.atomic
def withdraw_question(key: int, asked: int, acting: Acting) -> None:
    """Make a link stop working. One that was replied to, or withdrawn before, stays as it is."""
    system = system_for(acting.person, key, Permission.ANSWER, now=acting.now)
    row = system.asked.filter(pk=asked, answered_at=None, withdrawn_at=None).first()
    if row is None:
        return
    row.withdrawn_at = acting.now
    row.save(update_fields=["withdrawn_at"])
    put_down("question-withdrawn", subject_of(system), acting, body={"fact": row.fact, "name": row.name})


def question_behind(token: str, *, now: datetime) -> models.AskedColleague:
    """The question behind a link, also after a reply. Raise `NoSuchLink`."""
    found = models.AskedColleague.objects.select_related("system__organisation", "asked_by", "answer")
    row = found.filter(digest=_digest(token), withdrawn_at=None, expires_at__gt=now).first()
    if row is None:
        raise NoSuchLink
    return row


def only_advises(law: Law, row: models.AskedColleague) -> bool:
    """Whether the reply is advice, since whoever asked may not settle this question themselves.

    An open norm always is: the law wants a named person who may decide, and a link proves nobody's name. So is what
    comes in after the account of whoever asked was closed: nobody lends them a right to settle any more.
    """
    if law.facts[row.fact].open_norm or row.asked_by is None or not row.asked_by.is_active:
        return True
    return not may_settle(row.asked_by, row.system, law, row.fact)


@transaction.atomic
def reply(
    law: Law, token: str, replying: Replying, *, now: datetime, today: date, person: User | None = None
) -> models.AskedColleague:
    """Take the reply of whoever has the link; the first one counts. `person` is who is signed in, if anybody.

    Raise `NoSuchLink`, or `Refused` for what cannot be kept.
    """
    key = question_behind(token, now=now).system_id
    models.AISystem.objects.select_for_update(of=("self",)).get(pk=key)
    row = question_behind(token, now=now)  # as it stands now that nobody else can reply
    if row.answered_at:
        return row
    refuse_retired(row.system)
    row.note, row.answered_at = paragraph("note", replying.note, 2000), now
    given = Given({}, actor(person) if person else Actor(None, row.name), Via.LINK, now, today, person)
    if replying.not_for_me:
        row.reply = Reply.NOT_FOR_ME.value
    else:
        _take(law, row, replying.said, given)
    row.save(update_fields=["note", "answered_at", "reply", "value", "answer"])
    _tell(row, given)
    return row


def state_of(row: models.AskedColleague, *, now: datetime) -> State:
    """Where a question that was put to somebody stands."""
    if row.answered_at:
        return _AFTER[Reply(row.reply)]
    if row.withdrawn_at:
        return State.WITHDRAWN
    return State.WAITING if row.expires_at > now else State.EXPIRED


def asked_by(person: User) -> QuerySet[models.AskedColleague]:
    """Every question somebody put to others, the newest first: what their start page tells them about."""
    return models.AskedColleague.objects.filter(asked_by=person).select_related("system__organisation", "answer")


def advice_on(system: models.AISystem, fact: str, person: User, *, now: datetime) -> QuerySet[models.AskedColleague]:
    """What colleagues advised on a question, as far as this person may read it, the newest first."""
    return visible_asked(person, system, now=now).filter(fact=fact, reply=Reply.ADVICE.value)


def _take(law: Law, row: models.AskedColleague, said: Said, given: Given) -> None:
    """Keep what somebody says as an answer, or beside the question when it can only be advice."""
    advice = only_advises(law, row)
    if advice and said.value is not None and not row.note:
        raise Refused("note", "required", _WHY)
    told = replace(said, reasons=row.note) if advice else said
    statement = statement_of(law, row.fact, told, given.by.name, given.today)
    row.value = plain_value(statement.value) if statement else None
    if statement is None:
        row.reply = Reply.UNKNOWN.value
    else:
        row.reply = (Reply.ADVICE if advice else Reply.ANSWER).value
    if not advice:
        keep(law, row.system, {row.fact: statement}, given)
        row.answer = history_of(law, row.system, row.fact)[0]


def _tell(row: models.AskedColleague, given: Given) -> None:
    subject = subject_of(row.system)
    body = {"fact": row.fact, "name": row.name, "reply": row.reply, "value": row.value, "note": row.note}
    kept = {key: value for key, value in body.items() if value not in ("", None)}
    evidence.record("colleague-replied", by=given.by, now=given.now, subject=subject, body=kept)
    announce("colleague-replied", [(subject, {"fact": row.fact, "reply": row.reply})])


def _digest(token: str) -> str:
    """A token is 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


_AFTER = {
    Reply.ANSWER: State.ANSWERED,
    Reply.ADVICE: State.ADVISED,
    Reply.UNKNOWN: State.UNKNOWN,
    Reply.NOT_FOR_ME: State.NOT_FOR_ME,
}
_STATES = {
    State.WAITING: Text(nl="wacht op antwoord", en="waits for an answer"),
    State.ANSWERED: Text(nl="beantwoord", en="answered"),
    State.ADVISED: Text(nl="advies gegeven", en="advice given"),
    State.UNKNOWN: Text(nl="weet het niet", en="does not know"),
    State.NOT_FOR_ME: Text(nl="is niet de juiste persoon", en="is not the right person"),
    State.WITHDRAWN: Text(nl="ingetrokken", en="withdrawn"),
    State.EXPIRED: Text(nl="verlopen", en="expired"),
}
_WHY = Text(nl="Schrijf erbij waarom je dit vindt.", en="Write down why you think so.")
_TOO_MANY = Text(
    nl="Je hebt het afgelopen uur al veel vragen verstuurd. Probeer het straks weer.",
    en="You sent many questions in the past hour already. Try again later.",
)

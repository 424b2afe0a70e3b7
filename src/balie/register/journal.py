"""The journal in words: what happened, to which field, from what to what. For the history of a system.

What kinds of entries there are and what they are called, the evidence knows; each room says with `name_following` which
of its kinds only tell what followed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from balie.evidence.service import Entry, Origin, kind_words
from balie.law import BadValue, Fact, Law, Text, say_date
from balie.register.answered import source_words
from balie.register.public_fields import LABELS as PUBLIC_LABELS
from balie.register.public_fields import PREFIX, in_words
from balie.register.system import LifeCycle, Link, Substantial


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, in words; nothing where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the journal as people read it. `origin` says how we know; log and number where it stands."""

    at: datetime
    kind: str
    what: str
    about: str
    by: str
    differences: tuple[Difference, ...]
    more: tuple[tuple[str, str], ...]
    origin: Text
    log: int
    number: int


def name_following(kinds: Iterable[str]) -> None:
    """Name kinds that only tell what followed from something else, often dozens at once.

    A history leaves them out until somebody asks for them. Each room does so once, when Balie starts.
    """
    _FOLLOWING.update(kinds)


def following_kinds() -> frozenset[str]:
    """The kinds of entries that only tell what followed."""
    return frozenset(_FOLLOWING)


def happenings(law: Law, entries: Iterable[Entry], language: str) -> list[Happening]:
    """Put entries in words."""
    return [_happening(law, entry, language) for entry in entries]


def _happening(law: Law, entry: Entry, language: str) -> Happening:
    body = entry.body
    changes = [_difference(law, change, language) for change in body.get("changes", ())]
    more = [
        (_LABELS[key].say(language), words)
        for key in _LABELS
        if key in body and (words := _more(law, key, body, language))
    ]
    return Happening(
        at=entry.at,
        kind=entry.kind,
        what=kind_words(entry.kind, language),
        about=_about(law, entry, language),
        by=entry.actor_name,
        differences=tuple(changes),
        more=tuple(more),
        origin=Origin(entry.origin).label,
        log=entry.log_id,
        number=entry.sequence,
    )


def _about(law: Law, entry: Entry, language: str) -> str:
    """What it was about, when that was a part of the system: a duty by its title, anything else as it was called."""
    if entry.subject == "system":
        return ""
    duty = law.duties.get(entry.subject_name)
    return duty.title.say(language) if duty else entry.subject_name


def _difference(law: Law, change: Mapping[str, Any], language: str) -> Difference:
    field, before, after = change["field"], change["before"], change["after"]
    fact = law.facts.get(field)
    if fact is None:
        bare = field.removeprefix(PREFIX)
        label = named.say(language) if (named := _FIELDS.get(field) or PUBLIC_LABELS.get(bare)) else bare
        return Difference(label, _plain(field, before, language), _plain(field, after, language))
    was, now = _stated(fact, before, language), _stated(fact, after, language)
    if was == now:  # only the source is another
        was, now = _with_source(law, was, before, language), _with_source(law, now, after, language)
    return Difference(fact.question.say(language), was, now)


def _stated(fact: Fact, kept: Any, language: str) -> str:
    """A statement as it was kept, in words; nothing for a question without an answer."""
    if not isinstance(kept, dict) or "value" not in kept:
        return ""
    return _value(fact, kept["value"], language)


def _with_source(law: Law, words: str, kept: Any, language: str) -> str:
    told = source_words(law, kept.get("source", ""), language) if isinstance(kept, dict) else ""
    return f"{words} ({told})" if told else words


def _value(fact: Fact, raw: Any, language: str) -> str:
    try:
        return fact.say(fact.read(raw), language)
    except BadValue:
        return str(raw)


def _plain(field: str, value: Any, language: str) -> str:
    """The value of a field that is no question."""
    if value in (None, ""):
        return ""
    if field == "life_cycle" and value in set(LifeCycle):
        return LifeCycle(value).label.say(language)
    if isinstance(value, list):
        return in_words(value)
    if isinstance(value, dict):
        return str(value.get(language, ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _day(str(value), language)


def _day(value: str, language: str) -> str:
    """A day in words; what only looks like one, such as 31 February, stays as it was written."""
    try:
        return say_date(date.fromisoformat(value), language) if _DAY.fullmatch(value) else value
    except ValueError:
        return value


def _more(law: Law, key: str, body: Mapping[str, Any], language: str) -> str:
    """One of the other things an entry tells."""
    value, fact = body[key], law.facts.get(str(body.get("fact", "")))
    if key == "fact":
        return fact.question.say(language) if fact else str(value)
    if key == "value" and fact:
        return _value(fact, value, language)
    if key == "duty" and value in law.duties:
        return law.duties[value].title.say(language)
    if key == "archetype" and value in law.archetypes:
        return law.archetypes[value].name.say(language)
    if key in _CHOICES and value in _CHOICES[key]:
        return _CHOICES[key][value].say(language)
    return _plain(key, value, language)


_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
# What an entry can tell besides changes, in the order in which it is told.
_LABELS = {
    "archetype": Text(nl="Startpunt", en="Starting point"),
    "version": Text(nl="Versie", en="Version"),
    "on": Text(nl="Sinds", en="Since"),
    "what": Text(nl="Wat er is veranderd", en="What changed"),
    "substantial": Text(nl="Ingrijpende wijziging", en="Substantial modification"),
    "link": Text(nl="Koppeling", en="Link"),
    "other_name": Text(nl="Met", en="With"),
    "fact": Text(nl="Vraag", en="Question"),
    "name": Text(nl="Gevraagd aan", en="Asked of"),
    "reply": Text(nl="Reactie", en="Reply"),
    "value": Text(nl="Antwoord", en="Answer"),
    "because": Text(nl="Omdat", en="Because"),
    "reason": Text(nl="Reden", en="Reason"),
    "statement": Text(nl="Verklaring", en="Statement"),
    "note": Text(nl="Toelichting", en="Note"),
    "title": Text(nl="Titel", en="Title"),
    "duty": Text(nl="Plicht", en="Duty"),
    "query": Text(nl="Gezocht naar", en="Looked for"),
}
_FIELDS = {
    "name": Text(nl="Naam", en="Name"),
    "purpose": Text(nl="Doel", en="Purpose"),
    "owner": Text(nl="Eigenaar", en="Owner"),
    "supplier": Text(nl="Leverancier", en="Supplier"),
    "model": Text(nl="Model", en="Model"),
    "version": Text(nl="Versie", en="Version"),
    "reference": Text(nl="Kenmerk", en="Reference"),
    "channels": Text(nl="Kanalen", en="Channels"),
    "languages": Text(nl="Talen", en="Languages"),
    "customers": Text(nl="Klanten per maand", en="Customers reached each month"),
    "life_cycle": Text(nl="Fase", en="Stage"),
    "deadline": Text(nl="Deadline", en="Deadline"),
    "note": Text(nl="Toelichting", en="Note"),
    "title": Text(nl="Titel", en="Title"),
}
_CHOICES: Mapping[str, Mapping[str, Text]] = {
    "substantial": {one.value: one.label for one in Substantial},
    "link": {one.value: one.label for one in Link},
    "reply": {
        "answer": Text(nl="antwoord", en="answer"),
        "advice": Text(nl="advies", en="advice"),
        "unknown": Text(nl="weet het niet", en="does not know"),
        "not_for_me": Text(nl="is niet de juiste persoon", en="is not the right person"),
    },
}
_FOLLOWING: set[str] = set()

"""Packs of evidence and samples: what the rooms know of a system, gathered for one log, written down and handed over.

For a person: `pack_for` and `sample_for`, which keep to what that person may see. For the command line, where whoever
runs it has the whole database: `write_pack` and `draw_sample`.
"""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import IO

from django.utils import timezone
from django.utils.crypto import get_random_string

from balie.duties import service as duties
from balie.evidence import heads
from balie.evidence import service as evidence
from balie.evidence.contents import contents_of
from balie.evidence.core.sampling import Method, Sample, draw
from balie.evidence.logs import opened
from balie.evidence.models import Log
from balie.evidence.packing import pack
from balie.evidence.packing.reading import LogMoved, Span, standing_still
from balie.evidence.sampling import Population, members
from balie.evidence.secret_keys import NoSecret
from balie.evidence.vault import VaultRefused
from balie.export.naming import file_name
from balie.language import Text
from balie.people.service import Permission, User, actor, mandate_of, require
from balie.register.service import AISystem, visible_system
from balie.site.reaching import way_to_log

_TRIES = 5
_IN_MEMORY = 4 << 20
_SEED_SIGNS = 32


class PackRefused(Exception):
    """No pack can be made; nothing was handed over. The message says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included; None is without end."""

    since: date | None = None
    until: date | None = None

    @property
    def span(self) -> Span:
        """The moments between which they lie, where Balie is."""
        return Span(_midnight(self.since), _midnight(self.until + timedelta(days=1)) if self.until else None)

    def within(self, first: date, last: date) -> "Period":
        """Only what lies between two days. Raises `PackRefused` when that is nothing."""
        period = Period(max(self.since or first, first), min(self.until or last, last))
        if period.since and period.until and period.since > period.until:
            raise PackRefused(_OUTSIDE)
        return period


@dataclass(frozen=True, slots=True)
class Wish:
    """Which pack: of a system (None: the organisation's own log), of which days, with or without personal content."""

    system: AISystem | None
    period: Period = Period()
    content: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """In whose name, and when. `person` is None for whoever has the whole database at hand."""

    actor: evidence.Actor
    now: datetime
    person: User | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A pack to hand over: the file at its beginning, how long it is, what to call it, and what is in it."""

    file: IO[bytes]
    size: int
    name: str
    made: pack.Made


@dataclass(frozen=True, slots=True)
class Drawing:
    """Which sample: from which days, kinds and origins (none: all), how, and how many. Without a seed one is made."""

    period: Period = Period()
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    method: Method = Method.RANDOM
    wanted: int = 25
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample, the seed, and the entry that says so."""

    sample: Sample
    seed: str
    placed: int


def pack_for(person: User, key: int, period: Period, *, content: bool, now: datetime) -> Ready:
    """Make a pack of a system for somebody: for an auditor of the period in the mandate at most.

    Close the file when it is handed over. Raises `NoSuchSystem`, `NotPermitted` for content, and `PackRefused`.
    """
    who = Who(actor(person), now, person)
    wish = permitted(Wish(visible_system(person, key, now=now), period, content), who)
    out = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (whoever takes it closes it)
    try:
        made = write_pack(out, wish, who)
        size = out.tell()
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return Ready(out, size, pack_name(wish, timezone.localtime(now).date()), made)


def permitted(wish: Wish, who: Who) -> Wish:
    """The wish as far as this person may have it. Raises `NoSuchSystem`, `NotPermitted` and `PackRefused`.

    Whoever has the whole database at hand may have all but personal content: that takes a person with a role.
    """
    if who.person is None:
        return Wish(wish.system, wish.period)
    _see_log(who.person, wish.system, who.now)
    if wish.content:
        require(who.person, Permission.TAKE_CONTENT, owner=wish.system.owned_by_id if wish.system else None)
    return Wish(wish.system, _allowed(who.person, wish.period, who.now), wish.content)


def write_pack(out: IO[bytes], wish: Wish, who: Who) -> pack.Made:
    """Write a pack to a file, and put down in the log that it was made. Not inside a transaction.

    Raises `PackRefused`, `reading.LogDamaged`, and OSError when the file cannot be written.
    """
    try:
        log = _log_of(wish.system, who.now)
        made = _written(out, log, wish, who)
    except (NoSecret, VaultRefused) as problem:
        raise PackRefused(problem.message) from problem
    _note_pack(log, wish, who, made)
    return made


def pack_name(wish: Wish, today: date) -> str:
    """What to call the file."""
    return file_name(f"balie {wish.system.name if wish.system else 'organisatie'}", today, "zip")


def sample_for(person: User, key: int, drawing: Drawing, *, now: datetime) -> Drawn:
    """Draw a sample from the log of a system (0: of the organisation) for somebody. Raises as `draw_sample`."""
    system = visible_system(person, key, now=now) if key else None
    return draw_sample(system, drawing, Who(actor(person), now, person))


def draw_sample(system: AISystem | None, drawing: Drawing, who: Who) -> Drawn:
    """Draw a sample from a log, for an auditor from the period in the mandate at most, and put down how.

    Raises `NotDrawable` and `PackRefused`, which say what to do; and for a person `NoSuchSystem` and `NotPermitted`.
    """
    if who.person is not None:
        drawing = _drawable(system, drawing, who.person, who.now)
    log = _log_of(system, who.now)
    seed = drawing.seed or get_random_string(_SEED_SIGNS, "0123456789abcdef")
    population = Population(drawing.period.span, drawing.kinds, drawing.origins)
    log.refresh_from_db()
    with standing_still(way_to_log(), log.name, log.size, moving=True) as source:
        defined = population.definition(source)
        sample = draw(members(source, population), drawing.method, seed, drawing.wanted)
    told = {
        "population": defined,
        "population_digest": sample.population_digest,
        "population_size": sample.population_size,
        "method": drawing.method.value,
        "seed": seed,
        "drawn": list(sample.drawn),
    }
    placed = evidence.record("sample-drawn", by=who.actor, now=who.now, subject=_subject(log), body=told)
    return Drawn(sample, seed, placed.sequence)


def _drawable(system: AISystem | None, drawing: Drawing, person: User, now: datetime) -> Drawing:
    """The sample as far as this person may have it."""
    _see_log(person, system, now)
    owner = system.owned_by_id if system else None
    own = owner if mandate_of(person, now=now) is None else person.pk  # what is in a mandate is one's own
    require(person, Permission.REQUEST_EVIDENCE, owner=own)
    return replace(drawing, period=_allowed(person, drawing.period, now))


def _see_log(person: User, system: AISystem | None, now: datetime) -> None:
    """Raise `NoSuchSystem` or `NotPermitted` for a log that is not for this person."""
    if system:
        visible_system(person, system.pk, now=now)
        return
    mandate = mandate_of(person, now=now)
    own = person.pk if mandate is not None and mandate.all_systems else None
    require(person, Permission.SEE_ORGANISATION_LOG, owner=own)


def _written(out: IO[bytes], log: Log, wish: Wish, who: Who) -> pack.Made:
    """Sign the head of the log, and write a pack up to there; once more when entries expired in between."""
    way = way_to_log()
    for _ in range(_TRIES):
        head = heads.checkpoint(log, now=who.now)
        try:
            with standing_still(way, log.name, head.size) as source:
                return pack.write(out, source, _asked(log, wish, who, head.size))
        except LogMoved:
            continue
    raise PackRefused(_BUSY)


def _log_of(system: AISystem | None, now: datetime) -> Log:
    key = system.pk if system else 0
    return opened([key], now=now)[key]


def _allowed(person: User, period: Period, now: datetime) -> Period:
    mandate = mandate_of(person, now=now)
    return period if mandate is None else period.within(mandate.period_from, mandate.period_until)


def _asked(log: Log, wish: Wish, who: Who, size: int) -> pack.Asked:
    title = wish.system.name if wish.system else "Organisatie"
    documents = list(_documents(wish.system, wish.period.span, who, size)) if wish.system else []
    contents = partial(_contents, log) if wish.content else None
    return pack.Asked(title, wish.period.span, who.now, who.actor.name, documents, contents)


def _documents(system: AISystem, span: Span, who: Who, size: int) -> Iterator[pack.Document]:
    """The documents that were there by the end of the period, each with the entry that names its digest."""
    speaking: dict[str, list[int]] = {}
    entries = evidence.entries_of(system=system.pk).filter(kind="file-added", log__system=system.pk, sequence__lt=size)
    for entry in entries.order_by("-sequence").iterator():
        speaking.setdefault(str(entry.body.get("digest")), []).append(entry.sequence)
    for file in duties.files_of_system(system.pk, who.person, now=who.now):
        if span.until and file.at >= span.until:
            continue
        numbers = speaking.get(file.content_id)
        number = numbers.pop() if numbers else None
        read = partial(duties.content_of_file, file)
        yield pack.Document(file.name, file.title, file.content_id, file.content.size, number, read)


def _contents(log: Log, numbers: Iterable[int]) -> Iterator[pack.Content]:
    """The content of entries; what cannot be read stops the pack, for it may not look as if it was never there."""
    for number, found in contents_of(log, numbers):
        if isinstance(found, VaultRefused):
            raise found
        yield pack.Content(number, found.id, found.commitment_key, found.media, found.content)


def _note_pack(log: Log, wish: Wish, who: Who, made: pack.Made) -> None:
    told = {"manifest": made.manifest, "size": made.size, "content": wish.content, "documents": made.documents}
    days = {"from": wish.period.since, "until": wish.period.until}
    told |= {name: day.isoformat() for name, day in days.items() if day}
    evidence.record("pack-made", by=who.actor, now=who.now, subject=_subject(log), body=told)


def _subject(log: Log) -> evidence.Subject:
    return evidence.Subject("log", log.pk, log.name, log.system or None)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time()))


_OUTSIDE = Text(
    nl="Deze dagen vallen buiten de periode van je mandaat.", en="These days are outside the period of your mandate."
)
_BUSY = Text(
    nl="Het logboek veranderde steeds terwijl het pakket werd gemaakt. Probeer het zo nog eens.",
    en="The log kept changing while the pack was made. Try again in a moment.",
)

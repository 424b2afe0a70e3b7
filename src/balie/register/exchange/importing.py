"""Import: look through a file first, then do exactly what was shown, in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import Http404

from balie.law import Law
from balie.people.service import Permission, require
from balie.register import models
from balie.register.acting import Acting
from balie.register.exchange.applying import StaleImport, apply
from balie.register.exchange.planning import Fate, Plan, Written, plan
from balie.register.exchange.snapshot import snapshot
from balie.register.home import known_organisation
from balie.register.reading import Source, read_source, source_of

__all__ = [
    "Imported",
    "NoSuchUpload",
    "NotAllGood",
    "StaleImport",
    "Wishes",
    "forget_uploads",
    "import_file",
    "import_upload",
    "keep_upload",
    "look_through",
    "source_in",
    "upload_of",
]

KEPT_FOR = timedelta(hours=24)
AT_ONCE = 200  # systems that are assessed before the page answers; the worker does the others


class NoSuchUpload(Http404):
    """There is no such file any more, or it is somebody else's."""


class NotAllGood(Exception):
    """Some rows are refused, and nobody said to import the others."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    new: int
    changed: int
    unchanged: int
    refused: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to import: the digest that was shown, only the good rows, and how many are assessed before the answer."""

    promised: str = ""
    good_only: bool = False
    at_once: int | None = None


@transaction.atomic
def keep_upload(name: str, content: bytes, acting: Acting) -> models.Upload:
    """Keep a file to look through. Raise `Unreadable` for one that cannot be a list of systems."""
    require(acting.person, Permission.IMPORT)
    source = source_of(name, content)
    forget_uploads(acting.now)
    models.Upload.objects.filter(person=acting.person).delete()
    return models.Upload.objects.create(
        person=acting.person,
        name=source.name[-300:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        at=acting.now,
        expires_at=acting.now + KEPT_FOR,
    )


def forget_uploads(now: datetime) -> int:
    """Remove files that were looked through a day ago or longer. A job of the worker; says 0, for it takes them all."""
    models.Upload.objects.filter(expires_at__lte=now).delete()
    return 0


def upload_of(key: int, acting: Acting) -> models.Upload:
    """The file that somebody looks through. Raise `NoSuchUpload` when it is not theirs or out of date."""
    require(acting.person, Permission.IMPORT)
    found = models.Upload.objects.filter(pk=key, person=acting.person, expires_at__gt=acting.now).first()
    if found is None:
        raise NoSuchUpload(key)
    return found


def look_through(law: Law, source: Source) -> Plan:
    """Say what importing a file would do; nothing is changed. Raise `Unreadable` for a file that cannot be read."""
    organisation = known_organisation()
    return plan(law, _written(law, source), snapshot(law, organisation))


def source_in(upload: models.Upload) -> Source:
    """The kept file, to read."""
    return source_of(upload.name, bytes(upload.content))


@transaction.atomic
def import_upload(law: Law, key: int, promised: str, acting: Acting, *, good_only: bool) -> Imported:
    """Import a file that somebody looked through, once. `promised` is the digest of the plan they saw.

    Raise `NoSuchUpload`, `StaleImport`, or `NotAllGood`.
    """
    upload = upload_of(key, acting)
    taken = models.Upload.objects.filter(pk=upload.pk).delete()[0]  # a second press finds nothing
    if not taken:
        raise NoSuchUpload(key)
    wishes = Wishes(promised, good_only=good_only, at_once=AT_ONCE)
    return import_file(law, source_in(upload), acting, wishes)


@transaction.atomic
def import_file(law: Law, source: Source, acting: Acting, wishes: Wishes = Wishes()) -> Imported:
    """Import a file in one transaction. Raise `StaleImport` when it is not what was promised, or `NotAllGood`."""
    require(acting.person, Permission.IMPORT)
    home = known_organisation(locked=True)
    found = plan(law, _written(law, source), snapshot(law, home))
    if wishes.promised and found.digest != wishes.promised:
        raise StaleImport
    if found.refused and not wishes.good_only:
        raise NotAllGood
    if found.does_something:
        digest = hashlib.sha256(source.content).hexdigest()
        apply(law, found, home, acting, file={"file": source.name, "sha256": digest}, at_once=wishes.at_once)
    counts = found.counts
    return Imported(counts[Fate.NEW], counts[Fate.CHANGED], counts[Fate.UNCHANGED], found.refused)


def _written(law: Law, source: Source) -> Written:
    reading = read_source(source, law, whole=True)
    portfolio = reading.portfolio
    return Written(
        systems=portfolio.systems,
        organisation=portfolio.organisation,
        faults=reading.faults,
        notices=reading.notices,
        refused=reading.refused,
        file=source.name,
    )

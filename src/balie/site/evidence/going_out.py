"""Heads of logs that go out, so that they live elsewhere too: to a time-stamp service, and by mail.

Only the newest head of a log goes out: it is over everything before it. Where it went is put down in the log itself.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from balie.evidence.heads import told_published
from balie.evidence.models import Checkpoint, Entry
from balie.evidence.stamping import stamp
from balie.language import Text
from balie.register.home import known_organisation

_AT_ONCE = 50
_LONGEST_MAIL = 500  # checkpoints in one mail


def stamp_newest(now: datetime) -> int:
    """Have the newest heads stamped that are not yet; stop at the first that fails. Returns how many were stamped."""
    service = settings.TIMESTAMP_URL
    if not service:
        return 0
    waiting = _newest().filter(stamp=b"")[:_AT_ONCE]
    return sum(_stamped(one, stamp(one.note, service=service), service, now) for one in waiting)


def _stamped(one: Checkpoint, stamped: bytes, service: str, now: datetime) -> bool:
    with transaction.atomic():
        if not Checkpoint.objects.filter(pk=one.pk, stamp=b"").update(stamp=stamped):
            return False
        told_published(one, "timestamp", now=now, to=urlsplit(service).hostname or "")
    return True


def mail_newest(now: datetime) -> int:
    """Mail the newest heads to everybody outside who was not sent them yet. Returns 0: this is done once a day."""
    for address in settings.CHECKPOINT_MAIL:
        waiting = [one for one in _newest() if address not in one.sent_to][:_LONGEST_MAIL]
        if waiting:
            send_mail(_subject(), _letter(waiting), None, [address])
            _sent(waiting, address, now)
    return 0


@transaction.atomic
def _sent(waiting: Iterable[Checkpoint], address: str, now: datetime) -> None:
    for one in waiting:
        held = Checkpoint.objects.select_for_update(of=("self",)).select_related("log").get(pk=one.pk)
        held.sent_to = sorted({*held.sent_to, address})
        held.save(update_fields=["sent_to"])
        told_published(held, "mail", now=now, to=address)


def _newest() -> QuerySet[Checkpoint]:
    newer = Checkpoint.objects.filter(log=OuterRef("log"), size__gt=OuterRef("size"))
    return Checkpoint.objects.filter(~Exists(newer)).select_related("log").order_by("log__system")


def _subject() -> str:
    name = _organisation()
    return f"Standen van de logboeken van {name.nl} / Checkpoints of the logs of {name.en}"


def _organisation() -> Text:
    found = known_organisation()
    return Text(nl=found.name, en=found.name) if found and found.name else Text(nl="Balie", en="Balie")


def _letter(waiting: Iterable[Checkpoint]) -> str:
    """What it is and what to do with it, in both languages: we do not know who reads it."""
    return "\n".join([_WHAT.nl, "", _WHAT.en, "", *_written(waiting), _KEYS.nl, _KEYS.en, "", *_keys()])


def _written(waiting: Iterable[Checkpoint]) -> Iterator[str]:
    for one in waiting:
        yield "-" * 60
        yield one.note
    yield "-" * 60


def _keys() -> list[str]:
    """The keys of these logs; the logs of an installation can share one."""
    named = Entry.objects.filter(kind__in=("log-opened", "key-added")).order_by("log", "sequence")
    return list(dict.fromkeys(str(one.body["key"]) for one in named.iterator() if one.body))


_WHAT = Text(
    nl="""Dit zijn ondertekende standen van de logboeken in Balie. Bewaar deze mail; antwoorden hoeft niet.

Een stand legt alles vast wat er op dat moment in een logboek stond. Wordt daar later iets in gewijzigd, weggehaald of
tussengevoegd, dan past deze stand er niet meer bij. Zo kun je dat nagaan: open in Balie het logboek, kies "Ik heb een
stand bewaard" en plak daar de tekst tussen twee streepjeslijnen. Of geef die als bestand aan balie_verify.py, met
--checkpoint. In een stand staan geen persoonsgegevens.""",
    en="""These are signed checkpoints of the logs in Balie. Keep this mail; you need not answer.

A checkpoint pins down everything that stood in a log at that moment. If anything in it is changed, dropped or slipped
in later, this checkpoint does not fit any more. To find out: open the log in Balie, choose "I kept a checkpoint" and
paste the text between two dashed lines. Or give it as a file to balie_verify.py, with --checkpoint. A checkpoint holds
no personal data.""",
)
_KEYS = Text(
    nl="Hiermee controleer je de handtekening (openbare sleutels):", en="To check the signature (public keys):"
)

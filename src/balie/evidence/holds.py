"""Legal holds: of what is held, nothing is erased and nothing expires, whatever the periods say."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from balie.evidence.core import Actor, Draft, Origin, Subject, newest
from balie.evidence.logs import add
from balie.evidence.models import LegalHold, Log
from balie.evidence.writing import Said
from balie.language import Text


class Held(Exception):
    """Nothing was erased, for there is a legal hold. The message says on what, and what to do."""

    def __init__(self, conversations: Sequence[str]) -> None:
        self.message = _told(conversations)
        super().__init__(self.message.en)


class NotLifted(Exception):
    """This hold was lifted already."""


def place_hold(
    log: Log, because: str, *, conversation: str = "", until: date | None = None, by: Actor, now: datetime
) -> LegalHold:
    """Hold a log, or one conversation in it, from now on, with an entry that says why. `until` is the last day."""
    with transaction.atomic():
        Log.objects.select_for_update().get(pk=log.pk)
        hold = LegalHold.objects.create(log=log, conversation=conversation, because=because, placed_at=now, until=until)
        what = {"hold": hold.pk, "because": because, **({"until": until.isoformat()} if until else {})}
        _put_down("hold-placed", hold, what, by, now)
    return hold


def lift_hold(hold: LegalHold, because: str, *, by: Actor, now: datetime) -> LegalHold:
    """Lift a hold, with an entry that says why. Raises `NotLifted` when somebody did before."""
    with transaction.atomic():
        found = LegalHold.objects.select_for_update().get(pk=hold.pk)
        if found.lifted_at is not None:
            raise NotLifted(hold.pk)
        found.lifted_at = now
        found.save(update_fields=["lifted_at"])
        _put_down("hold-lifted", found, {"hold": found.pk, "because": because}, by, now)
    return found


def held(log: Log, *, now: datetime) -> QuerySet[LegalHold]:
    """The holds on a log that stand now."""
    today = timezone.localtime(now).date()
    return LegalHold.objects.filter(Q(until=None) | Q(until__gte=today), log=log, lifted_at=None).order_by("pk")


def is_held(holds: Iterable[LegalHold], conversation: str) -> bool:
    """Whether one of these holds keeps a conversation: its own, or one on the whole log."""
    return any(hold.conversation in {"", conversation} for hold in holds)


def _put_down(kind: str, hold: LegalHold, what: dict[str, object], by: Actor, now: datetime) -> None:
    system = hold.log.system
    if hold.conversation:
        about = Subject("conversation", 0, hold.conversation, system or None, hold.conversation)
    else:
        about = Subject("log", hold.log_id, hold.log.name, system or None)
    add({system: [Said(now, Draft(newest(kind).id, Origin.ATTESTED, about, by, what))]}, now=now)


def _told(conversations: Sequence[str]) -> Text:
    names = ", ".join(conversations[:5]) + (" …" if len(conversations) > 5 else "")
    return Text(
        nl=f"Er geldt een bewaarplicht voor {names}. Er is niets gewist. Hef die eerst op, als dat mag.",
        en=f"There is a legal hold on {names}. Nothing was erased. Lift it first, if that is allowed.",
    )

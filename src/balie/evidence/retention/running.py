"""Letting go of what has been kept long enough: content first, then entries, each time with an entry that says so.

An entry that is let go loses its leaf and the copies that tell who and whom; its hash stays, so that the log, every
checkpoint and every proof hold. The entry that names it is written first, in the same transaction.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from balie.evidence.contents import Why, erase
from balie.evidence.core import Draft, Origin, Subject, newest, time_text
from balie.evidence.holds import held, is_held
from balie.evidence.logs import BALIE, add
from balie.evidence.models import Content, ContentKey, Entry, LegalHold, Log
from balie.evidence.retention.periods import CONTENT, Rules, at_least, groups, months_before, months_for
from balie.evidence.retention.rules import rules
from balie.evidence.writing import Said

_ENTRIES_AT_ONCE = 1_000
_CONVERSATIONS_AT_ONCE = 100
_MOST_IN_A_TURN = 20_000
_BOUND = '"vault":{"hmac":"'


@dataclass(frozen=True, slots=True)
class _Due:
    """Entries of these kinds in a log that are from before a moment."""

    log: Log
    months: int
    kinds: tuple[str, ...]
    before: datetime


def let_go(now: datetime, *, high_risk: Callable[[int], bool]) -> int:
    """Let go of the next things whose period is over, in every log; say how many. Call it again until it says 0.

    `high_risk` says of the key of an AI system whether it is, or may be, high-risk: then six months at least stay.
    """
    known = rules()
    handled = 0
    for log in Log.objects.order_by("pk").iterator():
        serious = log.system != 0 and high_risk(log.system)
        handled += _erase_due(log, known, now, high_risk=serious)
        for months, kinds in groups(log.system, known, high_risk=serious).items():
            handled += _expire(_Due(log, months, kinds, months_before(now, months)), now)
        if handled >= _MOST_IN_A_TURN:
            break
    return handled


def _erase_due(log: Log, known: Rules, now: datetime, *, high_risk: bool) -> int:
    """Erase conversations of which the last content is from before the period."""
    before = months_before(now, at_least(months_for(CONTENT, log.system, known), high_risk=high_risk))
    later = Entry.objects.filter(log=log, conversation=OuterRef("conversation"), at__gte=before, leaf__contains=_BOUND)
    later = later.exclude(conversation="")  # so that the index on conversations, which has only these, can be used
    due = ContentKey.objects.filter(~Exists(later), log=log, erased_at=None, made_at__lt=before)
    names = list(due.order_by("pk").values_list("conversation", flat=True)[:_MOST_IN_A_TURN])
    holds = list(held(log, now=now)) if names else []
    free = [name for name in names if not is_held(holds, name)]
    return sum(
        erase(log, free[start : start + _CONVERSATIONS_AT_ONCE], Why("retention"), by=BALIE, now=now)
        for start in range(0, len(free), _CONVERSATIONS_AT_ONCE)
    )


def _expire(due: _Due, now: datetime) -> int:
    """Let go of entries of one period, some at a time, each in a transaction of its own."""
    handled, after = 0, -1
    while handled < _MOST_IN_A_TURN:
        with transaction.atomic():
            Log.objects.select_for_update().get(pk=due.log.pk)
            rows = _next(due, after)
            if not rows:
                break
            after = rows[-1].sequence
            handled += _let_go_of(rows, due, list(held(due.log, now=now)), now)
    return handled


def _next(due: _Due, after: int) -> list[Entry]:
    found = Entry.objects.filter(log=due.log, sequence__gt=after, kind__in=due.kinds, at__lt=due.before)
    columns = ("sequence", "conversation", "leaf")
    return list(found.exclude(leaf="").order_by("sequence").only(*columns)[:_ENTRIES_AT_ONCE])


def _let_go_of(rows: Sequence[Entry], due: _Due, holds: Collection[LegalHold], now: datetime) -> int:
    """Name the entries that go in an entry of their own, and then let them go."""
    kept = {row.sequence for row in rows if holds and is_held(holds, row.conversation)}
    staying = kept | _with_content(rows)
    numbers = [row.sequence for row in rows if row.sequence not in staying]
    if not numbers:
        return 0
    what = {
        "rule": f"{due.months} months",
        "before": time_text(due.before),
        "expired": as_ranges(numbers),
        **({"held": len(kept)} if kept else {}),
    }
    about = Subject("log", due.log.pk, due.log.name, due.log.system or None)
    add({due.log.system: [Said(now, Draft(newest("retention-run").id, Origin.ENFORCED, about, BALIE, what))]}, now=now)
    Entry.objects.filter(log=due.log, sequence__in=numbers).update(
        leaf="", actor=None, actor_name="", subject_id=0, subject_name="", conversation=""
    )
    return len(numbers)


def _with_content(rows: Iterable[Entry]) -> set[int]:
    """The numbers of entries whose content still lies in the vault: without them it would belong to nothing."""
    bound = {json.loads(row.leaf).get("vault", {}).get("id"): row.sequence for row in rows if _BOUND in row.leaf}
    alive = Content.objects.filter(pk__in=[one for one in bound if one]).exclude(sealed=b"")
    return {bound[own] for own in alive.values_list("pk", flat=True)}


def as_ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Write ascending numbers as pairs of first and last."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found

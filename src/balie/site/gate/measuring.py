"""What conversations prove of duties: counted over thirty days, held against the smallest number that says anything.

Each figure is told with how many conversations it is about and where they stand in the log. Below the minimum of its
control a figure says that it says nothing yet; it is never green by default.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse

from balie.desk.service import Conversation, Gate, Handover, policy_of
from balie.duties import service as duties
from balie.duties.control import ProofStatus
from balie.duties.controls import Control, shipped_controls
from balie.duties.models import Observation as Kept
from balie.duties.models import SystemDuty
from balie.duties.observing import Observation
from balie.evidence import service as evidence
from balie.evidence.service import Entry
from balie.gateway.service import Did, Kind, Rule, Safeguard
from balie.language import Text

_FRESH = timedelta(days=2)
_AGAIN = _A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were, and how many were as they should be."""

    all: int
    good: int


Measure = Callable[[Gate, datetime, datetime], Count]


def measure_gates(now: datetime) -> int:
    """Measure every gate, and keep what is new about the duties of its system. All is done in one turn: returns 0."""
    for gate in Gate.objects.select_related("system").order_by("pk"):
        for control in _controls():
            _observe(gate, control, now)
    return 0


def _controls() -> Iterator[Control]:
    return (shipped_controls().all[name] for name in MEASURES)


def _observe(gate: Gate, control: Control, now: datetime) -> None:
    rows = list(SystemDuty.objects.filter(system=gate.system_id, duty__in=control.duties, ended_at=None))
    if not rows:
        return
    since = now - timedelta(days=control.window or 0)
    count = MEASURES[control.id](gate, since, now)
    figures = {"all": count.all, "good": count.good}
    for row in rows:
        if _is_new(row, control, figures, now):
            duties.observe(gate.system_id, row.duty, _seen(gate, control, count, now))


def _is_new(row: SystemDuty, control: Control, figures: Mapping[str, float], now: datetime) -> bool:
    """Whether there is anything to put down: other figures than last time, or a day went by."""
    last = Kept.objects.filter(duty=row, control=control.id).order_by("-pk").first()
    if last is None:
        return figures["all"] > 0
    return dict(last.figures) != dict(figures) or now - last.observed_at >= _AGAIN


def _seen(gate: Gate, control: Control, count: Count, now: datetime) -> Observation:
    enough = count.all >= (control.minimum or 0)
    outcome = ProofStatus.MET if count.good == count.all else ProofStatus.FAILING
    if not enough and outcome is ProofStatus.MET:
        outcome = ProofStatus.OPEN
    return Observation(
        control.id,
        outcome,
        _words(control, count, enough=enough),
        now,
        (now + _FRESH).date(),
        {"all": count.all, "good": count.good},
        f"{reverse('evidence:log', kwargs={'key': gate.system_id})}?kind=turn",
    )


def _words(control: Control, count: Count, *, enough: bool) -> Text:
    nl = f"In de laatste {control.window} dagen ging het {count.good} van de {count.all} keer goed."
    en = f"In the last {control.window} days it went well {count.good} of {count.all} times."
    if not enough:
        nl += f" Vanaf {control.minimum} zegt dit genoeg."
        en += f" From {control.minimum} on this says enough."
    return Text(nl=nl, en=en)


def _told(gate: Gate, since: datetime, _now: datetime) -> Count:
    """Conversations in which the bot spoke, and in which the notice came before or with its first answer."""
    spoken = Conversation.objects.filter(gate=gate, last_at__gte=since, answers__gt=0)
    return Count(spoken.count(), spoken.filter(noticed_at__isnull=False).count())


def _given(gate: Gate, since: datetime, now: datetime) -> Count:
    """Customers who asked for a person and whose time is up or who were helped, and who were helped in time.

    Who asked while people were there was promised no time: after a day without anybody it is up too.
    """
    asked = Handover.objects.filter(conversation__gate=gate, asked_at__gte=since, reason="asked")
    late = Q(taken_at=None, ended_at=None) & (Q(promised_at__lt=now) | Q(promised_at=None, asked_at__lt=now - _A_DAY))
    settled = asked.filter(Q(taken_at__isnull=False) | late)
    in_time = Q(promised_at=None) | Q(taken_at__lte=F("promised_at"))
    return Count(settled.count(), settled.filter(in_time, taken_at__isnull=False).count())


def _hidden(gate: Gate, since: datetime, _now: datetime) -> Count:
    """Conversations with the bot, and whether the policy keeps every kind of identifier from the model."""
    everything = set(policy_of(gate).privacy.model) == set(Kind)
    spoken = _under_this_policy(gate, since).filter(answers__gt=0).count()
    return Count(spoken, spoken if everything else 0)


def _without_bsn(gate: Gate, since: datetime, _now: datetime) -> Count:
    """Conversations, and whether a BSN goes neither to the model nor into the vault."""
    privacy = policy_of(gate).privacy
    kept_out = Kind.BSN in privacy.model and Kind.BSN in privacy.log
    talks = _under_this_policy(gate, since).count()
    return Count(talks, talks if kept_out else 0)


def _under_this_policy(gate: Gate, since: datetime) -> QuerySet[Conversation]:
    """Conversations that began since the policy was set last; what an earlier one did to others is not known here."""
    last = evidence.entries_of(system=gate.system_id).filter(kind="policy-set").first()
    begun = max(since, last.at) if last else since
    return Conversation.objects.filter(gate=gate, opened_at__gte=begun)


def _unpressed(gate: Gate, since: datetime, _now: datetime) -> Count:
    """Answers of the bot, less the sentences that a rule of conduct saw and let through."""
    spoken = Conversation.objects.filter(gate=gate, last_at__gte=since, answers__gt=0)
    answers = spoken.aggregate(all=Sum("answers"))["all"] or 0
    names = list(spoken.filter(hits__gt=0).values_list("name", flat=True))
    let_through = sum(map(_let_through, evidence.entries_of_conversations(gate.log, names, "turn")))
    return Count(answers, max(0, answers - let_through))


def _let_through(turn: Entry) -> int:
    rules = (v["rule"] for v in turn.body["verdicts"] if (v["safeguard"], v["did"]) == _MARKED)
    return int(any(rule.partition("/")[0] in _PRESSURE for rule in rules))


def _complete(gate: Gate, since: datetime, _now: datetime) -> Count:
    """Turns of the conversations that began since, and those in the log; none of them when the log was found wrong."""
    check = evidence.last_check(gate.log, since)
    if check is None:
        return Count(0, 0)
    begun = Conversation.objects.filter(gate=gate, opened_at__gte=since)
    turns = begun.aggregate(all=Sum("turns"))["all"] or 0
    kept = evidence.turns_of(gate.log, begun.values("name"))
    return Count(turns, min(turns, kept) if check.holds else 0)


def _reaching_back(gate: Gate, since: datetime, _now: datetime) -> Count:
    """One log, and whether it was found sound and nothing of these months is gone from it."""
    check = evidence.last_check(gate.log, since)
    if check is None:
        return Count(0, 0)
    return Count(1, int(check.holds and not evidence.gone_since(gate.log, since)))


_MARKED = (Safeguard.CONDUCT.value, Did.MARKED.value)
_PRESSURE = {rule.value for rule in Rule} - {Rule.FORBIDDEN_REQUEST.value, Rule.RESERVED_PROMISE.value}
MEASURES: Mapping[str, Measure] = {
    "notice-before-first-answer": _told,
    "handover-given-when-asked": _given,
    "identifiers-hidden-before-the-model": _hidden,
    "bsn-hidden": _without_bsn,
    "no-pressure-in-conversations": _unpressed,
    "log-complete": _complete,
    "logs-reach-back-six-months": _reaching_back,
}

"""From evidence to a verdict: one judge for each kind of proof, and how their verdicts come together. Pure values.

Nothing is green by default: without proof a duty is open. A failing measurement is never outvoted by a document or by
somebody's word, and what was measured once and no longer is does not become met because somebody says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from balie.duties.control import ProofKind, ProofStatus, Verdict
from balie.duties.controls import Control
from balie.law import Text, say_date


class Standing(StrEnum):
    """Where a duty stands in law, as far as proof is concerned."""

    IN_FORCE = "in_force"
    AHEAD = "ahead"
    UNKNOWN = "unknown"
    ENDED = "ended"

    @property
    def label(self) -> Text:
        """The standing in words."""
        return _STANDINGS[self]


@dataclass(frozen=True, slots=True)
class Attested:
    """Somebody's word, up to and including a day."""

    by: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Filed:
    """A document: accepted, rejected, or waiting for somebody to look at it."""

    title: str
    accepted: bool | None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """What another room measured or saw by one control, and up to and including which day that is fresh."""

    kind: ProofKind
    control: str
    outcome: ProofStatus
    reason: Text
    fresh_until: date | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything there is about one duty of one system. `seen` holds the latest observation of each control."""

    controls: tuple[Control, ...] = ()
    attested: tuple[Attested, ...] = ()
    filed: tuple[Filed, ...] = ()
    seen: tuple[Observed, ...] = ()


Judge = Callable[[Evidence, date], Verdict]


def register_proof(kind: ProofKind, judge: Judge) -> Judge:
    """Let a judge decide about one kind of proof from now on, and return the one that did so far."""
    before = _judges[kind]
    _judges[kind] = judge
    return before


def verdicts(evidence: Evidence, today: date) -> tuple[Verdict, ...]:
    """What each kind of proof says, the strongest first; a kind that has no part in this duty is not applicable."""
    return tuple(replace(_judges[kind](evidence, today), kind=kind) for kind in ProofKind)


def judge(evidence: Evidence, standing: Standing, today: date) -> Verdict:
    """What all evidence together says of a duty."""
    return overall(verdicts(evidence, today), standing)


def states(evidence: Evidence, today: date) -> tuple[tuple[Control, Verdict], ...]:
    """What there is by each control, the strongest first: the page of a duty shows these."""
    seen = {one.control: one for one in evidence.seen}
    by_kind = {verdict.kind: verdict for verdict in verdicts(evidence, today)}
    return tuple(
        (control, _fresh(seen[control.id], today) if control.id in seen else _unseen(control, by_kind))
        for control in evidence.controls
    )


def _unseen(control: Control, by_kind: Mapping[ProofKind | None, Verdict]) -> Verdict:
    """Documents and statements are not told apart by control; what is looked at is open until somebody looks."""
    if control.kind in _NEVER:
        return Verdict(ProofStatus.OPEN, _NEVER[control.kind], control.kind)
    return by_kind[control.kind]


def overall(said: Iterable[Verdict], standing: Standing) -> Verdict:
    """Let the strongest that has something to say decide: failing, gone stale, or met. Else the duty is open."""
    if standing is Standing.ENDED:
        return Verdict(ProofStatus.NOT_APPLICABLE, _ENDED)
    heard = list(said)
    failing = next((v for v in heard if v.status is ProofStatus.FAILING), None)
    telling = next((v for v in heard if v.status in _TELLING), None)
    found = failing or telling or _best_open(heard)
    if standing is Standing.AHEAD and found.status is not ProofStatus.MET:
        return Verdict(ProofStatus.NOT_YET, _AHEAD if found.kind is None else found.reason, found.kind)
    return found


def by_attestation(evidence: Evidence, today: date) -> Verdict:
    """Somebody's word counts until it ends, and only where the controls leave room for it."""
    if not any(control.kind is ProofKind.ATTESTATION for control in evidence.controls):
        return _NO_PART
    if not evidence.attested:
        return Verdict(ProofStatus.OPEN, _NO_ATTESTATION)
    last = max(evidence.attested, key=lambda attested: attested.expires_on)
    until = last.expires_on
    if until < today:
        return Verdict(
            ProofStatus.STALE,
            _dated("De verklaring van {who} liep tot", "The statement of {who} ended on", last.by, until),
        )
    reason = _dated("{who} verklaart dit, tot en met", "{who} states this, up to and including", last.by, until)
    return Verdict(ProofStatus.MET, reason, stale_on=_day_after(until))


def by_document(evidence: Evidence, today: date) -> Verdict:
    """A document counts once somebody else has accepted it and while it is valid; so does what the dossier saw."""
    seen = _seen(evidence, ProofKind.DOCUMENT, today)
    filed = max((_filed(one, today) for one in evidence.filed), key=_favour, default=None)
    if failing := next((one for one in seen if one.status is ProofStatus.FAILING), None):
        return failing
    found = [*seen, *([filed] if filed else [])]
    return max(found, key=_favour, default=Verdict(ProofStatus.OPEN, _NO_DOCUMENT))


def by_observation(kind: ProofKind) -> Judge:
    """Every control of this kind has to be met: the worst of them decides."""

    def judge_seen(evidence: Evidence, today: date) -> Verdict:
        seen = {one.control: one for one in evidence.seen if one.kind is kind}
        wanted = dict.fromkeys([*(c.id for c in evidence.controls if c.kind is kind), *seen])
        never = Verdict(ProofStatus.OPEN, _NEVER[kind])
        found = [_fresh(seen[name], today) if name in seen else never for name in wanted]
        return min(found, key=_worst, default=_NO_PART)

    return judge_seen


def _fresh(seen: Observed, today: date) -> Verdict:
    """What one observation says today. What fails keeps failing until somebody looks again; what was met goes stale."""
    if seen.outcome is ProofStatus.MET and seen.fresh_until:
        if seen.fresh_until < today:
            return Verdict(ProofStatus.STALE, _OLD[seen.kind], seen.kind)
        return Verdict(seen.outcome, seen.reason, seen.kind, _day_after(seen.fresh_until))
    return Verdict(seen.outcome, seen.reason, seen.kind)


def _seen(evidence: Evidence, kind: ProofKind, today: date) -> list[Verdict]:
    return [_fresh(one, today) for one in evidence.seen if one.kind is kind]


def _filed(one: Filed, today: date) -> Verdict:
    if one.accepted is None:
        return Verdict(ProofStatus.OPEN, _titled("wacht op keuring", "waits for a reviewer", one.title))
    if not one.accepted:
        return Verdict(ProofStatus.OPEN, _titled("is afgekeurd", "was rejected", one.title))
    if one.valid_until and one.valid_until < today:
        until = one.valid_until
        return Verdict(
            ProofStatus.STALE,
            _dated("“{who}” was geldig tot en met", "“{who}” was valid up to and including", one.title, until),
        )
    stale_on = _day_after(one.valid_until) if one.valid_until else None
    return Verdict(ProofStatus.MET, _titled("is goedgekeurd", "has been accepted", one.title), stale_on=stale_on)


def _best_open(heard: Iterable[Verdict]) -> Verdict:
    """Without a proof that tells something: say what waits, if anything does."""
    waiting = next((v for v in heard if v.status is ProofStatus.OPEN and v.reason not in _NOTHING), None)
    return waiting or Verdict(ProofStatus.OPEN, _NO_PROOF)


def _favour(verdict: Verdict) -> tuple[int, date]:
    """Among documents the best one counts, and of equals the one that holds longest."""
    order = (ProofStatus.OPEN, ProofStatus.STALE, ProofStatus.MET)
    rank = order.index(verdict.status) if verdict.status in order else -1
    return rank, verdict.stale_on or date.max


def _worst(verdict: Verdict) -> tuple[int, date]:
    return _SEVERITY.index(verdict.status), verdict.stale_on or date.max


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def _titled(nl: str, en: str, title: str) -> Text:
    return Text(nl=f"“{title}” {nl}.", en=f"“{title}” {en}.")


def _dated(nl: str, en: str, who: str, day: date) -> Text:
    return Text(
        nl=f"{nl.replace('{who}', who)} {say_date(day, 'nl')}.", en=f"{en.replace('{who}', who)} {say_date(day, 'en')}."
    )


_TELLING = {ProofStatus.MET, ProofStatus.STALE}
_SEVERITY = list(ProofStatus)  # failing, stale, open, not yet, met: the worst first
_NO_PART = Verdict(
    ProofStatus.NOT_APPLICABLE,
    Text(nl="Dit soort bewijs past niet bij deze plicht.", en="This kind of proof does not fit this duty."),
)
_ENDED = Text(nl="Deze plicht geldt niet voor dit systeem.", en="This duty does not apply to this system.")
_AHEAD = Text(nl="Deze plicht geldt nog niet.", en="This duty does not apply yet.")
_NO_PROOF = Text(nl="Er is nog geen bewijs.", en="There is no proof yet.")
_NO_ATTESTATION = Text(nl="Niemand heeft dit verklaard.", en="Nobody has stated this.")
_NO_DOCUMENT = Text(nl="Er is nog geen document.", en="There is no document yet.")
_NEVER = {
    ProofKind.MEASURED: Text(nl="Dit is nog niet gemeten.", en="This has not been measured yet."),
    ProofKind.OBSERVED: Text(nl="Dit is nog niet onderzocht.", en="This has not been looked at yet."),
    ProofKind.TRAINING: Text(nl="Er is nog geen training geteld.", en="No training has been counted yet."),
}
_OLD = {
    ProofKind.MEASURED: Text(nl="De laatste meting is te oud.", en="The last measurement is too old."),
    ProofKind.OBSERVED: Text(nl="Het laatste onderzoek is te oud.", en="The last look is too old."),
    ProofKind.DOCUMENT: Text(nl="Het document is niet meer geldig.", en="The document is no longer valid."),
    ProofKind.TRAINING: Text(nl="De training is verlopen.", en="The training has run out."),
    ProofKind.ATTESTATION: Text(nl="De verklaring is verlopen.", en="The statement has run out."),
}
_NOTHING = {_NO_PROOF, _NO_ATTESTATION, _NO_DOCUMENT, *_NEVER.values()}
_STANDINGS = {
    Standing.IN_FORCE: Text(nl="geldt nu", en="applies now"),
    Standing.AHEAD: Text(nl="geldt later", en="applies later"),
    Standing.UNKNOWN: Text(nl="nog niet te zeggen", en="cannot be told yet"),
    Standing.ENDED: Text(nl="geldt niet", en="does not apply"),
}
_judges: dict[ProofKind, Judge] = {
    ProofKind.MEASURED: by_observation(ProofKind.MEASURED),
    ProofKind.OBSERVED: by_observation(ProofKind.OBSERVED),
    ProofKind.DOCUMENT: by_document,
    ProofKind.TRAINING: by_observation(ProofKind.TRAINING),
    ProofKind.ATTESTATION: by_attestation,
}

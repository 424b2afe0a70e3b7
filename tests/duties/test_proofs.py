"""From evidence to a verdict: what counts, what it outweighs, and when it goes stale."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.duties.control import ProofKind, ProofStatus, Verdict
from balie.duties.controls import Control
from balie.duties.documents import Document
from balie.duties.proofs import Attested, Evidence, Filed, Observed, Standing, judge, register_proof, verdicts
from balie.law import Text

TODAY = date(2026, 11, 23)
YESTERDAY, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=100)
WORDS = Text(nl="Gezien.", en="Seen.")
MEASURED = Control("m", ProofKind.MEASURED, ("d",), WORDS, window=30, minimum=30)
LOOKED = Control("o", ProofKind.OBSERVED, ("d",), WORDS)
PAPER = Control("p", ProofKind.DOCUMENT, ("d",), WORDS, (Document.DPIA,))
WORD = Control("w", ProofKind.ATTESTATION, ("d",), WORDS)
ALL = (MEASURED, LOOKED, PAPER, WORD)


def seen(outcome, *, control=MEASURED, fresh=LATER):
    return Observed(control.kind, control.id, ProofStatus(outcome), WORDS, fresh)


def evidence(*, controls=ALL, word=None, paper=(), looks=()):
    return Evidence(controls, (Attested("Samira", word),) if word else (), tuple(paper), tuple(looks))


ACCEPTED, REJECTED, WAITING = Filed("DPIA", True), Filed("DPIA", False), Filed("DPIA", None)
RUN_OUT = Filed("DPIA", True, YESTERDAY)
FAILING_AMONG_ALL = evidence(looks=[seen("failing")], paper=[ACCEPTED], word=LATER)
MET_AND_FAILING = evidence(looks=[seen("met"), seen("failing", control=LOOKED)])
OLD_AND_A_WORD = evidence(looks=[seen("met", fresh=YESTERDAY)], word=LATER)
HALF_MEASURED = evidence(controls=(MEASURED, replace(MEASURED, id="m2")), looks=[seen("met")])
CASES = [
    ("no proof is open", evidence(), "open", None),
    ("a measurement that is met", evidence(looks=[seen("met")]), "met", "measured"),
    ("a measurement that fails", evidence(looks=[seen("failing")]), "failing", "measured"),
    ("a failing measurement is not outvoted", FAILING_AMONG_ALL, "failing", "measured"),
    ("a failing look is not outvoted by a measurement", MET_AND_FAILING, "failing", "observed"),
    ("a measurement goes stale, whatever anybody says", OLD_AND_A_WORD, "stale", "measured"),
    ("a measurement is fresh on its last day", evidence(looks=[seen("met", fresh=TODAY)]), "met", "measured"),
    ("what failed keeps failing", evidence(looks=[seen("failing", fresh=YESTERDAY)]), "failing", "measured"),
    ("looked, too little to say, and a document", evidence(looks=[seen("open")], paper=[ACCEPTED]), "met", "document"),
    ("a document that somebody accepted", evidence(paper=[ACCEPTED]), "met", "document"),
    ("a document that waits", evidence(paper=[WAITING]), "open", "document"),
    ("a document that was rejected", evidence(paper=[REJECTED]), "open", "document"),
    ("a document that ran out", evidence(paper=[RUN_OUT]), "stale", "document"),
    ("a document that ran out and another", evidence(paper=[RUN_OUT, ACCEPTED]), "met", "document"),
    ("somebody's word", evidence(word=LATER), "met", "attestation"),
    ("somebody's word on its last day", evidence(word=TODAY), "met", "attestation"),
    ("somebody's word of before", evidence(word=YESTERDAY), "stale", "attestation"),
    ("somebody's word where it is not enough", evidence(controls=(PAPER,), word=LATER), "open", None),
    ("a document where nothing was asked for it", evidence(controls=(WORD,), paper=[ACCEPTED]), "met", "document"),
    ("one of two measurements is missing", HALF_MEASURED, "open", None),
]  # fmt: skip


@pytest.mark.parametrize(("held", "status", "kind"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_what_evidence_comes_to(held, status, kind):
    found = judge(held, Standing.IN_FORCE, TODAY)
    assert (found.status, found.kind) == (status, kind)
    assert found.reason.nl
    assert found.reason.en


@pytest.mark.parametrize(("held", "status", "kind"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_a_duty_ahead_is_not_yet_unless_it_is_proven(held, status, kind):
    found = judge(held, Standing.AHEAD, TODAY)
    assert found.status == ("met" if status == "met" else "not_yet")


@pytest.mark.parametrize(("held", "status", "kind"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_a_duty_that_ended_is_not_applicable(held, status, kind):
    assert judge(held, Standing.ENDED, TODAY).status is ProofStatus.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("held", "stale_on"),
    [
        pytest.param(evidence(looks=[seen("met", fresh=date(2026, 12, 1))]), date(2026, 12, 2), id="the day after"),
        pytest.param(evidence(paper=[ACCEPTED]), None, id="a document without an end"),
        pytest.param(evidence(paper=[Filed("DPIA", True, LATER)], word=TODAY), LATER + timedelta(days=1), id="best"),
        pytest.param(evidence(word=TODAY), TODAY + timedelta(days=1), id="a word"),
    ],
)  # fmt: skip
def test_a_verdict_names_the_day_it_goes_stale(held, stale_on):
    found = judge(held, Standing.IN_FORCE, TODAY)
    assert found.stale_on == stale_on
    if stale_on:
        assert judge(held, Standing.IN_FORCE, stale_on).status is ProofStatus.STALE


def test_each_kind_has_a_verdict_and_the_strongest_stands_first():
    found = verdicts(evidence(word=LATER), TODAY)
    assert [verdict.kind for verdict in found] == list(ProofKind)
    assert found[3].status is ProofStatus.NOT_APPLICABLE


def test_a_room_to_come_brings_its_own_judge():
    """Training, once it exists, counts people: so many of so many."""

    def coverage(held, today):
        counts = next((one.figures for one in held.seen if one.kind is ProofKind.TRAINING), None)
        if counts is None:
            return Verdict(ProofStatus.OPEN, WORDS)
        enough = counts["trained"] >= 0.95 * counts["of"]
        return Verdict(ProofStatus.MET if enough else ProofStatus.FAILING, WORDS)

    before = register_proof(ProofKind.TRAINING, coverage)
    try:
        for trained, status in ((38, "met"), (37, "failing")):
            figures = {"trained": trained, "of": 40}
            look = Observed(ProofKind.TRAINING, "t", ProofStatus.OPEN, WORDS, figures=figures)
            assert judge(evidence(looks=[look], word=LATER), Standing.IN_FORCE, TODAY).status == status
    finally:
        register_proof(ProofKind.TRAINING, before)

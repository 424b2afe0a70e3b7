"""People decide on what AI proposes: after a look, with a reason, by two where the policy says so; never time."""

import json
from datetime import timedelta

import pytest
from tests.conftest import NOON

from balie.desk import service as desk
from balie.desk.models import Proposal, ProposalVote
from balie.desk.proposals import oversight
from balie.desk.service import Choice, Decision, NotNow
from balie.evidence import service as evidence
from balie.evidence.models import Entry

pytestmark = pytest.mark.django_db
WHY = "De klant heeft de foto's al gestuurd."
YES, NO = Choice(Decision.APPROVED, WHY), Choice(Decision.REFUSED, WHY)


@pytest.fixture
def petra(someone):
    return someone("petra@wadlicht.example", "agent", name="Petra")


@pytest.fixture
def joost(someone):
    return someone("joost@wadlicht.example", "agent", name="Joost")


def decide(person, choice=YES, key="a" * 32, *, leads=False, after=30):
    return desk.decide(key, person, choice, leads=leads, now=NOON + timedelta(seconds=after))


def look(*people, key="a" * 32):
    for one in people:
        desk.look_into(key, one, now=NOON)


def stands(key="a" * 32):
    return Proposal.objects.get(pk=key).status


def test_nobody_decides_on_what_they_did_not_look_into(proposal, petra):
    proposal()

    with pytest.raises(NotNow, match="Look first"):
        decide(petra)

    assert stands() == "waiting"


def test_a_decision_and_its_reason_are_kept_and_the_program_gets_it(proposal, petra):
    made = proposal()
    look(petra)

    status = decide(petra)

    made.refresh_from_db()
    kept = json.loads(evidence.open_content(made.decision).content)
    entry = Entry.objects.get(kind="proposal-decided")
    assert (status, made.status, kept["because"]) == ("approved", "approved", WHY)
    assert entry.body == {"proposal": "a" * 32, "decision": "approved", "seconds": 30}
    assert WHY not in entry.leaf  # the reason may tell of a person: it lies in the vault


def test_a_change_of_a_decision_names_the_other_outcome(proposal, petra):
    made = proposal()
    look(petra)

    decide(petra, Choice(Decision.CHANGED, WHY, "toekennen"))

    made.refresh_from_db()
    assert json.loads(evidence.open_content(made.decision).content)["outcome"] == "toekennen"


@pytest.mark.parametrize("instead", ["", "afwijzen", "x" * 201])
def test_a_change_that_changes_nothing_is_refused(proposal, petra, instead):
    proposal()
    look(petra)

    with pytest.raises(NotNow):
        decide(petra, Choice(Decision.CHANGED, WHY, instead))

    assert stands() == "waiting"


@pytest.mark.parametrize("instead", ["", "bedrag 10", "[10]", '{"amount": 100}'])
def test_changed_arguments_are_other_json(proposal, petra, instead):
    proposal(arguments={"amount": 100})
    look(petra)

    with pytest.raises(NotNow):
        decide(petra, Choice(Decision.CHANGED, WHY, instead))


@pytest.mark.parametrize("because", ["", "ok", "         ok        ", "x" * 2001])
def test_a_decision_without_a_reason_is_none(proposal, petra, because):
    proposal()
    look(petra)

    with pytest.raises(NotNow, match="Write why"):
        decide(petra, Choice(Decision.APPROVED, because))

    assert (stands(), ProposalVote.objects.count()) == ("waiting", 0)


def test_where_two_are_asked_one_is_not_enough_and_nobody_is_two(proposal, petra, joost):
    proposal(people=2)
    look(petra, joost)

    first = decide(petra)
    with pytest.raises(NotNow, match="another's"):
        decide(petra)
    second = decide(joost)

    assert (first, second) == ("waiting", "approved")
    assert [
        e.kind for e in Entry.objects.filter(kind__in=["proposal-seconded", "proposal-decided"]).order_by("pk")
    ] == [
        "proposal-seconded",
        "proposal-decided",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (YES, NO),
        (NO, YES),
        (YES, Choice(Decision.CHANGED, WHY, "toekennen")),
        (Choice(Decision.CHANGED, WHY, "half"), Choice(Decision.CHANGED, WHY, "toekennen")),
    ],
)
def test_two_who_disagree_approve_nothing(proposal, petra, joost, first, second):
    proposal(people=2)
    look(petra, joost)

    decide(petra, first)

    assert decide(joost, second) == "refused"


def test_two_who_change_it_in_the_same_way_agree(proposal, petra, joost):
    proposal(people=2)
    look(petra, joost)
    choice = Choice(Decision.CHANGED, WHY, "toekennen")

    decide(petra, choice)

    assert decide(joost, choice) == "changed"


def test_what_is_overdue_is_for_who_leads_and_is_never_approved_by_time(proposal, petra):
    proposal(minutes=1)
    look(petra)
    late = NOON + timedelta(minutes=5)

    told = [desk.tell_overdue(late), desk.tell_overdue(late)]
    with pytest.raises(NotNow, match="leads the desk"):
        decide(petra, after=300)
    still = stands()
    decided = decide(petra, leads=True, after=301)

    assert (told, still, decided) == ([1, 0], "waiting", "approved")
    assert Entry.objects.filter(kind="proposal-overdue").count() == 1


def test_decided_is_decided(proposal, petra, joost):
    proposal()
    look(petra, joost)
    decide(petra)

    with pytest.raises(NotNow, match="already"):
        decide(joost, NO)

    assert stands() == "approved"


def test_a_conversation_notices_that_its_proposal_was_decided(talk, proposal, petra):
    held = talk()
    proposal(arguments={"amount": 100}, conversation=held)
    look(petra)

    decide(petra, NO)

    held.refresh_from_db()
    assert held.version == 1


def test_what_was_erased_can_be_looked_into_no_more(proposal, petra):
    made = proposal()
    log = evidence.Entry.objects.get(kind="proposal-made").log
    evidence.erase(log, [f"decision-{made.pk}"], evidence.Why("request"), by=evidence.BALIE, now=NOON)

    with pytest.raises(evidence.Erased):
        look(petra)


def test_figures_are_of_oneself_or_of_at_least_five_together(proposal, someone):
    people = [someone(f"p{n}@wadlicht.example", "agent") for n in range(5)]
    for n, one in enumerate(people):
        proposal(str(n) * 32)
        look(one, key=str(n) * 32)
        decide(one, NO if n == 0 else YES, key=str(n) * 32, after=5 if n == 1 else 30)
        if n == 3:
            assert oversight.of_all(now=NOON + timedelta(minutes=1)) is None

    whole = oversight.of_all(now=NOON + timedelta(minutes=1))
    own = oversight.of_person(people[0], now=NOON + timedelta(minutes=1))

    assert (whole.decided, whole.overruled, whole.quick, whole.share) == (5, 1, 1, 0.2)
    assert (own.decided, own.overruled, own.streak, own.seconds) == (1, 1, 0, 30)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (YES, "De beslissing is: afwijzen. Dat is wat de computer voorstelde."),
        (NO, "De computer stelde voor: afwijzen. Dat hebben we niet gedaan."),
        (
            Choice(Decision.CHANGED, WHY, "toekennen"),
            "De beslissing is: toekennen. De computer stelde iets anders voor: afwijzen.",
        ),
    ],
)
def test_a_letter_tells_the_part_of_the_ai_the_reasons_and_how_to_have_it_looked_at_again(
    proposal, petra, choice, told
):
    made = proposal()
    look(petra)
    decide(petra, choice)
    made.refresh_from_db()

    letter = desk.explanation_of(made, "nl", on=NOON.date())

    assert letter.subject == "Uitleg bij onze beslissing over terugbetaling"
    assert told in letter.text
    assert "- geen bewijs" in letter.text
    assert WHY in letter.text
    assert "23 november 2026" in letter.text
    assert "Een ander mens kijkt er dan opnieuw naar" in letter.text
    assert "{" not in letter.text


def test_a_letter_about_what_was_erased_is_not_made_up(proposal, petra):
    made = proposal()
    look(petra)
    decide(petra)
    made.refresh_from_db()
    log = evidence.Entry.objects.get(kind="proposal-made").log
    evidence.erase(log, [f"decision-{made.pk}"], evidence.Why("request"), by=evidence.BALIE, now=NOON)

    with pytest.raises(evidence.Erased):
        desk.explanation_of(made, "nl", on=NOON.date())

"""Ask a colleague: one link, one question, one reply; and nothing that a stranger could do with it."""

from datetime import timedelta

import pytest

from balie.evidence.service import entries_of
from balie.people.service import NotPermitted
from balie.register import colleagues as asking
from balie.register import models, service
from balie.register.colleagues import Asking, NoSuchLink, Replying, State
from balie.register.service import Description, Refused, Said

pytestmark = pytest.mark.one_database

NORM = "obvious_to_reasonable_person"
LEO = Asking("Leo Leverancier", "leo@klankwerk.example", "nl", "Jij weet dit vast.")


@pytest.fixture
def system(law, organisation, officer, acting):
    return service.create_system(law, organisation, Description("Stroomlijn", life_cycle="test"), acting(officer))


@pytest.fixture
def ask(law, system, officer, acting):
    def put(fact="used_in_eu", whom=LEO, by=officer):
        return service.ask_colleague(law, system.pk, fact, whom, acting(by))

    return put


@pytest.fixture
def reply(law, noon, today):
    def send(token, said=None, *, note="", not_for_me=False, person=None, after=timedelta(hours=1)):
        replying = Replying(said or Said(None), note, not_for_me)
        return asking.reply(law, token, replying, now=noon + after, today=today, person=person)

    return send


def test_only_a_digest_of_the_link_is_kept(ask):
    asked = ask()
    assert len(asked.token) == 43
    kept = models.AskedColleague.objects.values().get()
    assert asked.token not in str(kept)
    assert asked.token not in str(list(entries_of().values()))


def test_a_reply_is_an_answer_by_name_through_the_link(ask, reply, system, noon):
    asked = ask()
    row = reply(asked.token, Said(True, source="contract"))
    answer = models.Answer.objects.get()
    assert (answer.by, answer.by_name, answer.via, answer.source) == (None, "Leo Leverancier", "link", "contract")
    assert row.answer == answer
    assert asking.state_of(row, now=noon) is State.ANSWERED
    assert models.AISystem.objects.get().facts["used_in_eu"]["value"] is True
    entry = entries_of(system=system.pk).first()
    assert (entry.kind, entry.actor, entry.actor_name) == ("colleague-replied", None, "Leo Leverancier")


def test_who_is_signed_in_answers_under_their_own_name(ask, reply, officer):
    reply(ask().token, Said(True), person=officer)
    answer = models.Answer.objects.get()
    assert (answer.by, answer.by_name) == (officer, "Connie Compliance")


def test_the_first_reply_counts(ask, reply):
    token = ask().token
    reply(token, Said(True))
    assert reply(token, Said(False)).value is True
    assert models.Answer.objects.count() == 1


def test_not_knowing_keeps_the_question_open(ask, reply, noon):
    row = reply(ask().token, note="Vraag het de leverancier.")
    assert asking.state_of(row, now=noon) is State.UNKNOWN
    assert models.AISystem.objects.get().facts == {}
    assert not models.Answer.objects.get().known


def test_passing_it_back_changes_no_answer(ask, reply, noon, system):
    row = reply(ask().token, Said(True), not_for_me=True, note="Vraag Bo.")
    assert asking.state_of(row, now=noon) is State.NOT_FOR_ME
    assert not models.Answer.objects.exists()
    assert entries_of(system=system.pk).first().body["note"] == "Vraag Bo."


def test_a_norm_gets_advice_and_no_answer(ask, reply, law, noon, system, officer):
    asked = ask(NORM)
    assert asking.only_advises(law, asked.row)
    row = reply(asked.token, Said(True), note="De naam zegt al dat het een bot is.")
    assert asking.state_of(row, now=noon) is State.ADVISED
    assert list(asking.advice_on(system, NORM, officer, now=noon)) == [row]
    assert models.AISystem.objects.get().facts == {}
    assert not models.Answer.objects.exists()


def test_advice_says_why(ask, reply):
    with pytest.raises(Refused) as refused:
        reply(ask(NORM).token, Said(True), note=" ")
    assert refused.value.field == "note"
    assert models.AskedColleague.objects.get().answered_at is None


def test_who_may_not_speak_for_the_organisation_gets_advice_about_it(
    law, organisation, builder, officer, acting, reply
):
    own = service.create_system(law, organisation, Description("Van Bo"), acting(builder))
    for who, state in ((builder, "advice"), (officer, "answer")):
        asked = service.ask_colleague(law, own.pk, "org_public_body", LEO, acting(who))
        assert reply(asked.token, Said(False), note="Zie de statuten.").reply == state
    assert models.Answer.objects.filter(fact="org_public_body").count() == 1


@pytest.mark.parametrize(
    ("after", "works"),
    [
        pytest.param(timedelta(days=29, hours=23), True, id="just in time"),
        pytest.param(timedelta(days=30), False, id="after thirty days"),
    ],
)
def test_a_link_lasts_thirty_days(ask, noon, after, works):
    token = ask().token
    if works:
        assert asking.question_behind(token, now=noon + after).fact == "used_in_eu"
    else:
        with pytest.raises(NoSuchLink):
            asking.question_behind(token, now=noon + after)


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "../../etc", "\x00", "é" * 2000])
def test_a_made_up_link_opens_nothing(ask, noon, token):
    ask()
    with pytest.raises(NoSuchLink):
        asking.question_behind(token, now=noon)


def test_a_withdrawn_link_opens_nothing(ask, reply, system, officer, acting, noon):
    asked = ask()
    service.withdraw_question(system.pk, asked.row.pk, acting(officer))
    with pytest.raises(NoSuchLink):
        reply(asked.token, Said(True))
    assert asking.state_of(models.AskedColleague.objects.get(), now=noon) is State.WITHDRAWN


def test_a_question_that_was_replied_to_cannot_be_withdrawn(ask, reply, system, officer, acting):
    asked = ask()
    reply(asked.token, Said(True))
    service.withdraw_question(system.pk, asked.row.pk, acting(officer))
    assert models.AskedColleague.objects.get().withdrawn_at is None


def test_a_question_of_another_system_cannot_be_withdrawn_from_here(ask, law, organisation, builder, acting):
    asked = ask()
    own = service.create_system(law, organisation, Description("Van Bo"), acting(builder))
    service.withdraw_question(own.pk, asked.row.pk, acting(builder))
    assert models.AskedColleague.objects.get().withdrawn_at is None


def test_who_may_not_answer_asks_nobody(ask, someone, builder):
    for person in (builder, someone("ana@wadlicht.example", "analyst")):
        with pytest.raises(NotPermitted):
            ask(by=person)


def test_a_mailbox_is_not_flooded(ask):
    for _ in range(60):
        ask()
    with pytest.raises(Refused):
        ask()


@pytest.mark.parametrize(
    ("whom", "field"),
    [
        pytest.param(Asking(" "), "name", id="nobody"),
        pytest.param(Asking("x" * 201), "name", id="a long name"),
        pytest.param(Asking("Leo\r\nBcc: all@example.com\x00"), "name", id="a header in the name"),
        pytest.param(Asking("Leo", message="x" * 2001), "message", id="a long message"),
    ],
)
def test_whom_and_what_are_checked(ask, whom, field):
    with pytest.raises(Refused) as refused:
        ask(whom=whom)
    assert refused.value.field == field


def test_an_answer_that_does_not_fit_leaves_the_link_open(ask, reply, noon):
    token = ask("developed_by").token
    with pytest.raises(Refused):
        reply(token, Said("martians"))
    assert asking.question_behind(token, now=noon).answered_at is None


def test_a_retired_system_takes_no_replies(ask, reply, system, officer, acting):
    token = ask().token
    service.retire(system.pk, "Weg", acting(officer))
    with pytest.raises(Refused):
        reply(token, Said(True))


def test_whoever_asked_finds_their_questions_back(ask, officer, builder):
    ask()
    assert [row.name for row in service.asked_by(officer)] == ["Leo Leverancier"]
    assert not service.asked_by(builder).exists()


def test_after_the_account_of_whoever_asked_was_closed_a_reply_is_advice(ask, reply, officer, system):
    asked = ask()
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    row = reply(asked.token, Said(True, source="contract"), note="Dat staat in het contract.")
    assert row.reply == "advice"
    assert not models.Answer.objects.exists()
    assert "used_in_eu" not in models.AISystem.objects.get().facts


def test_an_auditor_reads_what_colleagues_were_asked_and_advised_in_the_period(
    ask, reply, officer, system, someone, noon
):
    row = reply(ask(NORM).token, Said(True, source="contract"), note="Dat ziet iedereen.")
    auditor, day = someone("auditor@control.example", "auditor"), noon.date()
    mandate = auditor.mandates.create(
        purpose="check", all_systems=True, period_from=day, period_until=day, given_at=noon,
        expires_at=noon + timedelta(days=1),
    )  # fmt: skip
    assert list(asking.advice_on(system, NORM, auditor, now=noon)) == [row]
    for begins, ends in ((-9, -1), (1, 9)):
        mandate.period_from, mandate.period_until = day + timedelta(days=begins), day + timedelta(days=ends)
        mandate.save()
        assert not asking.advice_on(system, NORM, auditor, now=noon).exists()

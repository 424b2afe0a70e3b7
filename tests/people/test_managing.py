"""Inviting, roles, closing accounts and mandates: what an administrator may, and what nobody may."""

from datetime import timedelta

import pytest

from balie.evidence.models import Entry
from balie.people import accounts, mandates, service
from balie.people.models import Mandate, User
from balie.people.service import NotPermitted, Permission, Role

BRAM = accounts.Invitation("Bram@Wadlicht.example ", "Bram Elzinga", "nl", frozenset({Role.AGENT}))


def kinds(person):
    return list(Entry.objects.filter(subject="person", subject_id=person.pk).values_list("kind", flat=True))


def test_an_invitation_is_an_account_with_roles_and_a_link_for_a_week(person, noon):
    link = accounts.invite(BRAM, by=person, now=noon)
    made = service.owner_of_link(link.token, now=noon + timedelta(days=7) - timedelta(seconds=1))
    assert (made.email, made.name, made.roles) == ("bram@wadlicht.example", "Bram Elzinga", {Role.AGENT})
    with pytest.raises(service.LinkRefused):
        service.owner_of_link(link.token, now=noon + timedelta(days=7))
    assert kinds(made) == ["invited"]


def test_one_address_has_one_account(person, noon):
    accounts.invite(BRAM, by=person, now=noon)
    with pytest.raises(accounts.AddressTaken):
        accounts.invite(BRAM, by=person, now=noon)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_manages_people(someone, person, noon, role):
    other = someone(f"{role}@wadlicht.example", role)
    for act in (
        lambda: accounts.invite(BRAM, by=other, now=noon),
        lambda: accounts.send_again(person, by=other, now=noon),
        lambda: accounts.change_roles(other, {Role.ADMINISTRATOR}, by=other, now=noon),
        lambda: accounts.close(person, by=other, now=noon),
        lambda: accounts.reopen(person, by=other, now=noon),
        lambda: accounts.end_sessions(person, by=other, now=noon),
        lambda: accounts.take_second_factor_away(person, by=other, now=noon),
    ):
        with pytest.raises(NotPermitted) as refused:
            act()
        assert refused.value.permission is Permission.MANAGE_PEOPLE


def test_roles_change_with_an_entry_that_says_what_they_were(someone, person, noon):
    other = someone("petra@wadlicht.example", "manager", "builder")
    accounts.change_roles(other, {Role.MANAGER, Role.ANALYST}, by=person, now=noon)
    other = User.objects.get(pk=other.pk)
    assert other.roles == {Role.MANAGER, Role.ANALYST}
    (change,) = Entry.objects.get(kind="roles-changed").body["changes"]
    assert (change["before"], change["after"]) == (["builder", "manager"], ["analyst", "manager"])


def test_saving_the_same_roles_puts_nothing_down(someone, person, noon):
    other = someone("petra@wadlicht.example", "manager")
    accounts.change_roles(other, {Role.MANAGER}, by=person, now=noon)
    assert kinds(other) == []


def test_the_last_administrator_stays(person, noon):
    for act in (
        lambda: accounts.change_roles(person, {Role.COMPLIANCE}, by=person, now=noon),
        lambda: accounts.close(person, by=person, now=noon),
    ):
        with pytest.raises(accounts.LastAdministrator):
            act()
    person.refresh_from_db()
    assert person.is_active
    assert Role.ADMINISTRATOR in User.objects.get(pk=person.pk).roles


def test_a_closed_administrator_does_not_count_as_one(someone, person, noon):
    second = someone("tweede@wadlicht.example", "administrator")
    accounts.close(second, by=person, now=noon)
    with pytest.raises(accounts.LastAdministrator):
        accounts.close(person, by=person, now=noon)


def test_with_a_second_administrator_the_first_may_go(someone, person, noon):
    someone("tweede@wadlicht.example", "administrator")
    accounts.close(person, by=person, now=noon)
    assert not User.objects.get(pk=person.pk).is_active


def test_an_auditor_has_no_other_role(person, someone, noon):
    both = frozenset({Role.AUDITOR, Role.COMPLIANCE})
    with pytest.raises(accounts.AuditorStandsAlone):
        accounts.change_roles(someone("a@wadlicht.example", "auditor"), both, by=person, now=noon)
    with pytest.raises(accounts.AuditorStandsAlone):
        accounts.invite(accounts.Invitation("b@wadlicht.example", "B", "nl", both), by=person, now=noon)


def test_a_closed_account_ends_sessions_and_links_also_after_opening_again(person, someone, client, noon):
    other = someone("petra@wadlicht.example", "manager")
    client.force_login(other)
    link = service.issue_link(other, now=noon)
    accounts.close(other, by=person, now=noon)
    assert client.get("/law/").status_code == 302
    accounts.reopen(other, by=person, now=noon)
    assert client.get("/law/").status_code == 302
    with pytest.raises(service.LinkRefused):
        service.use_link(link.token, now=noon)
    assert kinds(other) == ["account-reopened", "account-closed"]


def test_a_closed_account_gets_no_new_link(person, someone, noon):
    other = someone("petra@wadlicht.example", "manager")
    accounts.close(other, by=person, now=noon)
    other.refresh_from_db()
    with pytest.raises(service.LinkRefused):
        accounts.send_again(other, by=person, now=noon)


# Mandates


def scope(noon, **other):
    usual = {"purpose": "audit", "systems": (2, 1, 2), "all_systems": False}
    return mandates.Scope(**usual | other, period_from=noon.date() - timedelta(days=30), period_until=noon.date())


@pytest.fixture
def auditor(someone):
    return someone("maeve@wadlicht.example", "auditor")


def test_a_mandate_says_what_may_be_seen_and_until_when(person, auditor, noon):
    made = mandates.give_mandate(auditor, scope(noon), expires_at=noon + mandates.USUAL, by=person, now=noon)
    assert made.systems == [1, 2]
    assert service.mandate_of(auditor, now=noon + timedelta(days=29)) == made
    with pytest.raises(NotPermitted):
        service.mandate_of(auditor, now=noon + mandates.USUAL)


def test_a_new_mandate_replaces_the_one_before(person, auditor, noon):
    first = mandates.give_mandate(auditor, scope(noon), expires_at=noon + mandates.USUAL, by=person, now=noon)
    second = mandates.give_mandate(auditor, scope(noon), expires_at=noon + mandates.USUAL, by=person, now=noon)
    first.refresh_from_db()
    assert first.withdrawn_at == noon
    assert service.mandate_of(auditor, now=noon) == second


def test_a_withdrawn_mandate_shows_nothing(person, auditor, noon):
    made = mandates.give_mandate(auditor, scope(noon), expires_at=noon + mandates.USUAL, by=person, now=noon)
    mandates.withdraw_mandate(made, by=person, now=noon)
    with pytest.raises(NotPermitted):
        service.mandate_of(auditor, now=noon)
    assert kinds(auditor) == ["mandate-withdrawn", "mandate-given"]


@pytest.mark.parametrize(
    "until", [timedelta(0), timedelta(days=-1), timedelta(days=182)], ids=["now", "past", "more than half a year"]
)
def test_a_mandate_lasts_for_a_while_and_no_longer(person, auditor, noon, until):
    with pytest.raises(mandates.TooLong):
        mandates.give_mandate(auditor, scope(noon), expires_at=noon + until, by=person, now=noon)


def test_a_mandate_is_for_auditors(person, someone, noon):
    with pytest.raises(mandates.NoAuditor):
        mandates.give_mandate(
            someone("x@wadlicht.example", "manager"), scope(noon), expires_at=noon + mandates.USUAL, by=person, now=noon
        )


def test_nobody_but_an_administrator_gives_one(someone, auditor, noon):
    other = someone("x@wadlicht.example", "compliance")
    with pytest.raises(NotPermitted):
        mandates.give_mandate(auditor, scope(noon), expires_at=noon + mandates.USUAL, by=other, now=noon)
    assert not Mandate.objects.exists()


def test_who_was_an_auditor_before_does_not_get_the_old_mandate_back(person, auditor, noon):
    mandates.give_mandate(auditor, scope(noon), expires_at=noon + mandates.USUAL, by=person, now=noon)
    accounts.change_roles(auditor, {Role.ANALYST}, by=person, now=noon)
    accounts.change_roles(auditor, {Role.AUDITOR}, by=person, now=noon)
    with pytest.raises(NotPermitted):
        service.mandate_of(User.objects.get(pk=auditor.pk), now=noon)

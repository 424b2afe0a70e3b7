"""Owner and deadline of duties, one at a time or many; within reach or not at all."""

from datetime import date

import pytest
from django.urls import reverse

from balie.duties.models import SystemDuty
from balie.duties.planning import Plan, plan_duties
from balie.evidence import service as evidence
from balie.people.service import NotPermitted
from balie.register import service as register

BY = date(2027, 1, 31)


def both(owner):
    return Plan(owner, BY, set_owner=True, set_deadline=True)


def test_many_duties_get_an_owner_and_a_deadline_at_once(wim, owner, compliance, acting, django_assert_max_num_queries):
    rows = list(SystemDuty.objects.filter(system=wim))
    with django_assert_max_num_queries(24):
        assert plan_duties([row.pk for row in rows], both(owner), acting(compliance)) == len(rows)
    assert set(SystemDuty.objects.filter(system=wim).values_list("owner", "deadline")) == {(owner.pk, BY)}
    entry = evidence.entries_of(subject=("duty", rows[0].pk)).first()
    assert {change["field"] for change in entry.body["changes"]} == {"owner", "deadline"}


def test_what_is_the_same_already_is_no_change(told, owner, compliance, acting):
    assert plan_duties([told.pk], both(owner), acting(compliance)) == 1
    assert plan_duties([told.pk], both(owner), acting(compliance)) == 0


def test_what_is_not_asked_for_stays(told, owner, compliance, acting):
    plan_duties([told.pk], both(owner), acting(compliance))
    plan_duties([told.pk], Plan(deadline=None, set_deadline=True), acting(compliance))
    told.refresh_from_db()
    assert (told.owner, told.deadline) == (owner, None)


@pytest.mark.parametrize("role", ["administrator", "analyst", "builder"])
def test_who_may_not_plan_cannot(told, someone, owner, acting, role):
    with pytest.raises(NotPermitted):
        plan_duties([told.pk], both(owner), acting(someone("iemand@wadlicht.example", role)))


def test_one_duty_out_of_reach_refuses_them_all(told, wim, someone, acting):
    builder = someone("bram@wadlicht.example", "builder")
    wim.owned_by = builder
    wim.save()
    other = SystemDuty.objects.exclude(system=wim).first()
    plan_duties([told.pk], both(builder), acting(builder))
    with pytest.raises(NotPermitted):
        plan_duties([told.pk, other.pk], both(builder), acting(builder))
    other.refresh_from_db()
    assert other.owner is None


@pytest.mark.parametrize(
    ("keys", "plan", "code"),
    [
        pytest.param([], Plan(deadline=BY, set_deadline=True), "none", id="nothing ticked"),
        pytest.param([999_999], Plan(deadline=BY, set_deadline=True), "none", id="a duty that is not there"),
        pytest.param(range(1, 1_100), Plan(deadline=BY, set_deadline=True), "too-many", id="very many"),
        pytest.param([1], Plan(), "nothing", id="nothing asked"),
    ],
)
def test_what_cannot_be_planned_says_why(wim, compliance, acting, keys, plan, code):
    with pytest.raises(register.Refused) as refused:
        plan_duties(keys, plan, acting(compliance))
    assert refused.value.code == code


def test_an_owner_is_somebody_who_can_prove(told, compliance, someone, acting):
    with pytest.raises(register.Refused) as refused:
        plan_duties([told.pk], both(someone("joris@wadlicht.example", "agent")), acting(compliance))
    assert refused.value.code == "cannot-prove"


def test_the_page_plans_what_was_ticked_and_goes_back_to_the_same_list(told, owner, compliance, client):
    client.force_login(compliance)
    back = f"{reverse('duties:duties')}?footing=position"
    sent = {"duties": [told.pk], "owner": owner.pk, "deadline": "2027-01-31", "back": back}
    answer = client.post(reverse("duties:plan"), sent)
    assert answer.headers["Location"] == back
    told.refresh_from_db()
    assert (told.owner, told.deadline) == (owner, BY)


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example", "javascript:alert(1)", ""])
def test_the_page_goes_back_nowhere_else(told, compliance, client, back):
    client.force_login(compliance)
    answer = client.post(reverse("duties:plan"), {"duties": [told.pk], "deadline": "2027-01-31", "back": back})
    assert answer.headers["Location"] == reverse("duties:duties")

"""The pages of stored assessments: read, compare, make again, sign, withdraw; by whom, and what odd input does."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balie.people.models import Mandate
from balie.register import models, service

pytestmark = pytest.mark.one_database


@pytest.fixture
def wim(november):
    return models.AISystem.objects.select_related("organisation", "latest").get(name="Wim")


@pytest.fixture
def address(wim):
    return f"/systems/{wim.pk}/assessments/{wim.latest_id}/"


@pytest.fixture
def later(wim, law, noon):
    """Wim is assessed once more, after the date that changes something."""
    service.assess([wim], service.Occasion(law, timezone.datetime(2026, 12, 3).date(), noon))
    return wim


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_tells_when_why_by_whom_and_by_which_law(later, colleague):
    told = page(colleague.get(f"/systems/{later.pk}/assessments/"))
    for words in ("2 beoordelingen", "een datum die verstreken is", "import", later.latest.law.digest[:12], "niemand"):
        assert words in told


@pytest.mark.parametrize(("language", "day"), [("nl", "30 november 2026, 13:00"), ("en", "30 November 2026, 13:00")])
def test_a_moment_is_written_in_words_so_that_nobody_takes_the_day_for_the_month(wim, colleague, language, day):
    at = timezone.datetime(2026, 11, 30, 12, tzinfo=UTC)
    models.Assessment.objects.filter(system=wim).update(at=at)
    assert day in page(colleague.get(f"/systems/{wim.pk}/assessments/", headers={"accept-language": language}))


def test_the_list_is_exported_as_it_is(later, colleague):
    text = colleague.get(f"/systems/{later.pk}/assessments/?format=csv").getvalue().decode("utf-8-sig")
    assert text.count("Balie") >= 2
    assert "een datum die verstreken is" in text


def test_the_list_takes_as_many_queries_for_one_as_for_fifty(wim, colleague, django_assert_max_num_queries):
    kept = wim.latest
    for _ in range(60):
        kept.pk = None
        kept.save()
    with django_assert_max_num_queries(12):
        answer = colleague.get(f"/systems/{wim.pk}/assessments/")
    assert "Pagina 1 van 2" in page(answer)


def test_a_stored_assessment_is_told_in_words(address, colleague):
    told = page(colleague.get(address))
    for words in ("beperkt risico", "AI-verordening art. 50 lid 1", "30 november 2026"):
        assert words in told


def test_what_became_different_from_the_one_before(later, colleague):
    told = page(colleague.get(f"/systems/{later.pk}/assessments/{later.latest_id}/"))
    assert "Wat er anders is dan op" in told
    assert "Geldt nu (1)" in told
    assert "Merk wat AI heeft gemaakt" in told


def test_it_is_made_again_on_demand(address, colleague, wim):
    assert "bit voor bit hetzelfde" in page(colleague.get(f"{address}?replay=1"))
    models.Assessment.objects.filter(pk=wim.latest_id).update(digest="0" * 64)
    assert "controlegetal klopt niet" in page(colleague.get(f"{address}?replay=1"))


def test_a_law_that_cannot_be_read_any_more_is_said(address, colleague):
    models.LawEdition.objects.update(digest="f" * 64, files=b"")
    assert "zijn niet te lezen" in page(colleague.get(address))


@pytest.mark.parametrize("with_", ["0", "x", "-1", "9" * 40, "%00", ""])
def test_an_odd_number_to_compare_with_is_passed_over(later, colleague, with_):
    answer = colleague.get(f"/systems/{later.pk}/assessments/{later.latest_id}/?with={with_}")
    assert answer.status_code == 200


def test_signing_on_the_page(address, wim, officer):
    client = signed_in(officer)
    answer = client.post(f"{address}sign/", {"statement": "Ik ben het eens."}, follow=True)
    told = page(answer)
    assert "Je hebt deze beoordeling ondertekend" in told
    assert "Connie Compliance" in told
    assert "Ondertekend: Connie Compliance" in page(client.get(f"/systems/{wim.pk}/assessments/"))
    signature = models.Signature.objects.get()
    answer = client.post(f"/systems/{wim.pk}/signatures/{signature.pk}/withdraw/", {"reason": ""})
    assert answer.status_code == 422
    assert "Vul dit in" in page(answer)
    client.post(f"/systems/{wim.pk}/signatures/{signature.pk}/withdraw/", {"reason": "Te vroeg."})
    assert "Te vroeg." in page(client.get(address))


def test_nothing_typed_is_lost_when_it_is_refused(address, officer):
    answer = signed_in(officer).post(f"{address}sign/", {"statement": "half af \x07"})
    assert answer.status_code == 422
    assert "half af" in page(answer)
    assert "onzichtbaar teken" in page(answer)


def test_who_cannot_sign_is_told_why_and_who_can(wim, law, officer, someone, noon):
    someone("tweede@wadlicht.example", "compliance", name="Tessa Tweede")
    models.Answer.objects.create(
        organisation=wim.organisation, system=wim, fact=next(iter(wim.latest.facts)), value=True, via="page",
        by=officer, by_name=str(officer), at=noon,
    )  # fmt: skip
    address = f"/systems/{wim.pk}/assessments/{wim.latest_id}/"
    told = page(signed_in(officer).get(address))
    assert "Wie antwoordt, tekent niet" in told
    assert "Tessa Tweede" in told
    answer = signed_in(officer).post(f"{address}sign/", {"statement": "Toch."})
    assert answer.status_code == 422
    assert not models.Signature.objects.exists()


@pytest.mark.parametrize(
    ("role", "seen", "signed"),
    [
        ("administrator", 200, 403),
        ("compliance", 200, 302),
        ("manager", 200, 403),
        ("builder", 200, 403),
        ("agent", 403, 403),
        ("analyst", 200, 403),
        ("auditor", 403, 403),
    ],
)
def test_who_may_see_and_sign(address, someone, role, seen, signed):
    client = signed_in(someone(f"{role}@wadlicht.example", role))
    assert client.get(address).status_code == seen
    assert client.post(f"{address}sign/", {"statement": "Eens."}).status_code == signed


def test_an_auditor_reads_what_the_mandate_covers(address, wim, someone, today):
    auditor, now = someone("auditor@control.example", "auditor"), timezone.now()
    Mandate.objects.create(
        person=auditor, purpose="check", systems=[wim.pk], period_from=today, period_until=today, given_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    client = signed_in(auditor)
    assert client.get(f"{address}?replay=1").status_code == 200
    other = models.AISystem.objects.get(name="Zeef")
    assert client.get(f"/systems/{other.pk}/assessments/").status_code == 404
    assert client.get(f"/systems/{wim.pk}/assessments/{other.latest_id}/").status_code == 404


def test_an_auditor_reads_the_latest_assessment_and_those_of_the_period(address, later, wim, someone, today):
    """What was found before the period is neither listed, nor opened, nor compared with."""
    auditor, now = someone("auditor@control.example", "auditor"), timezone.now()
    mandate = Mandate.objects.create(
        person=auditor, purpose="check", systems=[wim.pk], period_from=today + timedelta(days=1),
        period_until=today + timedelta(days=9), given_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    client, latest = signed_in(auditor), models.AISystem.objects.get(pk=wim.pk).latest_id
    assert client.get(address).status_code == 404
    shown = client.get(f"/systems/{wim.pk}/assessments/{latest}/")
    assert shown.context["looked"].other is None
    assert len(client.get(f"/systems/{wim.pk}/assessments/").context["page"].object_list) == 1

    Mandate.objects.filter(pk=mandate.pk).update(period_from=today)
    assert client.get(address).status_code == 200
    assert len(client.get(f"/systems/{wim.pk}/assessments/").context["page"].object_list) == 2


def test_an_auditor_does_not_read_who_signed_an_assessment_after_the_period(address, later, wim, someone, today, noon):
    auditor, now = someone("auditor@control.example", "auditor"), timezone.now()
    kept = models.Assessment.objects.get(pk=int(address.rstrip("/").rpartition("/")[2]))
    signed_on = {"assessment": kept, "by": someone("karim@wadlicht.example", "compliance"), "statement": "Eens."}
    models.Signature.objects.create(**signed_on, by_name="Te laat", at=now + timedelta(days=400))
    models.Signature.objects.create(**signed_on, by_name="Op tijd", at=kept.at)
    Mandate.objects.create(
        person=auditor, purpose="check", systems=[wim.pk], period_from=today, period_until=today + timedelta(days=9),
        given_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    client = signed_in(auditor)
    for page in (address, f"/systems/{wim.pk}/assessments/"):
        words = client.get(page).content.decode()
        assert "Op tijd" in words
        assert "Te laat" not in words


def test_an_auditor_reads_the_answers_of_the_period(wim, someone, today, noon):
    auditor, now = someone("auditor@control.example", "auditor"), timezone.now()
    for days, source in ((400, "lang geleden"), (0, "vandaag gezien")):
        models.Answer.objects.create(
            organisation=wim.organisation, system=wim, fact="interacts_directly", known=True, value=True,
            source=source, via="page", by_name="Bo", at=noon - timedelta(days=days),
        )  # fmt: skip
    Mandate.objects.create(
        person=auditor, purpose="check", systems=[wim.pk], period_from=today, period_until=today, given_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    told = signed_in(auditor).get(f"/systems/{wim.pk}/questions/interacts_directly/").context["history"]
    assert [one.source for one in told][:1] == ["vandaag gezien"]
    assert "lang geleden" not in [one.source for one in told]


def test_a_stranger_signs_in_first(address, stranger):
    assert stranger.get(address).status_code == 302


def test_a_system_without_an_assessment_says_what_it_waits_for(organisation, colleague):
    system = models.AISystem.objects.create(organisation=organisation, name="Nieuw")
    assert "wacht op zijn eerste beoordeling" in page(colleague.get(f"/systems/{system.pk}/assessments/"))

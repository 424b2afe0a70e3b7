"""Every address, for every role and for three people: the owner of a system, a colleague, and a stranger."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import permissions as documented
from balie.desk import service as desk
from balie.evidence import logs
from balie.evidence.models import Entry
from balie.law import shipped_law
from balie.people import service as people
from balie.people.models import Mandate, User
from balie.people.service import MATRIX, Permission, Reach, Role
from balie.register import service as register
from balie.register.models import AISystem, Supplier
from balie.site import demo, packs
from balie.site.addresses import Need, all_addresses
from balie.site.api.models import Webhook

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ADDRESSES = {f"{one.name} {one.route}": one for one in all_addresses() if one.need is not Need.TOKEN}


def a_webhook() -> Webhook:
    """A webhook with one message."""
    made, _ = Webhook.objects.get_or_create(
        name="Meldkamer", defaults={"address": "https://x.example/", "made_at": NOON}
    )
    made.deliveries.get_or_create(message="msg_1", event="test", defaults={"payload": "{}", "made_at": NOON})
    return made


# What goes where an address varies, by how the address begins. A page about a new kind of thing needs a line here; what
# has none is asked for a number or a word that is nobody's.
EXAMPLES = {
    ("/systems/new/", "start"): lambda: "voicebot-inbound",
    ("/systems/", "name"): lambda: "used_in_eu",
    ("/systems/", "sequence"): lambda: 0,
    ("/systems/", "drawn"): lambda: Entry.objects.get(kind="sample-drawn").sequence,
    ("/organisation/", "sequence"): lambda: 0,
    ("/systems/", "key"): lambda: AISystem.objects.get(name="Wim").pk,
    ("/people/", "key"): lambda: User.objects.get(email="colleague@wadlicht.example").pk,
    ("/suppliers/", "key"): lambda: Supplier.objects.order_by("pk").first().pk,
    ("/settings/webhooks/", "key"): lambda: a_webhook().pk,
    ("/settings/webhooks/", "delivery"): lambda: a_webhook().deliveries.get().pk,
    ("/organisation/", "fact"): lambda: "org_size",
    ("/law/packs/", "name"): lambda: "eu-ai-act",
    ("/law/provisions/", "name"): lambda: "aia-50-1",
}


def example(address, word):
    """An example of what varies; none where nobody wrote one down."""
    return next(
        (make for (begin, name), make in EXAMPLES.items() if name == word and address.route.startswith(begin)), None
    )


class World:
    """The example organisation with somebody for every role. Wim is the owner's, Stroomlijn the colleague's."""

    def __init__(self):
        now = timezone.localtime()
        register.load_example(shipped_law(), demo.written(shipped_law()).portfolio, now=now)
        self.by_role = {role: self._add(f"{role}@wadlicht.example", role, now) for role in Role}
        self.owner = self._add("owner@wadlicht.example", Role.MANAGER, now)
        self.other = self._add("colleague@wadlicht.example", Role.MANAGER, now)
        self.nobody = self._add("no-role@wadlicht.example", None, now)
        AISystem.objects.filter(name="Wim").update(owned_by=self.owner)
        AISystem.objects.filter(name="Stroomlijn").update(owned_by=self.other)
        logs.opened([0, AISystem.objects.get(name="Wim").pk], now=now)
        desk.open_gate(AISystem.objects.get(name="Wim"), "", by=logs.BALIE, now=now)
        packs.draw_sample(AISystem.objects.get(name="Wim"), packs.Drawing(wanted=1), packs.Who(logs.BALIE, now))
        Mandate.objects.create(
            person=self.by_role[Role.AUDITOR],
            purpose="the test of all addresses",
            systems=[AISystem.objects.get(name="Wim").pk],
            period_from=now.date(),
            period_until=now.date(),
            expires_at=now + timedelta(days=1),
            given_at=now,
        )

    def _add(self, email, role, now):
        person = User.objects.create_user(email, "een lange zin als wachtwoord")
        people.give_roles(person, [role] if role else [], by=None, now=now)
        return person


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once; every call below takes back what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def browser(person):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def call(person, address, method):
    """Ask for an address, and leave nothing behind."""
    with transaction.atomic():
        made = {word: example(address, word) for word in address.varies}
        nobodys = {word: 999_999 if number else "x" for word, number in address.varies.items()}
        named = nobodys | {word: make() for word, make in made.items() if make}
        answer = getattr(browser(person), method)(reverse(address.name, kwargs=named))
        transaction.set_rollback(True)
    return answer


def method_of(person, address):
    """How an address wants to be asked: some are there to be sent to only."""
    return "post" if call(person, address, "get").status_code == 405 else "get"


def allowed(role, address):
    return not isinstance(address.need, Permission) or MATRIX[address.need].get(role, Reach.NONE) is not Reach.NONE


def fine(address, method):
    """What may come of it for whoever may: not "not there" where there is an example of everything that varies."""
    known = all(example(address, word) for word in address.varies)
    found = isinstance(address.need, Permission) and known and method == "get"
    return {200, 302, 410} if found else {200, 201, 302, 400, 401, 404, 410, 422}


def anothers(role, address):
    """Nobody with a role owns Wim, so those who may change their own systems may be refused this one.

    And the auditor has a mandate for Wim only, so not for the log of the organisation.
    """
    own = isinstance(address.need, Permission) and MATRIX[address.need].get(role) is Reach.OWN
    of_organisation = address.route.startswith("/organisation/log/")
    return {403} if own and (of_organisation or address.route.startswith("/systems/<int:key>/")) else set()


@pytest.mark.parametrize("key", ADDRESSES)
def test_every_role_sees_what_the_matrix_gives_it(world, key):
    address = ADDRESSES[key]
    method = method_of(world.by_role[Role.ADMINISTRATOR], address)
    for role in Role:
        status = call(world.by_role[role], address, method).status_code
        if allowed(role, address):
            assert status in fine(address, method) | anothers(role, address), (role, status)
        else:
            assert status == 403, (role, status)


@pytest.mark.parametrize("key", [key for key, one in ADDRESSES.items() if one.need is not Need.NOTHING])
def test_a_stranger_is_asked_to_sign_in(world, key):
    for method in ("get", "post"):
        answer = call(None, ADDRESSES[key], method)
        assert answer.status_code in {302, 405}
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("key", [key for key, one in ADDRESSES.items() if isinstance(one.need, Permission)])
def test_whoever_has_no_role_gets_nowhere(world, key):
    method = method_of(world.by_role[Role.ADMINISTRATOR], ADDRESSES[key])
    assert call(world.nobody, ADDRESSES[key], method).status_code == 403


def test_a_page_to_change_a_system_is_its_owners(world):
    about_one = [one for one in ADDRESSES.values() if one.route.startswith("/systems/<int:key>/")]
    assert about_one
    for address in about_one:
        if isinstance(address.need, Permission) and MATRIX[address.need].get(Role.MANAGER) is Reach.OWN:
            method = method_of(world.owner, address)
            assert call(world.owner, address, method).status_code in {200, 302, 404, 422}, address
            assert call(world.other, address, "post").status_code in {403, 404, 405, 422}, address


# The document


def test_the_document_is_what_the_code_says():
    page = Path(documented.PAGE).read_text(encoding="utf-8")
    assert page == documented.page(), "Run: python scripts/permissions.py"


def test_the_document_names_every_permission_and_role():
    page = Path(documented.PAGE).read_text(encoding="utf-8")
    for permission in Permission:
        row = re.search(rf"^\| .* `{permission}` \|(.*)\|$", page, re.MULTILINE)
        cells = [cell.strip() for cell in row[1].split("|")]
        assert cells == [_word(MATRIX[permission].get(role, Reach.NONE)) for role in Role]


def _word(reach):
    return {Reach.ALL: "all", Reach.OWN: "own", Reach.NONE: "no"}[reach]

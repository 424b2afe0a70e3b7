"""Signing in with a passkey, in Chromium, with an authenticator that the browser plays itself.

A passkey belongs to a name, so these walks reach the site as localhost.
"""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WHO = ("passkey@wadlicht.example", "agent")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(site, browser):
    context = browser.new_context(base_url=site.address.replace("127.0.0.1", "localhost"), locale="nl-NL")
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    device = context.new_cdp_session(opened)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield opened
    context.close()
    assert complaints == []


def come_by_link(page, site):
    page.goto(site.link_for(*WHO).replace("127.0.0.1", "localhost"))
    page.get_by_role("button", name="Inloggen").click()


def test_a_passkey_replaces_the_password_and_stands_as_second_step_behind_a_link(site, page, violations):
    come_by_link(page, site)
    page.goto("/account/passkeys/add/")
    page.get_by_label("Naam van de passkey").fill("Laptop")
    page.get_by_label("Alleen met deze passkey inloggen").check()
    page.get_by_role("button", name="Passkey toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    page.goto("/account/passkeys/")
    expect(page.get_by_role("heading", name="Laptop")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()

    page.get_by_role("button", name="Uitloggen").click()
    come_by_link(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("De tweede stap")
    assert violations(page) == []
    page.get_by_role("button", name="Gebruik een passkey").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()


def test_at_an_address_that_is_a_number_no_passkey_is_offered(visit):
    page = visit(known=False)
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Inloggen", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_have_count(0)

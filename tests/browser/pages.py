"""Every page worth a look, by a name for people, with its address and whether one has to have signed in."""

PAGES = {
    "sign in": ("/account/login/", False),
    "a link that no longer works": ("/account/login/no-longer/", False),
    "forgotten password": ("/account/forgotten/", False),
    "sign-on went wrong": ("/account/sso/error/", False),
    "a closed account": ("/account/closed/", False),
    "choose a password": ("/account/password/", True),
    "your account": ("/account/", True),
    "second step": ("/account/second-factor/", True),
    "set up an app": ("/account/second-factor/app/", True),
    "passkeys": ("/account/passkeys/", True),
    "add a passkey": ("/account/passkeys/add/", True),
    "settings": ("/settings/", True),
    "people": ("/people/", True),
    "people, nobody found": ("/people/?q=zeppelin", True),
    "invite somebody": ("/people/invite/", True),
    "an auditor": ("/people/8/", True),
    "a mandate": ("/people/8/mandate/", True),
    "close an account": ("/people/8/close/", True),
    "take the second step off": ("/people/8/second-factor/", True),
    "who looked at what": ("/people/reads/", True),
    "the organisation": ("/organisation/", True),
    "change the organisation": ("/organisation/change/", True),
    "a question about the organisation": ("/organisation/questions/org_activities/", True),
    "start": ("/", True),
    "duties without proof": ("/overview/open/", True),
    "nothing in this list": ("/overview/failing/", True),
    "duties per system": ("/overview/per-system/", True),
    "list of systems": ("/systems/", True),
    "list, nothing found": ("/systems/?q=zeppelin&class=high", True),
    "list, another day": ("/systems/?applies_on=2027-12-02", True),
    "list, a wrong day": ("/systems/?applies_on=2099-01-01", True),
    "a chatbot": ("/systems/1/", True),
    "an idea of which little is known": ("Nachtwacht", True),
    "a system whose class hangs on an open norm": ("Gasalarmlijn", True),
    "a prohibited system": ("Stemgevoel", True),
    "list, what waits for a lawyer": ("/systems/?class=review", True),
    "the law": ("/law/", True),
    "house policy": ("/law/packs/gids-klantcontact/", True),
    "the GDPR": ("/law/packs/avg/", True),
    "a provision": ("/law/provisions/aia-50-2/", True),
    "import": ("/import/", True),
    "export everything": ("/export/", True),
    "texts for the Algorithm Register": ("/systems/1/publication/", True),
    "send to the Algorithm Register": ("/systems/1/publication/send/", True),
    "suppliers": ("/suppliers/", True),
    "one supplier": ("/suppliers/1/", True),
    "a letter to a supplier": ("/suppliers/1/letter/", True),
    "add a supplier": ("/suppliers/new/", True),
    "add a contract": ("/suppliers/1/contract/", True),
    "remove a supplier": ("/suppliers/1/remove/", True),
    "choose a starting point": ("/systems/new/?q=stem", True),
    "name a new system": ("/systems/new/voicebot-inbound/", True),
    "a description": ("/systems/1/description/", True),
    "change a description": ("/systems/1/description/change/", True),
    "add a version": ("/systems/1/description/version/", True),
    "delete an idea": ("/systems/14/description/delete/", True),
    "a question with several answers": ("/systems/14/questions/outside_scope_use/", True),
    "an open norm": ("/systems/13/questions/incident_line_is_emergency/", True),
    "all answers": ("/systems/1/questions/answers/", True),
    "ask a colleague": ("/systems/13/questions/incident_line_is_emergency/ask/", True),
    "nothing asked of colleagues": ("/systems/13/questions/asked/", True),
    "a link to a question that no longer works": ("/ask/no-longer/", False),
    "history": ("/systems/1/history/", True),
    "a log": ("/systems/1/log/", True),
    "a log, nothing found": ("/systems/1/log/?person=zeppelin&since=gisteren", True),
    "an entry of a log": ("/systems/1/log/0/", True),
    "keeping": ("/systems/1/log/keeping/", True),
    "a period for all systems": ("/organisation/log/keeping/period/?kind=read", True),
    "draw a sample": ("/systems/1/log/sample/", True),
    "the log of the organisation": ("/organisation/log/", True),
    "logs for outsiders": ("/log/", False),
    "assessments of a system": ("/systems/1/assessments/", True),
    "a stored assessment, made again": ("/systems/1/assessments/13/?replay=1", True),
    "what if": ("/systems/1/what-if/?applies_on=2028-01-01&f.interacts_directly=no&add=org_serves", True),
    "changes": ("/changes/", True),
    "changes, another filter": ("/changes/?cause=law&handled=all", True),
    "changes ahead": ("/changes/ahead/", True),
    "duties of all systems": ("/duties/", True),
    "duties, counted": ("/duties/?group=system&standing=all", True),
    "duties of one system": ("/systems/1/duties/?group=footing", True),
    "duties that do not apply": ("/systems/1/duties/?standing=ended", True),
    "a duty with proofs": ("/systems/1/duties/be-open-about-the-bot/", True),
    "a duty with tasks and remarks": ("/systems/1/duties/support-ai-literacy/", True),
    "tasks": ("/tasks/?which=all", True),
    "a task": ("/tasks/1/", True),
    "a new task": ("/tasks/new/?system=1", True),
    "calendar": ("/calendar/", True),
    "the gateway of a system": ("/systems/1/gateway/", True),
    "a system that is not in the gateway": ("/systems/2/gateway/", True),
    "settings of the gateway": ("/systems/1/gateway/settings/", True),
    "the text of a policy": ("/systems/1/gateway/policy/", True),
    "halt a bot": ("/systems/1/gateway/halt/", True),
    "let a bot speak again": ("/systems/1/gateway/resume/", True),
    "documentation of the API": ("/api/docs/", True),
    "API tokens": ("/settings/tokens/", True),
    "webhooks": ("/settings/webhooks/", True),
    "add a webhook": ("/settings/webhooks/new/", True),
    "not found": ("/nowhere/", True),
}
PHONE = {"width": 390, "height": 844}


def go(page, address):
    """Open an address; a name is looked up in the list, as people do."""
    if address.startswith("/"):
        page.goto(address)
    else:
        page.goto("/systems/")
        page.get_by_role("table").get_by_role("link", name=address, exact=True).click()


def look_at(visit, flaws, name, language):
    """Open a page on a phone and hold it against what every page owes its readers."""
    address, known = PAGES[name]
    page = visit(known=known, locale=language, viewport=PHONE)
    go(page, address)
    assert page.locator("html").get_attribute("lang") == language[:2]
    assert page.locator("h1").count() == 1
    assert flaws(page, words_only=language != "nl-NL") == []

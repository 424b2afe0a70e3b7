"""What customers do in the chat, and what is wrong with how it looks, as the tests of the chat write it down."""

import threading
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

NOTICE = "U chat met een computer (AI), niet met een mens."
QUESTION, ANSWER = "Wat is mijn termijnbedrag?", "Uw termijnbedrag is 120 euro."
AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html.slice(0, 160)]));
}"""
# What sticks out sideways, of the page or within the chat; and what of the chat lies outside the window.
CUT_OFF = """() => {
  const panel = document.querySelector('balie-chat').shadowRoot.querySelector('.panel');
  const seen = [...panel.querySelectorAll('*')].filter(one => one.checkVisibility() && !one.closest('.unseen'));
  const wide = seen.filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline');
  const outside = [...panel.children].filter(one => one.checkVisibility() && !one.matches('.unseen')).filter(one => {
    const box = one.getBoundingClientRect();
    return box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
  });
  const page = document.documentElement.scrollWidth > innerWidth ? ['page'] : [];
  return [...page, ...[...wide, ...outside].map(one => one.outerHTML.slice(0, 120))];
}"""


def said(page):
    """The messages as they are shown: who, and what."""
    rows = page.get_by_role("list", name="Berichten").get_by_role("listitem").all()
    return [
        (row.locator(".who > span:not(.face)").first.inner_text(), row.locator(".words").inner_text()) for row in rows
    ]


def row(page, words):
    """The message with these words, as it is shown."""
    return page.get_by_role("listitem").filter(has_text=words)


def send(page, words):
    page.get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")


def answered(page, times=1):
    expect(page.get_by_role("listitem").filter(has_text="Computer (AI)").filter(has_text=ANSWER)).to_have_count(times)
    expect(page.get_by_text("De computer schrijft…")).to_have_count(0)


def begin(page):
    page.get_by_role("button", name="Met de computer (AI)").click()
    send(page, QUESTION)
    answered(page)


def flaws(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [*page.evaluate(AXE), *page.evaluate(CUT_OFF)]


@contextmanager
def held(shop):
    """The bot thinks for as long as this lasts."""
    go_on = threading.Event()

    async def wait():
        while not go_on.is_set():
            await shop.breath()

    shop.place.bot.before = wait
    try:
        yield
    finally:
        go_on.set()
        shop.place.bot.before = None

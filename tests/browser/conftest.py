"""A real site, a real browser, and somebody who signed in by pressing the button behind the one-time link."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright
from tests.browser.shop import opened

from example_site import Site, example_site

# Says what was wrong instead of only that something was.
pytest.register_assert_rewrite("tests.browser.pages")

PREPARING = Path(__file__).parents[1] / "gateway" / "preparing.py"
DESKTOP = {"width": 1280, "height": 900}
COLOURS = "color-contrast"
RUN = """async options => {
  const found = await axe.run(document, options);
  return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html]));
}"""
# Contrast takes long to work out, and comes out the same for the same letters on the same ground: of each, the first.
COLOURS_RUN = """async rule => {
  const seen = new Map();
  for (const node of document.querySelectorAll('body *')) {
    if (![...node.childNodes].some(one => one.nodeType === 3 && one.data.trim()) || !node.checkVisibility()) continue;
    const style = getComputedStyle(node), ground = [];
    for (let up = node; up; up = up.parentElement) {
      const under = getComputedStyle(up);
      ground.push(under.backgroundColor, under.backgroundImage, under.opacity);
    }
    const letters = [style.color, style.fontSize, style.fontWeight, style.textShadow, node.matches(':disabled')];
    const key = [...letters, ...ground].join();
    if (!seen.has(key)) seen.set(key, node);
  }
  const found = await axe.run({ include: [...seen.values()] }, { resultTypes: ['violations'], runOnly: [rule] });
  return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html]));
}"""
# A busy browser may still be laying out for the width before; what is measured holds once three looks agree on it.
STICKS_OUT = """async width => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let tries = 0; tries < 300 && innerWidth !== width; tries++) await frame();
  const wide = () => document.documentElement.scrollWidth;
  for (let tries = 0, same = 0, last = -1; tries < 60 && same < 3; tries++, last = wide()) {
    await frame();
    same = wide() === last ? same + 1 : 0;
  }
  if (wide() <= width) return null;
  const beyond = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width + 1);
  return `${wide()} at ${width}: ` + beyond.map(one => one.outerHTML.slice(0, 80)).slice(0, 8).join(' | ');
}"""


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with example_site() as running:
        yield running


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@dataclass(frozen=True)
class Arrival:
    """How somebody came in: what axe found on the page behind the link, and the cookies they have since."""

    violations: list[tuple[str, str]]
    cookies: StorageState


@pytest.fixture(scope="session")
def arrival(site, browser) -> Arrival:
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    page.goto(site.login)
    found = violations(page)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(f"{site.address}/")
    cookies = context.storage_state()
    context.close()
    return Arrival(found, cookies)


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds."""
    return violations_but_colours(page) + colours(page)


def violations_but_colours(page: Page) -> list[tuple[str, str]]:
    """What axe finds of everything else than contrast."""
    _bring_axe(page)
    wanted = {"resultTypes": ["violations"], "rules": {COLOURS: {"enabled": False}}}
    return [(rule, html[:160]) for rule, html in page.evaluate(RUN, wanted)]


def colours(page: Page) -> list[tuple[str, str]]:
    """What axe finds of the contrast between letters and what is behind them."""
    _bring_axe(page)
    return [(rule, html[:160]) for rule, html in page.evaluate(COLOURS_RUN, COLOURS)]


def _bring_axe(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)


def flaws(page: Page, *, words_only: bool = False) -> list[tuple[str, str]]:
    """What is wrong with a page on a phone, at 320 pixels (which is also 400 % zoom), unfolded, and on a desktop.

    Colours and sizes are the same in every language: where another language went before, looking at everything
    unfolded on a phone is enough. What is dark differs in contrast only.
    """
    found = [*_fits(page, 390), *([] if words_only else violations(page)), *_fits(page, 320)]
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    found += _fits(page, 320)
    if words_only:
        return [*found, *violations_but_colours(page)]
    page.set_viewport_size(DESKTOP)
    found += violations(page)
    page.emulate_media(color_scheme="dark")
    return [*found, *colours(page)]


def _fits(page: Page, width: int) -> list[tuple[str, str]]:
    """What sticks out sideways at this width."""
    page.set_viewport_size({"width": width, "height": 844})
    out = page.evaluate(STICKS_OUT, width)
    return [("scrolls sideways", out)] if out else []


@pytest.fixture(name="violations")
def _violations():
    return violations


@pytest.fixture(name="flaws")
def _flaws():
    return flaws


@pytest.fixture(scope="session")
def cookies_of(site, browser) -> Callable[..., StorageState]:
    """The cookies of somebody with these roles, who signed in once for all tests."""
    kept: dict[tuple[str, ...], StorageState] = {}

    def signed_in(email: str, *roles: str) -> StorageState:
        if (email, *roles) not in kept:
            context = browser.new_context(locale="nl-NL")
            page = context.new_page()
            page.goto(site.link_for(email, *roles))
            page.locator("main button").click()
            page.wait_for_load_state()
            kept[email, *roles] = context.storage_state()
            context.close()
        return kept[email, *roles]

    return signed_in


@pytest.fixture
def visit(site, browser, arrival, cookies_of) -> Iterator:
    """Open pages as somebody; afterwards nothing may have been asked of another machine or refused by the browser.

    `visit()` is the first person, `visit(known=False)` a stranger, `visit(somebody=("petra@...", "manager"))` a
    person with these roles.
    """
    opened: list[BrowserContext] = []
    asked: list[str] = []
    complaints: list[str] = []

    def as_somebody(*, known=True, somebody=(), **wishes) -> Page:
        cookies = cookies_of(*somebody) if somebody else arrival.cookies if known else None
        context = browser.new_context(base_url=site.address, storage_state=cookies, **{"locale": "nl-NL", **wishes})
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield as_somebody
    for context in opened:
        context.close()
    assert [url for url in asked if not url.startswith(site.address)] == []
    fair = ("status of 4", "ERR_INTERNET_DISCONNECTED")  # a refusal, and a network that a test took away
    assert [text for text in complaints if not any(one in text for one in fair)] == []


@pytest.fixture(scope="session")
def shop_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    subprocess.run([sys.executable, str(PREPARING), str(folder)], check=True)
    return folder / "balie.sqlite3"


@pytest.fixture
def shop(shop_database, tmp_path):
    with opened(Path(shutil.copy(shop_database, tmp_path / "balie.sqlite3")), tmp_path / "keys") as running:
        running.set()
        yield running


@pytest.fixture
def enter(shop, browser):
    """Open the page of the shop. Afterwards nothing was asked of a third party, and nothing went wrong in the page."""
    contexts, asked, complaints = [], [], []

    def entered(*, lang="nl", more="open", **wishes):
        contexts.append(browser.new_context(**{"locale": "nl-NL", **wishes}))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{shop.site}/?lang={lang}&more={more}")
        return page

    yield entered
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((shop.site, shop.place.url, "data:"))] == []
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []

"""Take the pictures in the documentation from the real product: `python scripts/screenshots.py [FOLDER]`."""

import secrets
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from example_site import Site, example_site
from system_packages import browser

PICTURES = {"systems": None, "system": "Gesprekspeil"}
SIZE = ViewportSize(width=1280, height=1080)
LIMIT = 300_000


def main() -> None:
    """Write one picture per page, in Dutch, and refuse one that is too heavy for a README."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    folder.mkdir(parents=True, exist_ok=True)
    with example_site() as site, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(locale="nl-NL", viewport=SIZE, color_scheme="light")
        _come_in(page, site)
        for name, system in PICTURES.items():
            _take(page, site, system, folder / f"{name}.png")
        chromium.close()


def _come_in(page: Page, site: Site) -> None:
    """Use the link and choose a password, so that the page looks as it does every day."""
    page.goto(site.login)
    page.click("main button")
    page.goto(f"{site.address}/account/password/")
    password = secrets.token_urlsafe()
    page.fill("#id_new_password1", password)
    page.fill("#id_new_password2", password)
    page.click("main button")


def _take(page: Page, site: Site, system: str | None, file: Path) -> None:
    page.goto(f"{site.address}/systems/")
    if system:
        page.get_by_role("table").get_by_role("link", name=system, exact=True).click()
        page.wait_for_url("**/systems/*/")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file)
    weight = file.stat().st_size
    if weight > LIMIT:
        sys.exit(f"{file} is {weight} bytes; at most {LIMIT} is wanted.")
    print(f"{file}: {weight} bytes")


if __name__ == "__main__":
    main()

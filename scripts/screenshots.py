"""Take the pictures in the documentation from the real product: `python scripts/screenshots.py [FOLDER]`."""

import secrets
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from example_site import Site, example_site
from system_packages import browser

# Picture, the system whose number stands for {key}, and the address.
PICTURES = {
    "start": ("", "/"),
    "systems": ("", "/systems/"),
    "system": ("Gesprekspeil", "/systems/{key}/"),
    "question": ("Nachtwacht", "/systems/{key}/questions/"),
    "duties": ("Wim", "/systems/{key}/duties/"),
    "duty": ("Wim", "/systems/{key}/duties/tell-it-is-ai/"),
    "what-if": ("Gesprekspeil", "/systems/{key}/what-if/?applies_on=2027-12-02"),
    "calendar": ("", "/calendar/"),
    "suppliers": ("", "/suppliers/"),
    "import": ("", "/import/"),
}
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
        for name, (system, address) in PICTURES.items():
            _take(page, f"{site.address}{address.format(key=_key_of(page, site, system))}", folder / f"{name}.png")
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


def _key_of(page: Page, site: Site, system: str) -> str:
    """The number of a system, found as people do: by its name in the list."""
    if not system:
        return ""
    page.goto(f"{site.address}/systems/")
    address = page.get_by_role("table").get_by_role("link", name=system, exact=True).get_attribute("href")
    return (address or "").rstrip("/").rpartition("/")[2]


def _take(page: Page, address: str, file: Path) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        sys.exit(f"{address} does not answer as it should.")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file)
    weight = file.stat().st_size
    if weight > LIMIT:
        sys.exit(f"{file} is {weight} bytes; at most {LIMIT} is wanted.")
    print(f"{file}: {weight} bytes")


if __name__ == "__main__":
    main()

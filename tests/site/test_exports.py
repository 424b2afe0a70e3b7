"""Every list has an export, and what it holds is what is on screen: walked over all addresses, whoever made them."""

import csv
import io
import json
import re
from urllib.parse import urljoin

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from lxml import html

from balie.export.service import Format
from balie.people.service import Role
from balie.register.models import AISystem, Organisation, Supplier
from balie.site.api.models import Webhook
from balie.site.translations import SOURCE

pytestmark = pytest.mark.one_database

# Lists that are known to be there; others are found by walking.
KNOWN = {"/systems/", "/suppliers/", "/people/", "/people/reads/", "/law/packs/avg/", "/overview/questions/"}
# Shown as a list of days or of entries; a preview, of which the errors go back beside the rows of one's own file; and
# the public list of logs, which programs read as logs.txt.
WITHOUT_TABLE = {"/calendar/", "/changes/ahead/", "/organisation/log/"}
OWN_FILE = {"register/templates/register/import_check.html", "site/evidence/templates/evidence/public.html"}
NOT_PAGES = ("api/v1/", "static/", "language/")


def routes(patterns=None, before=""):
    """Every address of the site with its blanks, as the resolver knows them."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


@pytest.fixture
def everything(example, someone):
    """A browser of somebody who may see everything, and the addresses of the pages there are."""
    person = someone("alles@wadlicht.example", *(role.value for role in Role if role is not Role.AUDITOR))
    system, organisation = AISystem.objects.order_by("pk").first(), Organisation.objects.get()
    supplier = Supplier.objects.create(organisation=organisation, name="Spraak BV")
    webhook = Webhook.objects.create(name="CI", address="https://ci.example/", salt="s", made_at=timezone.now())
    blanks = {"systems/": system.pk, "suppliers/": supplier.pk, "people/": person.pk, "webhooks/": webhook.pk,
              "overview/": "questions", "packs/": "avg", "provisions/": "aia-50-2"}  # fmt: skip
    client = Client()
    client.force_login(person)
    return client, sorted(set(addresses(blanks)))


def addresses(blanks):
    for route in routes():
        address = re.sub(
            r"(\w+/)<(?:int|slug|str):\w+>", lambda found: f"{found[1]}{blanks.get(found[1], '-')}", f"/{route}"
        )
        if not route.startswith(NOT_PAGES) and not re.search(r"[<>^$()\\]", address):
            yield address


def page_of(client, address, language):
    answer = client.get(address, headers={"accept-language": language})
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    return html.fromstring(answer.content.decode())


def exports_on(client, address, language):
    """The addresses of the lists that a page offers to export."""
    page = page_of(client, address, language)
    for link in page.xpath("//details[contains(@class, 'export')]//a/@href") if page is not None else ():
        if link.endswith("format=json"):
            yield urljoin(address, link).removesuffix("format=json").rstrip("?&")


def file_of(client, address, wanted, language):
    separator = "&" if "?" in address else "?"
    answer = client.get(f"{address}{separator}format={wanted}", headers={"accept-language": language})
    assert answer.status_code == 200, (address, wanted)
    return answer.getvalue()


def first_cells(page, columns):
    """The column of the export that the table on the page begins with, and the first cell of every row there."""
    for table in page.xpath("//main//table"):
        heading = table.xpath("string(.//thead//th[1])").casefold()
        for column in columns:
            if column["title"].casefold() in heading:
                return column, [" ".join(row.xpath("string((th|td)[1])").split()) for row in table.xpath(".//tbody/tr")]
    return columns[0], []


def test_every_list_that_is_paged_can_be_exported():
    paged = [file for file in SOURCE.rglob("*.html") if "partials/pager.html" in file.read_text(encoding="utf-8")]

    assert paged
    assert {
        file.relative_to(SOURCE).as_posix()
        for file in paged
        if "partials/export.html" not in file.read_text(encoding="utf-8")
    } == OWN_FILE


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_export_holds_the_rows_on_screen(everything, language):
    client, pages = everything
    lists = {found for address in pages for found in exports_on(client, address, language)}

    assert {address.partition("?")[0] for address in lists} >= KNOWN
    wrong = {address: difference(client, address, language) for address in sorted(lists)}
    assert {address: told for address, told in wrong.items() if told} == {}


def difference(client, address, language):
    """What an export does not share with its page; nothing when all is well."""
    exported = json.loads(file_of(client, address, "json", language))
    page = page_of(client, address, language)
    if exported["language"] != language:
        return f"in {exported['language']}"
    if address in WITHOUT_TABLE:
        return "has a table after all" if page.xpath("//main//table") else ""
    first, shown = first_cells(page, exported["columns"])
    held = [on_screen(row[first["key"]]) for row in exported["rows"]]
    paged = bool(page.xpath("//nav[@class='pager']"))
    if len(shown) != len(held) and not (paged and 0 < len(shown) < len(held)):
        return f"{len(held)} rows exported, {len(shown)} shown"
    return next(
        (f"{text!r} is not in {cell!r}" for text, cell in zip(held, shown, strict=False) if text not in cell), ""
    )


def on_screen(value):
    """Days are words on screen, and looked at elsewhere."""
    return "" if value is None or re.match(r"\d{4}-\d\d-\d\d", str(value)) else " ".join(str(value).split())


@pytest.mark.parametrize("query", ["?q=wim", "?q=zeppelin", "?class=high&sort=-name", "?owner=&stage=test", "?page=9"])
def test_an_export_keeps_to_what_was_filtered_and_goes_beyond_the_page(everything, query):
    client, _ = everything
    page = page_of(client, f"/systems/{query}", "nl")
    exported = json.loads(file_of(client, f"/systems/{query}", "json", "nl"))

    assert [row["system"] for row in exported["rows"]] == page.xpath("//main//a[@class='name']/text()")


def test_every_list_opens_in_every_format(everything):
    client, pages = everything
    lists = {found for address in pages for found in exports_on(client, address, "nl")}
    for address in sorted(lists):
        rows = len(json.loads(file_of(client, address, Format.JSON, "nl"))["rows"])
        book = openpyxl.load_workbook(io.BytesIO(file_of(client, address, Format.XLSX, "nl")))
        text = file_of(client, address, Format.CSV, "nl").decode("utf-8-sig")
        tables = docx.Document(io.BytesIO(file_of(client, address, Format.DOCX, "nl"))).tables

        assert book.worksheets[0].max_row == rows + 1, address
        assert len(list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))) == rows + 1, address
        assert [len(table.rows) for table in tables] == ([rows + 1] if rows else []), address
        assert file_of(client, address, Format.PDF, "nl").startswith(b"%PDF-1.7"), address


def test_links_in_a_file_lead_back_to_the_site(everything):
    client, pages = everything
    for address in sorted({found for one in pages for found in exports_on(client, one, "nl")}):
        for row in json.loads(file_of(client, address, "json", "nl"))["rows"]:
            for key, value in row.items():
                assert not key.endswith("_address") or value.startswith("http"), (address, key)

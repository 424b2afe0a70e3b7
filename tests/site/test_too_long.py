"""A list that is too long to print: the page says so and offers what does hold it; files stream under ASGI."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import AsyncClient
from django.urls import include, path

from balie.export.service import PRINTED_ROWS, Column, Format, Table, download
from balie.people.service import for_everyone


@for_everyone
def endless(request):
    rows = ((f"rij {number}",) for number in range(PRINTED_ROWS + 1))
    made_at = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    return download(Table("Lijst", "nl", made_at, (Column("a", "A"),), rows), Format(request.GET["format"]))


@login_not_required
def public(request):
    """The same for a stranger, so that no thread of the event loop keeps the database open."""
    return endless(request)


urlpatterns = [path("endless/", endless), path("public/", public), path("", include("balie.site.urls"))]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("wanted", ["docx", "pdf"])
def test_a_list_that_is_too_long_to_print_is_offered_as_a_spreadsheet(colleague, wanted):
    answer = colleague.get(f"/endless/?q=a%26b&format={wanted}")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Deze lijst is te lang om te printen" in page
    assert "5000 rijen" in page
    assert 'href="?q=a%26b&amp;format=xlsx"' in page
    assert 'href="/endless/?q=a%26b"' in page
    assert colleague.get("/endless/?q=a%26b&format=csv").getvalue().count(b"\r\n") == PRINTED_ROWS + 2


@pytest.mark.urls(__name__)
async def test_the_file_streams_under_asgi():
    answer = await AsyncClient().get("/public/?format=csv")

    assert answer.streaming
    assert b"".join([piece async for piece in answer]).count(b"\r\n") == PRINTED_ROWS + 2

"""The look: small, documented, self-contained, and kept by browsers only as long as it is the same."""

import re
from pathlib import Path

import pytest
from django.templatetags.static import static

from balie.site import static_files

FOLDER = Path(static_files.__file__).parent / "static" / "balie"
STYLE = (FOLDER / "balie.css").read_text()
TOKENS = (Path(__file__).parents[2] / "docs" / "design-tokens.md").read_text()


def test_the_style_sheet_stays_small():
    assert len(STYLE.encode()) < 40_000


def test_nothing_is_fetched_from_elsewhere():
    assert "@import" not in STYLE
    assert re.findall(r"url\(\"?([^)\"]+)", STYLE) == ["fonts/source-sans-3.woff2"]


def test_the_font_comes_with_its_licence():
    assert "SIL Open Font License" in (FOLDER / "fonts" / "OFL.txt").read_text()


def test_colours_stand_in_one_place():
    rules = re.sub(r":root \{[^}]*\}", "", STYLE.split("@media print")[0])
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)) == []


def test_every_property_is_documented():
    names = set(re.findall(r"^\s*(--balie-[\w-]+):", STYLE, flags=re.MULTILINE)) | set(
        re.findall(r";\s+(--balie-[\w-]+):", STYLE)
    )
    assert {name for name in names if f"`{name}`" not in TOKENS} == set()


def test_every_documented_token_is_used():
    documented = set(re.findall(r"`(--(?:utrecht|nl|balie)-[\w-]+)`", TOKENS))
    assert {name for name in documented if name not in STYLE} == set()


def test_an_address_changes_with_the_content():
    assert re.fullmatch(r"/static/balie/balie\.css\?v=[0-9a-f]{12}", static("balie/balie.css"))


def test_a_name_nobody_has_is_found_at_once():
    with pytest.raises(FileNotFoundError):
        static("balie/missing.css")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param("?v={own}", "public, max-age=31536000, immutable", id="its own fingerprint"),
        pytest.param("?v={other}", "no-cache", id="that of another file"),
        pytest.param("?v=x", "no-cache", id="something made up"),
        pytest.param("?v={own}&v=x", "no-cache", id="two"),
        pytest.param("?w={own}", "no-cache", id="under another name"),
        pytest.param("", "no-cache", id="none"),
    ],
)
async def test_only_a_file_asked_for_by_its_own_fingerprint_is_kept(query, kept):
    own, other = (static(name).split("?v=")[1] for name in ("balie/balie.css", "django_htmx/django-htmx.js"))
    asked = query.removeprefix("?").format(own=own, other=other).encode()
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": asked}
    answer = await static_files.Assets().get_response("balie/balie.css", scope)
    assert answer.headers["Cache-Control"] == kept

"""Every string people read has Dutch, and a catalogue that falls behind is found."""

import re
import subprocess
import sys

import polib
import pytest

from balie.site import translations
from balie.site.translations import CATALOGUE, SOURCE, Message

TEMPLATES = sorted(SOURCE.rglob("*.html"))
# Words that are the same in every language, or that name a language in itself.
SAME = {"Balie", "Nederlands", "English", "balie", "serve", "demo", "assess", "Ctrl", "Enter", "Esc", "AI"}


def test_the_catalogue_is_complete_and_compiled():
    assert list(translations.faults(translations.found())) == []


def test_the_command_says_so():
    ended = subprocess.run(
        [sys.executable, "-m", "balie.site.translations", "check"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0
    assert "Every string has Dutch" in ended.stdout


@pytest.fixture
def small(tmp_path):
    """A tree with one template and one module, and a catalogue that is right."""
    (tmp_path / "page.html").write_text(
        "{% load i18n %}{% translate 'Duty' %}{% blocktranslate trimmed count n=n %}\n  {{ n }} day\n"
        "{% plural %}\n  {{ n }} days\n{% endblocktranslate %}",
    )
    (tmp_path / "code.py").write_text(
        "from x import pgettext, gettext_lazy as _\na = _('Law')\nb = pgettext('a day', 'May')\n"
    )
    catalogue = tmp_path / "django.po"
    translations.extract(translations.found(tmp_path), catalogue)
    book = polib.pofile(str(catalogue))
    dutch = {"Duty": "Plicht", "Law": "Wet", "May": "mei"}
    for entry in book:
        entry.msgstr = dutch.get(entry.msgid, "")
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s dag", 1: "%(n)s dagen"}
    book.save()
    translations.compile_catalogue(catalogue)
    return tmp_path


def _faults(folder):
    return list(translations.faults(translations.found(folder), folder / "django.po"))


def test_strings_are_found_in_templates_and_code(small):
    assert set(translations.found(small)) == {
        Message("Duty"),
        Message("%(n)s day", "%(n)s days"),
        Message("Law"),
        Message("May", context="a day"),
    }
    assert _faults(small) == []


def test_a_new_string_is_missed(small):
    (small / "new.html").write_text("{% load i18n %}{% translate 'Handover' %}")
    (fault,) = _faults(small)
    assert "new.html" in fault
    assert "Handover" in fault


def test_a_string_nobody_uses_is_missed(small):
    (small / "code.py").write_text("")
    assert len([fault for fault in _faults(small) if "used nowhere" in fault]) == 2


@pytest.mark.parametrize(
    ("msgid", "dutch", "told"),
    [
        pytest.param("Duty", "", "has no Dutch", id="empty"),
        pytest.param("Duty", "Plicht van %(who)s", "blanks", id="a blank too many"),
    ],
)
def test_a_translation_that_is_wrong_is_missed(small, msgid, dutch, told):
    book = polib.pofile(str(small / "django.po"))
    book.find(msgid).msgstr = dutch
    book.save()
    translations.compile_catalogue(small / "django.po")
    (fault,) = _faults(small)
    assert told in fault


def test_a_forgotten_blank_in_a_plural_is_missed(small):
    book = polib.pofile(str(small / "django.po"))
    book.find("%(n)s day").msgstr_plural = {0: "een dag", 1: "veel dagen"}
    book.save()
    translations.compile_catalogue(small / "django.po")
    (fault,) = _faults(small)
    assert "blanks" in fault


def test_a_catalogue_that_was_not_compiled_is_missed(small):
    book = polib.pofile(str(small / "django.po"))
    book.find("Duty").msgstr = "Verplichting"
    book.save()
    (fault,) = _faults(small)
    assert "Run compile" in fault


def test_extracting_keeps_the_dutch_and_drops_what_is_gone(small):
    (small / "code.py").write_text("")
    translations.extract(translations.found(small), small / "django.po")
    book = polib.pofile(str(small / "django.po"))
    assert [entry.msgid for entry in book] == ["%(n)s day", "Duty"]
    assert book.find("Duty").msgstr == "Plicht"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_template_has_no_bare_words(template):
    text = template.read_text()
    text = re.sub(
        r"{#.*?#}|{% blocktranslate.*?endblocktranslate %}|{%.*?%}|{{.*?}}|<code>.*?</code>", " ", text, flags=re.DOTALL
    )
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", text))
    assert set(words) <= SAME


# Words that are the same in both languages.
SHARED = (
    {"BSN", "IBAN", "Postcodes"}
    | set(
        "API|Account|Code|Contract|Deadline|Gateway|Model|Passkey {number}|Passkeys|Sector|Status|Webhooks".split("|")
    )
    | {"Website", "open", "AI", "Score", "chat"}
)


def test_dutch_has_no_english_left_over():
    same = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.msgid == entry.msgstr}
    assert same - SHARED == set()

"""Names come from files, and Markdown goes to pages that make links of what looks like one."""

import re
from datetime import date

import pytest

from balie.law import Law, classify
from balie.register.reading import Format, Source, read_source
from balie.site.cli.report import markdown
from balie.site.cli.report.outcome import Report, outcome_of

DAY = date(2026, 11, 23)
LINKING = re.compile(r"@\w|(?:https?|ftp)://evil|mailto:evil|xmpp:evil|www\.evil", re.IGNORECASE)
NAMES = [
    "https://evil.example",
    "HTTP://evil.example",
    "_ftp://evil.example",
    "mailto:evil@evil.example",
    "xmpp:evil@evil.example",
    "_www.evil.example",
    "@team/beheer",
    "bel @wim",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_from_a_file_is_no_link_and_calls_nobody(small_law: Law, name: str) -> None:
    assert LINKING.search(name)
    source = Source("lijst.yaml", Format.YAML, f"- {{naam: '{name}', is_bot: nee}}".encode())
    (system,) = read_source(source, small_law).portfolio.systems
    outcome = outcome_of(system, classify(small_law, system.facts, applies_on=DAY, published_by=DAY))
    written = markdown.as_markdown(Report(small_law, DAY, DAY, (outcome,)), "nl")
    shown = written.replace("\\", "").replace("&#8203;", "")
    assert f"## {name}" in shown
    assert not LINKING.search(written)

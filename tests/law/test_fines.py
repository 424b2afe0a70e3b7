"""The ceilings of Art. 99: SMEs always the lower; small mid-caps only in the two lower tiers, since the Omnibus."""

from datetime import date

import pytest

from balie.law import Statement, ceiling, shipped_law

LAW = shipped_law()
NOW, BEFORE = date(2026, 11, 23), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("tier", "size", "turnover", "published_by", "euros"),
    [
        pytest.param("A", "large", 1_000_000_000, NOW, 70_000_000, id="a large company pays the higher: 7 %"),
        pytest.param("A", "large", 100_000_000, NOW, 35_000_000, id="a large company pays the higher: the amount"),
        pytest.param("A", "small", 10_000_000, NOW, 700_000, id="an SME pays the lower, also for a ban"),
        pytest.param("A", "small_mid_cap", 100_000_000, NOW, 35_000_000, id="a small mid-cap gets no relief for a ban"),
        pytest.param("B", "small_mid_cap", 100_000_000, NOW, 3_000_000, id="but does in tier B"),
        pytest.param("B", "small_mid_cap", 100_000_000, BEFORE, 15_000_000, id="and did not before the Omnibus"),
        pytest.param("C", "small_mid_cap", 100_000_000, NOW, 1_000_000, id="and does in tier C"),
        pytest.param("B", None, 100_000_000, NOW, 15_000_000, id="an unknown size never lowers"),
        pytest.param("B", "medium", None, NOW, 15_000_000, id="an SME without turnover: the amount is a bound"),
        pytest.param("B", "large", None, NOW, None, id="a large company without turnover: no bound known"),
        pytest.param("N", "large", 1_000_000_000, NOW, None, id="no amount in EU law"),
    ],
)
def test_the_ceiling(tier, size, turnover, published_by, euros):
    facts = {}
    if size:
        facts["org_size"] = Statement(size)
    if turnover:
        facts["org_turnover"] = Statement(turnover)
    found = ceiling(LAW, LAW.fines[tier], facts, published_by=published_by)
    assert found.euros == euros
    assert found.text.nl != found.text.en


def test_the_words_follow_the_sum():
    large = ceiling(LAW, LAW.fines["B"], {"org_size": Statement("large")}, published_by=NOW)
    small = ceiling(LAW, LAW.fines["B"], {"org_size": Statement("small")}, published_by=NOW)
    assert large.text.nl == "hooguit 15 miljoen euro of 3 % van de wereldwijde jaaromzet, het hoogste van de twee"
    assert small.text.en.startswith("at most EUR 15 million or 3 % of worldwide yearly turnover, whichever is lower")


def test_the_sum_is_told_when_turnover_is_known():
    facts = {"org_size": Statement("large"), "org_turnover": Statement(640_000_000)}
    found = ceiling(LAW, LAW.fines["B"], facts, published_by=NOW)
    assert found.euros == 19_200_000
    assert found.text.nl.endswith("voor jullie hooguit 19,2 miljoen euro")

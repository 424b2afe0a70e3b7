"""How high a fine can be for one organisation: the tier's amount or its share of turnover, the higher or the lower.

Article 99(6) AI Act gives every SME the lower of the two; article 99(6a), since Regulation 2026/1744, gives small
mid-caps the lower in the tiers of paragraphs 4 and 5 only. Which tier gives which relief is data in the packs.
"""

from dataclasses import dataclass
from datetime import date

from balie.language import Text
from balie.law.facts import Facts
from balie.law.model import Fine, Law, Size


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a fine can be: in euros when that can be told, and always in words."""

    euros: int | None
    text: Text


def ceiling(law: Law, fine: Fine, facts: Facts, *, published_by: date) -> Ceiling:
    """Return the ceiling of a tier for an organisation of this size and turnover, by the law as published by a day.

    Without a size the higher of the two counts: an unknown size never makes a fine lower.
    """
    if fine.amount is None or fine.turnover_share is None:
        return Ceiling(None, fine.text)
    lower = _size(facts) in _reliefs(law, fine, published_by)
    turnover = facts.get("org_turnover")
    euros = None
    if turnover is not None and isinstance(turnover.value, int | float):
        pick = min if lower else max
        euros = round(pick(fine.amount, fine.turnover_share * turnover.value))
    elif lower:
        euros = fine.amount
    return Ceiling(euros, _words(fine, euros, lower=lower))


def _size(facts: Facts) -> Size | None:
    """The relief an organisation's size can give."""
    statement = facts.get("org_size")
    if statement is None:
        return None
    return {"micro": Size.SME, "small": Size.SME, "medium": Size.SME, "small_mid_cap": Size.SMALL_MID_CAP}.get(
        str(statement.value)
    )


def _reliefs(law: Law, fine: Fine, published_by: date) -> set[Size]:
    return {relief.size for relief in fine.lower_for if law.provisions[relief.provision].known(published_by)}


def _words(fine: Fine, euros: int | None, *, lower: bool) -> Text:
    millions, share = (fine.amount or 0) / 1_000_000, (fine.turnover_share or 0) * 100
    nl = f"hooguit {_number(millions, ',')} miljoen euro of {_number(share, ',')} % van de wereldwijde jaaromzet"
    en = f"at most EUR {_number(millions, '.')} million or {_number(share, '.')} % of worldwide yearly turnover"
    nl += f", {'het laagste van de twee' if lower else 'het hoogste van de twee'}"
    en += f", whichever is {'lower' if lower else 'higher'}"
    if euros is None:
        return Text(nl, en)
    own = euros / 1_000_000
    return Text(
        nl=f"{nl}; voor jullie hooguit {_number(own, ',')} miljoen euro",
        en=f"{en}; for you at most EUR {_number(own, '.')} million",
    )


def _number(value: float, point: str) -> str:
    return f"{value:.4g}".replace(".", point) if value < 1_000 else f"{value:.0f}"

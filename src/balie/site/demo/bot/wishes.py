"""What customers want done, and not only told: another instalment, or money back; and the amount they name."""

from dataclasses import dataclass
from enum import StrEnum

import re2


class Tool(StrEnum):
    """A tool this bot can ask for, by the name under which its caller offers it."""

    CHANGE_INSTALMENT = "change_instalment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Wish:
    """A customer wants this done. The amount is in euros; None when no amount, or more than one, was named."""

    tool: Tool
    amount: float | None


_ABOUT = {
    Tool.CHANGE_INSTALMENT: re2.compile(
        r"(?i)termijnbedrag|maandbedrag|maandtermijn|\btermijn\b|voorschot"
        r"|\binstall?ments?\b|monthly (?:amount|payment)"
    ),
    Tool.REFUND: re2.compile(
        r"(?i)terugbeta|terugstort|terugkrijg|terughebben|geld terug|euro terug"
        r"|\brefund|money back|pay me back|back to me"
    ),
}
_WANTED = {
    Tool.CHANGE_INSTALMENT: re2.compile(
        r"(?i)verla[ag]g?|verho[og]g?|wijzig|verander|aanpass|pas \w+ \w+ aan|omlaag|omhoog|\bnaar\b|\bop\b"
        r"|\blower\b|\braise\b|\bchange\b|\badjust\b|\breduce\b|\bincrease\b|\bset\b|\bto\b"
    ),
    Tool.REFUND: re2.compile(
        r"(?i)\bwil\b|\bgraag\b|\bkunt u\b|\bkun je\b|\bstort|\bgeef|\bbetaal|\bwant\b|\bplease\b|\bi'd like\b|\bgive\b"
    ),
}
_ASKS_HOW = re2.compile(r"(?i)^\W*(?:\w+\W+)?(?:hoe|wanneer|waar|waarom|wat|how|when|where|why|what)\b")
_AMOUNT = re2.compile(r"(?i)(naar|\bop|\bto|€)?\s*€?\s*([0-9]{1,5}(?:[.,][0-9]{1,2})?)(\s*(?:euro|eur|€))?")
_MOST_WORDS_WITH_AN_AMOUNT = 6


def wish(said: list[str]) -> Wish | None:
    """Return what the customer wants done by the last of these texts; an amount alone belongs to the text before it."""
    if not said:
        return None
    tool = _wanted(said[-1])
    if tool is not None:
        return Wish(tool, amount(said[-1]))
    named = amount(said[-1])
    if named is not None and len(said) > 1 and len(said[-1].split()) <= _MOST_WORDS_WITH_AN_AMOUNT:
        before = _wanted(said[-2])
        return Wish(before, named) if before is not None else None
    return None


def amount(text: str) -> float | None:
    """Return the amount a text names, in euros: the one after "naar" or "to", or else the only one."""
    found = [(bool(led), _euros(number)) for led, number, _ in _AMOUNT.findall(text)]
    aimed = [euros for led, euros in found if led]
    one = aimed if len(aimed) == 1 else [euros for _, euros in found]
    return one[0] if len(one) == 1 else None


def _wanted(text: str) -> Tool | None:
    named = amount(text) is not None
    for tool, about in _ABOUT.items():
        if about.search(text) and (named or (_WANTED[tool].search(text) and not _ASKS_HOW.search(text))):
            return tool
    return None


def _euros(number: str) -> float:
    return float(number.replace(",", "."))

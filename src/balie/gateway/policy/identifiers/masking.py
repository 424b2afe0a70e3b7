"""Identifiers made unreadable for good, with as much left as tells people which one it was."""

from collections.abc import Iterable

from balie.gateway.policy.identifiers.kinds import Found, Kind

_SHOWN = {Kind.IBAN: 4, Kind.PAYMENT_CARD: 4, Kind.PHONE: 2}


def mask(text: str, found: Iterable[Found]) -> str:
    """Replace identifiers by stars; of accounts, cards and telephone numbers the last digits stay."""
    out, at = [], 0
    for one in found:
        out += [text[at : one.start], _masked(text[one.start : one.end], one.kind)]
        at = one.end
    return "".join([*out, text[at:]])


def _masked(value: str, kind: Kind) -> str:
    if kind is Kind.EMAIL and "@" in value:
        return f"{value[0]}***@***"
    shown = _SHOWN.get(kind, 0)
    return f"***{value[-shown:]}" if shown else "***"

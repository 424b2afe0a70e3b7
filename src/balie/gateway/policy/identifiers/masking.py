"""Identifiers made unreadable for good, with as much left as tells people which one it was."""

from collections.abc import Iterable

from balie.gateway.policy.identifiers.kinds import Found, Kind, SpecialHit


def mask(text: str, found: Iterable[Found]) -> str:
    """Replace identifiers by stars; of accounts, cards and phones the last figures stay."""
    out, at = [], 0
    for one in found:
        out += [text[at : one.start], _masked(text[one.start : one.end], one.kind)]
        at = one.end
    return "".join([*out, text[at:]])


def minimise(text: str, hits: Iterable[SpecialHit]) -> str:
    """Replace words about special categories (Art. 9 GDPR) by the name of the category, such as `<health>`."""
    out, at = [], 0
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.start >= at:
            out += [text[at : hit.start], f"<{hit.category}>"]
            at = hit.end
    return "".join([*out, text[at:]])


def _masked(value: str, kind: Kind) -> str:
    if kind is Kind.EMAIL and "@" in value:
        return f"{value[0]}***@…"
    compact = "".join(c for c in value if c.isalnum())
    match kind:
        case Kind.IBAN:
            return f"{compact[:4].upper()} **** {compact[-4:]}"
        case Kind.PAYMENT_CARD if compact.isdigit():
            return f"**** {compact[-4:]}"
        case Kind.PHONE if compact.isdigit():
            return f"***{compact[-2:]}"
    return "***"

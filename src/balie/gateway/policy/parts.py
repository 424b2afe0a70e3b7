"""A long text in parts, so that no look at it takes long. Each part is looked at with what stands around it.

Nothing that was found stands across a cut, and no placeholder of the text itself does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from balie.gateway.policy.identifiers import Found, SpecialHit
from balie.gateway.policy.privacy import Seen

PART = 4_000  # characters that are looked at without a pause
_AROUND = 200  # characters; words that tell what a number is stand right before it
_BACK = 1_000  # characters in which a cut looks for a place between words


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text, where it begins, and what is in it (with places in the part)."""

    start: int
    text: str
    seen: Seen


def parts(text: str, look: Callable[[str], Seen]) -> Iterator[Part]:
    """Give a text in parts; `look` finds what is in one."""
    start = 0
    while start < len(text):
        end = _cut(text, start)
        shift = max(0, start - _AROUND)
        seen = look(text[shift : end + _AROUND] if shift or end < len(text) else text)
        found = [Found(f.start + shift, f.end + shift, f.kind) for f in seen.found]
        mine = [one for one in found if start <= one.start < end]
        end = max(end, mine[-1].end) if mine else end
        special = (SpecialHit(h.start + shift, h.end + shift, h.category) for h in seen.special)
        yield Part(start, text[start:end], _within(start, mine, [hit for hit in special if start <= hit.start < end]))
        start = end


def _within(start: int, found: list[Found], special: list[SpecialHit]) -> Seen:
    return Seen(
        tuple(Found(one.start - start, one.end - start, one.kind) for one in found),
        tuple(SpecialHit(hit.start - start, hit.end - start, hit.category) for hit in special),
    )


def joined(seen: list[tuple[int, Seen]]) -> Seen:
    """What is in the whole text: of each part where it begins, and what is in it."""
    return Seen(
        tuple(Found(f.start + at, f.end + at, f.kind) for at, one in seen for f in one.found),
        tuple(SpecialHit(h.start + at, h.end + at, h.category) for at, one in seen for h in one.special),
    )


def _cut(text: str, start: int) -> int:
    """Where a part ends: after white space or a bracket that closes, else before one that opens, else anywhere."""
    end = start + PART
    if end >= len(text):
        return len(text)
    least = end - _BACK
    between = max(text.rfind(sign, least, end) for sign in " \n\t]")
    if between >= 0:
        return between + 1
    opens = text.rfind("[", least, end)
    return opens if opens > least else end

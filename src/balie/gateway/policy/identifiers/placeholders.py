"""Placeholders in place of identifiers, stable within a conversation, and the way back, also through a stream.

A placeholder is `[KIND_N]`, such as `[NAME_1]`: a model understands it, and repeats it unchanged. Brackets of the text
itself that stand before such a word are doubled: an even number is text, and an odd number ends in a placeholder. So
restoring what was redacted gives every text back exactly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import re2

from balie.gateway.policy.identifiers.kinds import Found, Kind

_LABELS = {kind: kind.value.upper() for kind in Kind}
_LOOKS = re2.compile(rf"\[+(?:{'|'.join(_LABELS.values())})_[0-9]{{1,6}}\]")
_LONGEST = max(len(label) for label in _LABELS.values()) + 9  # characters of `[LABEL_123456]`


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The placeholders of one conversation: which value each stands for. Adding one makes a new mapping."""

    values: Mapping[str, str] = field(default_factory=dict)
    _known: Mapping[tuple[Kind, str], str] = field(default_factory=dict, repr=False)

    def for_value(self, kind: Kind, value: str) -> tuple[str, "Placeholders"]:
        """Return the placeholder of a value, made when it has none."""
        if known := self._known.get((kind, value)):
            return known, self
        number = sum(key[0] is kind for key in self._known) + 1
        made = f"[{_LABELS[kind]}_{number}]"
        return made, Placeholders({**self.values, made: value}, {**self._known, (kind, value): made})


def redact(text: str, found: Iterable[Found], placeholders: Placeholders) -> tuple[str, Placeholders]:
    """Replace what was found by placeholders; `found` is in the order of the text and does not overlap."""
    out, at = [], 0
    for one in found:
        out.append(_doubled_at_end(_escaped(text[at : one.start])))
        made, placeholders = placeholders.for_value(one.kind, text[one.start : one.end])
        out.append(made)
        at = one.end
    out.append(_escaped(text[at:]))
    return "".join(out), placeholders


def restore(text: str, placeholders: Placeholders) -> str:
    """Put the values back in place of their placeholders; one that stands for nothing stays as it is."""
    if "[" not in text:
        return text
    out, at = [], 0
    for match in _LOOKS.finditer(text):
        out.append(text[at : match.start()])
        out.append(_value(match.group(), placeholders))
        at = match.end()
    out.append(text[at:])
    return "".join(out)


class Restorer:
    """Restores a stream. Of each piece only what could be the beginning of a placeholder is kept a moment."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._kept = ""

    def feed(self, piece: str) -> str:
        """Take the next piece; return what may go out."""
        text = self._kept + piece
        cut = _beginning(text)
        self._kept = text[cut:]
        return restore(text[:cut], self._placeholders)

    def end(self) -> str:
        """Return the rest."""
        rest, self._kept = self._kept, ""
        return restore(rest, self._placeholders)


def _value(found: str, placeholders: Placeholders) -> str:
    word = found.lstrip("[")
    brackets = len(found) - len(word)
    if brackets % 2 == 0:
        return "[" * (brackets // 2) + word
    return "[" * (brackets // 2) + placeholders.values.get(f"[{word}", f"[{word}")


def _escaped(text: str) -> str:
    """Write what looks like a placeholder with twice as many brackets."""
    if "[" not in text:
        return text
    out, at = [], 0
    for match in _LOOKS.finditer(text):
        brackets = len(match.group()) - len(match.group().lstrip("["))
        out += [text[at : match.start()], "[" * brackets, match.group()]
        at = match.end()
    return "".join([*out, text[at:]])


def _doubled_at_end(text: str) -> str:
    """Write the brackets right before a placeholder twice."""
    return text + "[" * (len(text) - len(text.rstrip("[")))


def _beginning(text: str) -> int:
    """Where the tail begins that may yet become a placeholder; the length of the text when there is none."""
    start = text.rfind("[")
    if start < 0 or "]" in text[start:] or len(text) - start > _LONGEST:
        return len(text)
    while start and text[start - 1] == "[":
        start -= 1
    return start

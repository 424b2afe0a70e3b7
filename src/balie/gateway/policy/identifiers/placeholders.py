"""Placeholders in place of identifiers, stable within a conversation, and the way back, also through a stream.

A placeholder is `[KIND_N]`, such as `[NAME_1]`: a model understands it, and repeats it. The same value written in
another way keeps its number and gets a letter, `[PHONE_1]` and `[PHONE_1B]`, so that the model knows that they are one
and every text comes back as it was written. Brackets of the text itself that stand before such a word are doubled: an
even number is text, and an odd number ends in a placeholder.

A model may change the case of the letters (`[name_1]`). One that leaves the brackets out has lost the placeholder.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import re2

from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import fold

_LABELS = {kind: kind.value.upper() for kind in Kind}
_EITHER = "|".join(_LABELS.values())
_LOOKS = re2.compile(rf"(?i)\[+(?:{_EITHER})_[0-9]{{1,6}}[A-Z]{{0,3}}\]")
_LONGEST = max(len(label) for label in _LABELS.values()) + 12  # characters of `[LABEL_123456ABC]`


def _begun() -> str:
    """What may yet become a placeholder: brackets, and a part of a label or a whole one with a part of its number."""
    parts = sorted({label[:size] for label in _LABELS.values() for size in range(1, len(label) + 1)})
    return rf"(?i)\[+(?:|{'|'.join(parts)}|(?:{_EITHER})_[0-9]{{0,6}}|(?:{_EITHER})_[0-9]{{1,6}}[A-Z]{{0,3}})"


_BEGUN = re2.compile(_begun())
_BY_LETTERS = {Kind.NAME, Kind.EMAIL, Kind.ADDRESS}  # the others are the same when their letters and figures are


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The placeholders of one conversation: which value each stands for. Adding one makes a new mapping."""

    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write them down, for a conversation that goes on later. Keep them safe: they hold the identifiers."""
        return json.dumps(dict(self.values), ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Placeholders":
        """Read what `to_json` wrote. Raises ValueError for what is something else."""
        values = json.loads(written)
        if not isinstance(values, dict) or not all(
            isinstance(value, str) and _LOOKS.fullmatch(made) for made, value in values.items()
        ):
            raise ValueError("these are no placeholders and their values")
        return cls(values)


def redact(text: str, found: Iterable[Found], placeholders: Placeholders) -> tuple[str, Placeholders]:
    """Replace what was found by placeholders; `found` is in the order of the text and does not overlap."""
    redactor = Redactor(placeholders)
    return redactor.redact(text, found), redactor.placeholders


class Redactor:
    """Redacts one text after another; the same value has the same placeholder in all of them."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._before = placeholders
        self._numbering: _Numbering | None = None

    def redact(self, text: str, found: Iterable[Found]) -> str:
        """Replace what was found by placeholders; `found` is in the order of the text and does not overlap."""
        out, at = [], 0
        for one in found:
            self._numbering = self._numbering or _Numbering(self._before)
            out.append(_doubled_at_end(_escaped(text[at : one.start])))
            out.append(self._numbering.placeholder(one.kind, text[one.start : one.end]))
            at = one.end
        out.append(_escaped(text[at:]))
        return "".join(out)

    @property
    def placeholders(self) -> Placeholders:
        """The placeholders with those that were made."""
        return self._numbering.ended() if self._numbering else self._before


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
    """Restores a stream. Of each piece only what could be the beginning of a placeholder is kept a moment.

    That is at most the length of the longest placeholder, and the brackets that stand before it.
    """

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


class _Numbering:
    """Gives values their placeholders, going on from those a conversation has."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._before = placeholders
        self._values = dict(placeholders.values)
        self._made = {(_label(made), value): made for made, value in self._values.items()}
        self._numbers: dict[tuple[str, str], str] = {}
        self._ways: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for made, value in self._values.items():
            self._count(_label(made), _number(made), value)

    def placeholder(self, kind: Kind, value: str) -> str:
        """The placeholder of a value, made when it has none."""
        label = _LABELS[kind]
        if known := self._made.get((label, value)):
            return known
        number = self._numbers.get((label, _same(label, value))) or str(self._last.get(label, 0) + 1)
        made = f"[{label}_{number}{_letters(self._ways.get(f'{label}_{number}', 0))}]"
        self._values[made] = self._made[label, value] = made
        self._values[made] = value
        self._count(label, number, value)
        return made

    def ended(self) -> Placeholders:
        """The placeholders with those that were made."""
        return Placeholders(self._values) if len(self._values) > len(self._before.values) else self._before

    def _count(self, label: str, number: str, value: str) -> None:
        self._numbers.setdefault((label, _same(label, value)), number)
        self._ways[f"{label}_{number}"] = self._ways.get(f"{label}_{number}", 0) + 1
        self._last[label] = max(self._last.get(label, 0), int(number))


def _same(label: str, value: str) -> str:
    """A value as it is compared: without case and accents, and without what stands between letters and figures."""
    folded = fold(value)
    if label in {_LABELS[kind] for kind in _BY_LETTERS}:
        return " ".join(folded.split())
    return "".join(c for c in folded if c.isalnum()) or folded


def _label(made: str) -> str:
    return made[1:].rpartition("_")[0]


def _number(made: str) -> str:
    return "".join(c for c in made.rpartition("_")[2] if c.isdigit())


def _letters(ways: int) -> str:
    """Nothing for the first way of writing, then B to Z, BB to ZZ and so on."""
    out = ""
    while ways:
        ways, rest = divmod(ways - 1, 25)
        out = chr(ord("B") + rest) + out
    return out


def _value(found: str, placeholders: Placeholders) -> str:
    word = found.lstrip("[")
    brackets = len(found) - len(word)
    if brackets % 2 == 0:
        return "[" * (brackets // 2) + word
    made = f"[{word}"
    return "[" * (brackets // 2) + placeholders.values.get(made.upper(), made)


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
    if start < 0 or len(text) - start > _LONGEST or not _BEGUN.fullmatch(text[start:]):
        return len(text)
    return len(text[:start].rstrip("["))

"""Messages with their identifiers labelled by hand, and how much of them is found. The bench uses them too."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import re2

HERE = Path(__file__).parent
NOT_ASKED = "city"  # labelled, but nobody is asked for it: finding it is neither right nor wrong
_LABEL = re2.compile(r"<(\w+)>([^<]*)</\w+>")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Message:
    """A message, its language, and what is in it."""

    language: str
    text: str
    labels: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many were labelled and seen, and found and right."""

    labelled: int = 0
    seen: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Part of the labelled that was seen."""
        return self.seen / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        """Part of the found that was right."""
        return self.right / self.found if self.found else 1.0


def by_hand(file: str) -> list[Message]:
    """`hard` was used to improve the finders; `fresh` came after that, and two faults it showed were mended."""
    messages = []
    for row in map(json.loads, (HERE / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()):
        text, labels, at = "", [], 0
        for label in _LABEL.finditer(row["text"]):
            text += row["text"][at : label.start()]
            labels.append((len(text), len(text) + len(label.group(2)), label.group(1)))
            text += label.group(2)
            at = label.end()
        messages.append(Message(row["lang"], text + row["text"][at:], tuple(labels)))
    return messages


def scored(messages: Sequence[Message], found: Iterable[Iterable[Span]]) -> dict[tuple[str, str], Score]:
    """Scores by kind and language; a span counts when it overlaps one of its kind."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for message, some in zip(messages, found, strict=True):
        spans = list(some)
        for label in message.labels:
            counts[label[2], message.language, "labelled"] += 1
            counts[label[2], message.language, "seen"] += any(_meets(label, span) for span in spans)
        for span in spans:
            right = any(_meets(label, span) for label in message.labels)
            spared = any(_meets((*label[:2], span[2]), span) for label in message.labels if label[2] == NOT_ASKED)
            counts[span[2], message.language, "found"] += right or not spared
            counts[span[2], message.language, "right"] += right
    keys = sorted({key[:2] for key in counts if key[0] != NOT_ASKED})
    return {key: Score(*(counts[*key, what] for what in ("labelled", "seen", "found", "right"))) for key in keys}


def together(scores: dict[tuple[str, str], Score], kind: str) -> Score:
    """The score of a kind over all languages."""
    some = [score for (one, _), score in scores.items() if one == kind]
    return Score(*(sum(getattr(score, part) for score in some) for part in ("labelled", "seen", "found", "right")))


def _meets(label: Span, span: Span) -> bool:
    return label[2] == span[2] and label[0] < span[1] and span[0] < label[1]

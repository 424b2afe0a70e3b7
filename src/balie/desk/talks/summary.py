"""What a customer wants, in their own words: a few sentences picked from what they wrote. Nothing is made up.

Pure: sentences in, sentences out. It is extractive on purpose: a colleague reads what was said, not what a model thinks
was said (compare Edmundson 1969, cue and position; here for conversations, where the first question and the last words
before the handover tell most).
"""

from collections.abc import Sequence

import re2

MOST = 3
_LONGEST = 240  # characters of a sentence that is shown
_ENDS = re2.compile(r"[^.!?\n]+[.!?]*")
_ASKS = re2.compile(
    r"(?i)\b(wil|wilt|kan|kunt|moet|graag|waarom|wanneer|hoeveel|hoe|waar|wat|klopt|snap|opzeg\w*|betal\w*|factuur|rekening"
    r"|want|can|could|need|please|why|when|how|what|cancel\w*|pay\w*|bill|invoice|refund|möchte|kann|warum|wann|wie"
    r"|veux|voudrais|pourquoi|quand|comment)\b"
)
_EMPTY = re2.compile(
    r"(?i)^\W*(hallo|hoi|hi|hello|hey|goedemorgen|goedemiddag|goedenavond|goedendag|dag|dank\w*|bedankt|thanks"
    r"|thank you|ok|oke|oké|ja|nee|yes|no|guten tag|bonjour|danke|merci)\W*$"
)


def summary(said: Sequence[str]) -> tuple[str, ...]:
    """Return at most three sentences of what a customer said, in the order in which they said them."""
    found = [(n, one.strip()) for n, text in enumerate(said) for one in _ENDS.findall(text)]
    found = [(n, one) for n, one in found if len(one) > 2 and not _EMPTY.search(one)]
    last = len(said) - 1
    scored = sorted(enumerate(found), key=lambda at: (-_worth(at[1], last), at[0]))
    chosen, seen = [], set()
    for place, (_, one) in scored:
        if one.lower() not in seen:
            seen.add(one.lower())
            chosen.append((place, one))
        if len(chosen) == MOST:
            break
    return tuple(one if len(one) <= _LONGEST else f"{one[:_LONGEST].rstrip()}…" for _, one in sorted(chosen))


def _worth(sentence: tuple[int, str], last: int) -> float:
    """How much a sentence tells: it asks or wants something, it is of some length, it stands first or last."""
    number, text = sentence
    asks = 2.0 * text.endswith("?") + min(2, len(_ASKS.findall(text)))
    length = min(len(text), 120) / 60
    return asks + length + 1.0 * (number == 0) + 0.5 * (number == last)

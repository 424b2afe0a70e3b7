"""Finding identifiers in what customers write, beside Presidio: speed of the processor, and what is found.

Both look at the same labelled messages, one after the other, each on one core. Presidio is installed once, in a folder
of its own. BENCH_SPACY=en_core_web_sm also measures it with that model, when it can be installed from a package index.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench._load import on_core

ROOT = Path(__file__).parent.parent
MESSAGES = ROOT / "tests/gateway/policy/messages.jsonl"
PRESIDIO = ROOT / ".tools" / "presidio"
VERSION = "2.2.366"
PROMISED, PROMISED_WITH_MODEL = 5.0, 20.0
ROUNDS = 5
_TAG = re.compile(r"<(\w+)>(.*?)</\1>")
_THEIRS = {
    "IBAN_CODE": "iban", "CREDIT_CARD": "payment_card", "PHONE_NUMBER": "phone", "EMAIL_ADDRESS": "email",
    "DATE_TIME": "birth_date", "PERSON": "name",
}  # fmt: skip
Spans = list[list[Any]]


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    labelled = [_labelled(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    texts, gold = [text for text, _ in labelled], [spans for _, spans in labelled]
    characters = sum(map(len, texts))
    ours, found = _ours(texts)
    print(f"  {len(texts)} messages, {characters:,} characters; recall and precision by kind")
    here = _shown("Balie", characters / ours, gold, found)
    if not _is_there():
        print("  Presidio is left out: it could not be installed (is a package index within reach?)")
        return []
    broken = []
    for model, promised in (("", PROMISED), (os.environ.get("BENCH_SPACY", ""), PROMISED_WITH_MODEL)):
        if promised == PROMISED_WITH_MODEL and not model:
            print("  Presidio with a spaCy model is left out: BENCH_SPACY names none")
            continue
        seconds, theirs = _theirs(texts, model)
        name = f"Presidio, {model or 'patterns only'}"
        there = _shown(name, characters / seconds, gold, theirs)
        ratio = seconds / ours
        print(f"    Balie looks at {ratio:.1f} times as many characters a second ({promised:.0f} promised)")
        broken += [f"{ratio:.1f} times the speed of {name}, {promised:.0f} promised"] if ratio < promised else []
        broken += [
            f"{kind}: {name} does better ({there[kind]} against {here[kind]})"
            for kind in sorted(there)
            if there[kind][0] > here[kind][0] or there[kind][1] > here[kind][1]
        ]
    return broken


def _labelled(line: str) -> tuple[str, Spans]:
    """The text of a line without its tags, and where they stood."""
    text, spans, done, row = "", [], 0, json.loads(line)["text"]
    for match in _TAG.finditer(row):
        text += row[done : match.start()]
        spans.append([len(text), len(text) + len(match[2]), match[1]])
        text, done = text + match[2], match.end()
    return text + row[done:], spans


def _ours(texts: list[str]) -> tuple[float, list[Spans]]:
    """Seconds of the processor for one round, and what was found."""
    from balie.gateway.policy.identifiers import Settings, find

    settings = Settings()
    found = [[[f.start, f.end, f.kind.value] for f in find(text, settings)] for text in texts]
    start = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            find(text, settings)
    return (time.process_time() - start) / ROUNDS, found


def _theirs(texts: list[str], model: str) -> tuple[float, list[Spans]]:
    command = [str(PRESIDIO / "bin" / "python"), str(ROOT / "bench" / "_presidio.py"), *([model] if model else [])]
    ended = subprocess.run(on_core(0, command), input=json.dumps(texts), capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr[-2000:])
    told = json.loads(ended.stdout.splitlines()[-1])
    named = [[[start, end, _THEIRS[kind]] for start, end, kind in one if kind in _THEIRS] for one in told["found"]]
    return told["seconds"], named


def _shown(name: str, speed: float, gold: list[Spans], found: list[Spans]) -> dict[str, tuple[float, float]]:
    """Print one line; return recall and precision of each kind that was found at all."""
    counts: Counter[tuple[str, str]] = Counter()
    for wanted, got in zip(gold, found, strict=True):
        for span in wanted:
            counts[span[2], "seen" if _hit(span, got) else "missed"] += 1
        for span in got:
            counts[span[2], "right" if _hit(span, wanted) else "wrong"] += 1
    told = {}
    for kind in sorted({span[2] for spans in found for span in spans}):
        seen, right = counts[kind, "seen"], counts[kind, "right"]
        told[kind] = (seen / max(1, seen + counts[kind, "missed"]), right / max(1, right + counts[kind, "wrong"]))
    listed = ", ".join(f"{kind} {recall:.2f}/{precision:.2f}" for kind, (recall, precision) in told.items())
    print(f"  {name}: {speed:,.0f} characters/s; {listed}")
    return told


def _hit(span: list[Any], others: Spans) -> bool:
    return any(one[2] == span[2] and one[0] < span[1] and span[0] < one[1] for one in others)


def _is_there() -> bool:
    """Install the pinned version in a folder of its own, once."""
    stamp, python = PRESIDIO / ".ready", PRESIDIO / "bin" / "python"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == VERSION:
        return True
    print("  installing Presidio in .tools/presidio, once")
    model = os.environ.get("BENCH_SPACY")
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", PRESIDIO], check=True)
        wanted = [f"presidio-analyzer=={VERSION}", *([model] if model else [])]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    stamp.write_text(VERSION, encoding="ascii")
    return True

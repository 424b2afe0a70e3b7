#!/usr/bin/env python3
"""Draw the samples in a pack of evidence from Balie again: `python balie_sample.py PACK.zip`.

Needs Python 3.11 and nothing else. Check the pack itself with balie_verify.py. §12 of format.md says what is done here.
Exit code: 0 each sample comes out the same, 1 one does not, 2 this is no pack or the call is wrong.
"""

import argparse
import hashlib
import hmac
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LONGEST = 65_535
SAYS = {
    "same": ("regel {}: dezelfde steekproef ({} van {})", "entry {}: the same sample ({} of {})"),
    "other": ("regel {}: dit geeft een andere steekproef", "entry {}: this gives another sample"),
    "population": (
        "regel {}: niet dezelfde populatie; zit die hele periode in het pakket?",
        "entry {}: not the same population; is all of that period in the pack?",
    ),
    "none": ("in dit pakket zit geen steekproef", "there is no sample in this pack"),
}
Files = Path | zipfile.Path
Member = tuple[int, str, bytes]  # number, kind, leaf hash


def entries(pack: Files) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Give each entry that has its text, with its line."""
    with (pack / "log" / "entries.jsonl").open("rb") as opened:
        while line := opened.readline(LONGEST + 1).removesuffix(b"\n"):
            entry = json.loads(line)
            if "gone" not in entry:
                yield entry, line


def population(pack: Files, defined: dict[str, Any]) -> Iterator[Member]:
    """Give the members of a population. Moments have one length, so they compare as text."""
    since, until = defined["from"] or "", defined["until"] or "~"
    for entry, line in entries(pack):
        kind = entry["kind"].split("/")[0]
        inside = entry["seq"] < defined["size"] and since <= entry["at"] < until
        if (
            inside
            and kind in (defined["kinds"] or [kind])
            and entry["origin"] in (defined["origins"] or [entry["origin"]])
        ):
            yield entry["seq"], kind, hashlib.sha256(b"\0" + line).digest()


def number_of(seed: str, message: bytes) -> int:
    """The number that a seed gives to a leaf hash, or to the digest of a population."""
    return int.from_bytes(hmac.digest(seed.encode(), message, "sha256"))


def smallest(members: list[Member], seed: str, many: int) -> list[int]:
    """The members with the smallest tickets."""
    ordered = sorted(members, key=lambda member: (number_of(seed, member[2]), member[0]))
    return [member[0] for member in ordered[:many]]


def draw(members: list[Member], method: str, seed: str, many: int) -> list[int]:
    """Draw a sample (§12)."""
    size = len(members)
    if method == "random":
        return sorted(smallest(members, seed, many))
    if method == "systematic":
        start = number_of(seed, hashlib.sha256(b"".join(member[2] for member in members)).digest()) % size
        return sorted(members[(start + place * size // many) % size][0] for place in range(many))
    counts = Counter(member[1] for member in members)
    rest, others = many - len(counts), max(size - len(counts), 1)
    shares = {kind: divmod(rest * (counts[kind] - 1), others) for kind in sorted(counts)}
    left = rest - sum(whole for whole, _ in shares.values())
    more = sorted(shares, key=lambda kind: (-shares[kind][1], kind))[:left]
    drawn = list[int]()
    for kind, (whole, _) in shares.items():
        drawn += smallest([member for member in members if member[1] == kind], seed, 1 + whole + (kind in more))
    return sorted(drawn)


def again(pack: Files, what: dict[str, Any]) -> str:
    """Draw one sample again, and say how it compares."""
    members = list(population(pack, what["population"]))
    digest = hashlib.sha256(b"".join(member[2] for member in members)).hexdigest()
    if (len(members), digest) != (what["population_size"], what["population_digest"]):
        return "population"
    return "same" if draw(members, what["method"], what["seed"], len(what["drawn"])) == what["drawn"] else "other"


def main(arguments: list[str] | None = None) -> int:
    """Draw again what stands in the pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--lang", choices=["nl", "en"], default="en")
    call = parser.parse_args(arguments)
    told = list[tuple[Any, ...]]()
    try:
        pack = call.pack if call.pack.is_dir() else zipfile.Path(call.pack)
        for entry, _ in entries(pack):
            if entry["kind"].startswith("sample-drawn/"):
                what = entry["what"]
                told.append((again(pack, what), entry["seq"], len(what["drawn"]), what["population_size"]))
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"balie_sample: {call.pack}: {error!r}\n")
        return 2
    for code, *facts in told or [("none",)]:
        sys.stdout.write(SAYS[code][call.lang == "en"].format(*facts) + "\n")
    return int(any(code != "same" for code, *_ in told))


if __name__ == "__main__":
    sys.exit(main())

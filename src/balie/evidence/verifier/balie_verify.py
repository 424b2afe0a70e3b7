#!/usr/bin/env python3
"""Check a pack of evidence from Balie, offline: `python balie_verify.py PACK.zip [--checkpoint FILE] [--key KEY]`.

Needs Python 3.11 and `cryptography`. §5 and the like are sections of format.md, which lies in the pack too. The pack is
read once, from front to back; what is remembered does not grow with the number of entries.
Exit code: 0 everything is right, 1 something is wrong, 2 this is no pack or the call is wrong.
"""

import argparse
import base64
import hashlib
import hmac
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from functools import reduce
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LONGEST_LEAF, LONGEST_CONTENT, MOST_SHOWN = 65_535, 100_000_000, 25  # bytes, bytes, faults
SAYS = {
    "entry": ("regel {}", "entry {}"),
    "entries": ("regels {} tot en met {}", "entries {} to {}"),
    "form": ("niet in dit formaat: {}", "not in this format: {}"),
    "place": ("is {}: iets is weg, toegevoegd of verwisseld", "is {}: something was dropped, added or swapped"),
    "log": ("hoort bij een ander logboek: {}", "belongs to another log: {}"),
    "changed": ("gewijzigd: past niet bij zijn hash", "changed: does not fit its hash"),
    "root": ("gewijzigd, weg of toegevoegd: past niet bij {}", "changed, dropped or added: does not fit {}"),
    "size": ("de laatste stand of het manifest zegt {} regels", "the last checkpoint or the manifest says {} entries"),
    "beyond": ("gaat over {} regels: pakket ouder, of einde weg", "is over {} entries: pack older, or its end cut off"),
    "inside": ("eindigt bij een regel buiten dit pakket", "ends at an entry that is not in this pack"),
    "unsigned": ("niet ondertekend met een sleutel die telt", "not signed with a key that counts"),
    "forged": ("een handtekening klopt niet", "a signature is wrong"),
    "keys": ("noemt andere sleutels dan het logboek", "names other keys than the log"),
    "gone": ("weg, maar geen latere regel zegt waarom", "gone, but no later entry says why"),
    "document": ("ontbreekt, is gewijzigd of hoort er niet", "is missing, changed, or does not belong"),
    "unnamed": ("noemt niet het document met hash {}", "does not name the document with hash {}"),
    "content": ("de inhoud past niet bij een regel", "the content does not fit an entry"),
    "summary": ("{} regels, {} niet in het pakket; fouten: {}", "{} entries, {} not in the pack; faults: {}"),
    "key": ("vraag de organisatie of dit haar sleutel is", "ask the organisation whether this is its key"),
    "alone": ("anders valt een herschreven logboek niet op, §11", "else a rewritten log does not show, §11"),
}
HEAD = re.compile(  # how every leaf begins (§2)
    rb'\{"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z","kind":"[a-z-]+/[1-9]\d*","log":"[A-Za-z0-9.:_/~-]+",'
    rb'"origin":"(enforced|observed|reported|attested)","seq":\d+,"subject":\{'
)
NAMES, GONE = {*"at kind log origin seq subject v what who".split()}, {"gone", "hash", "height", "seq"}
REMARKS = {"summary", "key", "alone"}  # the rest are faults
Signed = tuple[tuple[str, bytes], bytes]  # the name and number of a key, and then a signature by it or the key itself
Files = Path | zipfile.Path  # a pack is a folder, or a ZIP file that reads like one
SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


def inside(pack: Files, folder: str) -> list[str]:
    """Name the files in a folder of the pack."""
    return sorted(f"{folder}/{file.name}" for file in (pack / folder).iterdir()) if (pack / folder).is_dir() else []


def lines(file: Files, longest: int) -> Iterator[bytes]:
    """Read a file line by line, never more than one line at a time."""
    with file.open("rb") as opened, io.BufferedReader(opened, 1 << 18) as buffered:  # type: ignore[type-var]
        while line := buffered.readline(longest + 1):
            yield line.removesuffix(b"\n")


def node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (§4)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by_proof(hashed: bytes, index: int, size: int, steps: list[bytes]) -> bytes:
    """Return the root that follows from a leaf and its inclusion proof (§6). Raise ValueError for another length."""
    if size == 1 and not steps:
        return hashed
    *below, sibling = steps
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return node(root_by_proof(hashed, index, left, below), sibling)
    return node(sibling, root_by_proof(hashed, index - left, size - left, below))


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object in which a name stands twice (§3): readers would differ on what it says."""
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


# A checkpoint (§5): size and root, the signed text, signatures as (key, bytes), and where it came from.
Head = NamedTuple("Head", [("size", int), ("root", bytes), ("text", bytes), ("signed", list[Signed]), ("file", str)])  # noqa: UP014


def read_head(note: str, file: str) -> Head:
    """Read a signed checkpoint. Raise ValueError for anything else."""
    text, _, tail = note.rpartition("\n\n")
    _, size, root = text.split("\n")[:3]
    signed = [(one[1], base64.b64decode(one[2])) for one in map(SIGNATURE.fullmatch, tail.split("\n")) if one]
    signatures = [((name, raw[:4]), raw[4:]) for name, raw in signed]
    return Head(int(size), base64.b64decode(root), f"{text}\n".encode(), signatures, file)


def read_key(text: str) -> Signed:
    """Read a public key: name+number+base64 (§5). Raise ValueError for anything else."""
    name, number, encoded = text.split("+", 2)
    raw = base64.b64decode(encoded)
    if hashlib.sha256(f"{name}\n".encode() + raw).hexdigest()[:8] != number or raw[:1] != b"\x01" or len(raw) != 33:
        raise ValueError(f"no public key: {text}")
    return (name, bytes.fromhex(number)), raw[1:]


class Check:
    """One pass over a pack: all of §7.3."""

    def __init__(self, pack: Files, outside: list[Path], given: list[str], language: str) -> None:
        self.pack, self.column = pack, int(language == "en")
        self.parse = json.JSONDecoder(object_pairs_hook=once).decode  # made once: making it takes longer than a line
        self.faults = self.seen = self.shift = self.fits = self.missing = 0
        manifest = json.loads((pack / "manifest.json").read_bytes())
        self.log, self.size, self.documents = str(manifest["log"]), int(manifest["size"]), manifest["documents"]
        self.tree = list[tuple[int, bytes]]()  # the roots of its complete subtrees: (height, hash), large ones first
        self.trusted, self.anchored, self.named = dict(map(read_key, given)), not given, list[str]()
        self.waiting = list[tuple[str, str]]()  # what entries say of keys since the last checkpoint: (kind, key)
        self.gone, self.excused = list[list[int]](), list[list[int]]()  # [first, last] of entries, both included
        self.speaking = {one["seq"]: one["sha256"] for one in self.documents if "seq" in one}
        stored = pack / "content/content.jsonl"
        self.contents = map(json.loads, lines(stored, LONGEST_CONTENT) if stored.is_file() else ())
        self.content = next(self.contents, None)
        self.proofs = dict[int, tuple[list[bytes], Head]]()
        self.heads = [read_head(path.read_text("utf-8"), str(path)) for path in outside]
        self.heads += [read_head((pack / name).read_text("utf-8"), name) for name in inside(pack, "log/checkpoints")]
        for name in inside(pack, "log/proofs"):
            top, _, note = (pack / name).read_text("utf-8").partition("\n\n")
            index, *steps = top.split("\nindex ")[1].split("\n")
            self.heads.append(read_head(note, name))
            self.proofs[int(index)] = ([base64.b64decode(step) for step in steps], self.heads[-1])
        self.heads.sort(key=lambda head: -head.size)

    def say(self, place: object, code: str, *facts: object) -> None:
        """Write a line, harmless for a terminal whatever the pack says, and count it unless it is a remark."""
        self.faults += code not in REMARKS
        if self.faults <= MOST_SHOWN or code in REMARKS:
            shown = SAYS["entry"][self.column].format(place) if isinstance(place, int) else place
            line = f"{shown}: {SAYS[code][self.column].format(*facts)}"[:500]
            sys.stdout.write("".join(sign if sign.isprintable() else "?" for sign in line) + "\n")

    def run(self) -> None:
        """Read entries and their hashes side by side, and compare with each checkpoint as its size is reached."""
        entries = lines(self.pack / "log/entries.jsonl", LONGEST_LEAF)
        for line, written in zip_longest(entries, lines(self.pack / "log/hashes.txt", 64), fillvalue=b""):
            seq, height, hashed = self.seen + self.shift, 0, b""
            try:
                hashed, entry = bytes.fromhex(written.decode()), self.parse(line.decode())
                if entry["seq"] != seq:
                    self.say(seq, "place", entry["seq"])
                    self.shift += entry["seq"] - seq
                height = self.part(entry, hashed) if "gone" in entry else self.entry(entry, line, hashed)
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                self.say(seq, "form", repr(error))
            self.grow(hashed, height)
            while self.heads and self.heads[-1].size <= self.seen:
                self.compare(self.heads.pop())
        self.finish()

    def grow(self, hashed: bytes, height: int) -> None:
        """Add a leaf (height 0) to the tree (§4), or a complete subtree that stands for leaves that are gone."""
        self.seen += 1 << height
        while self.tree and self.tree[-1][0] == height:
            hashed, height = node(self.tree.pop()[1], hashed), height + 1
        self.tree.append((height, hashed))

    def entry(self, entry: dict[str, Any], line: bytes, hashed: bytes) -> int:
        """Check one entry (§2), and what hangs on it: keys, what expired, a document, content, a proof."""
        seq, what, kind = entry["seq"], entry["what"], entry["kind"].split("/")[0]
        if not HEAD.match(line) or entry.keys() - {"vault"} != NAMES or entry["v"] != 1:
            self.say(seq, "form", "§2")
        if entry["log"] != self.log:
            self.say(seq, "log", entry["log"])
        if hashlib.sha256(b"\0" + line).digest() != hashed:
            self.say(seq, "changed")
        if kind in {"key-added", "key-retired"} or (kind == "log-opened" and seq == 0):
            self.waiting.append((kind, what["key"]))
        self.excused += [pair for pair in what["expired"] if pair[1] < seq] if kind == "retention-run" else []
        if (digest := self.speaking.pop(seq, "")).encode() not in line:
            self.say(seq, "unnamed", digest)
        if self.content and self.content["seq"] == seq:
            self.weigh(self.content, entry.get("vault"))
        steps, head = self.proofs.pop(seq, ([], None))
        if head and root_by_proof(hashed, seq, head.size, steps) != head.root:
            self.say(seq, "root", head.file)
        return 0

    def weigh(self, content: dict[str, Any], vault: object) -> None:
        """Compare content with the commitment in its entry (§8), and take up the next content."""
        key, data = bytes.fromhex(content["key"]), base64.b64decode(content["data"])
        if vault != {"hmac": hmac.digest(key, data, "sha256").hex(), "id": content["id"]}:
            self.say(content["seq"], "content")
        self.content = next(self.contents, None)

    def part(self, entry: dict[str, Any], hashed: bytes) -> int:
        """Check a line that stands for entries that are gone (§7.2), and return how high their subtree is."""
        seq, height, why = entry["seq"], entry["height"], entry["gone"]
        fine = entry.keys() == GONE and why in {"expired", "left-out"} and 0 <= height < 60 and seq % (1 << height) == 0
        if not fine or entry["hash"] != hashed.hex() or len(hashed) != 32:
            raise ValueError("§7.2")
        self.missing += 1 << height
        if why == "expired":
            first, _ = self.gone.pop() if self.gone and self.gone[-1][1] == seq - 1 else (seq, seq)
            self.gone.append([first, seq + (1 << height) - 1])
        return int(height)

    def compare(self, head: Head) -> None:
        """Compare the tree with a checkpoint that is not larger: log, root, and then signatures."""
        if not head.text.startswith(f"{self.log}\n".encode()):
            self.say(head.file, "log", head.text.decode())
        elif head.size < self.seen:
            self.say(head.file, "inside")
        elif head.root != reduce(lambda right, part: node(part[1], right), self.tree[-2::-1], self.tree[-1][1]):
            self.say(SAYS["entries"][self.column].format(self.fits, head.size - 1), "root", head.file)
        else:
            self.trust(head)

    def trust(self, head: Head) -> None:
        """Check signatures against the set of trusted keys, and then let that set change (§5)."""
        if self.anchored and not self.named:  # no key was given: the log's first key counts
            self.trusted = dict(read_key(key) for kind, key in self.waiting if kind == "log-opened")
        by = [(self.trusted[key], signature) for key, signature in head.signed if key in self.trusted]
        try:
            for raw, signature in by:
                Ed25519PublicKey.from_public_bytes(raw).verify(signature, head.text)
        except InvalidSignature:
            return self.say(head.file, "forged")
        if not by:  # before the first signature of a key that was given, checkpoints show nothing
            return self.say(head.file, "unsigned") if self.anchored else None
        for kind, text in self.waiting:
            self.named += [text] if kind != "key-retired" else []
            change = self.trusted.pop if kind == "key-retired" else self.trusted.setdefault
            change(*read_key(text))
        self.anchored, self.fits, self.waiting = True, head.size, []
        return None

    def finish(self) -> None:
        """Check what can be said only at the end."""
        for head in self.heads:
            self.say(head.file, "beyond", head.size)
        if not self.fits == self.seen == self.size:
            self.say(self.log, "size", f"{self.fits}, {self.size}")
        if json.loads((self.pack / "keys.json").read_bytes())["keys"] != self.named:
            self.say("keys.json", "keys")
        for first, last in self.gone:
            for start, end in sorted(self.excused):
                first = end + 1 if start <= first <= end else first  # noqa: PLW2901
            if first <= last:
                self.say(first, "gone")
        for place in [*self.speaking, *self.proofs, *([self.content["seq"]] if self.content else [])]:
            self.say(place, "content")
        self.compare_documents({one["path"]: one["sha256"] for one in self.documents})

    def compare_documents(self, listed: dict[str, str]) -> None:
        """Compare the documents with the manifest (§7.1), both ways. A ZIP file may not hold two files of one name."""
        if isinstance(self.pack, zipfile.Path) and len(names := self.pack.root.namelist()) > len(set(names)):
            self.say("ZIP", "form", "§7")
        found = inside(self.pack, "documents")
        for name in sorted({*listed, *found}):
            if name not in found or hashlib.sha256((self.pack / name).read_bytes()).hexdigest() != listed.get(name):
                self.say(name, "document")


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[])
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--lang", choices=["nl", "en"], default="en")
    call = parser.parse_args(arguments)
    try:
        pack = call.pack if call.pack.is_dir() else zipfile.Path(call.pack)
        check = Check(pack, call.checkpoint, call.key, call.lang)
        check.run()
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"balie_verify: {call.pack}: {error!r}\n")
        return 2
    for key in check.named:
        check.say(key, "key")
    if not call.checkpoint:
        check.say("--checkpoint", "alone")
    check.say(check.log, "summary", check.seen, check.missing, check.faults)
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Packs to try the verifier on, made with the core, as small files in memory."""

import base64
import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from balie.evidence.core import (
    Actor,
    Checkpoint,
    Commitment,
    Draft,
    Entry,
    Frontier,
    Origin,
    Proof,
    SecretKey,
    Subject,
    canonical,
    commit,
    inclusion_proof,
    leaf_hash,
    root_of,
    sign_checkpoint,
)
from balie.evidence.core.tiles import reader

LOG = "balie.example/systems/14"
START = datetime(2026, 11, 26, 1, 2, 3, tzinfo=UTC)
ANNA, WIM = Actor(5, "Anna de Vries"), Subject("system", 14, "Wim")
REPORT = b"A report that an entry speaks of."


def key(letter, log=LOG):
    return SecretKey(log, letter.encode() * 32)


A, B, C = key("a"), key("b"), key("c")


def wrote(kind, vault=None, **what):
    return Draft(f"{kind}/1", Origin.ATTESTED, WIM, ANNA, what, vault)


def opened(by=A):
    return wrote("log-opened", key=by.public.text)


def said(number):
    return wrote("system-retired", reason=f"Because of {number}.")


@dataclass
class Log:
    """A log in memory, and the files of its pack."""

    drafts: list
    name: str = LOG
    keys: dict = field(default_factory=dict)  # size -> who signs; all are signed by A unless it says so
    sizes: tuple = ()

    def __post_init__(self):
        at = (START + timedelta(seconds=number) for number in range(10**9))
        self.leaves = [Entry(self.name, seq, next(at), draft).leaf() for seq, draft in enumerate(self.drafts)]

    @property
    def hashes(self):
        return [leaf_hash(leaf) for leaf in self.leaves]

    def checkpoint(self, size, by=None):
        root = Frontier().extend(self.hashes[:size]).root()
        return sign_checkpoint(Checkpoint(self.name, size, root), by or self.keys.get(size, [key("a", self.name)]))

    def lines(self):
        """(line, its hash) of each entry."""
        return [(leaf, hashed.hex()) for leaf, hashed in zip(self.leaves, self.hashes, strict=True)]

    def files(self, lines=None, **manifest):
        """The files of the pack; `lines` when some entries are gone."""
        lines = self.lines() if lines is None else lines
        size = len(self.leaves)
        named = [draft.what["key"] for draft in self.drafts if draft.kind in {"log-opened/1", "key-added/1"}]
        about = {"content": False, "documents": [], "format": "balie-pack/1", "log": self.name, "size": size}
        files = {
            "README.html": b"<p>Read me.</p>",
            "manifest.json": json.dumps(about | manifest).encode(),
            "keys.json": json.dumps({"keys": named, "log": self.name}).encode(),
            "log/entries.jsonl": b"".join(line + b"\n" for line, _ in lines),
            "log/hashes.txt": "".join(f"{hashed}\n" for _, hashed in lines).encode(),
        }
        for at in {*self.sizes, size}:
            files[f"log/checkpoints/{at:016}.txt"] = self.checkpoint(at).encode()
        return files

    def proof(self, index):
        steps = inclusion_proof(index, len(self.leaves), reader(self.hashes))
        return Proof(index, tuple(steps), self.checkpoint(len(self.leaves))).text.encode()

    def gone(self, start, height=0, why="expired"):
        """The lines with the 2^height entries from `start` on taken out."""
        hashed = root_of(self.hashes[start : start + (1 << height)]).hex()
        told = {"gone": why, "hash": hashed, "height": height, "seq": start}
        return [*self.lines()[:start], (canonical(told), hashed), *self.lines()[start + (1 << height) :]]


def log_of(size, **more):
    """A log of so many entries, opened with key A, with checkpoints in between."""
    drafts = [opened(key("a", more.get("name", LOG))), *(said(number) for number in range(1, size))]
    return Log(drafts, sizes=tuple(range(5, size, 5)), **more)


def document(seq):
    return {"bytes": len(REPORT), "path": "documents/a.txt", "seq": seq, "sha256": hashlib.sha256(REPORT).hexdigest()}


def with_document():
    file = wrote("file-added", title="Report", version=1, digest=hashlib.sha256(REPORT).hexdigest())
    files = Log([opened(), said(1), file, said(3)]).files(documents=[document(2)])
    return files | {"documents/a.txt": REPORT}


def with_content():
    secret = b"k" * 32
    stored = [
        wrote("content-stored", Commitment(f"c-{n}", commit(b"Hello %d" % n, secret)), media="text/plain")
        for n in (1, 2)
    ]
    log = Log([opened(), stored[0], said(2), stored[1]])
    told = [
        {
            "data": base64.b64encode(b"Hello %d" % n).decode(),
            "id": f"c-{n}",
            "key": secret.hex(),
            "media": "text/plain",
            "seq": seq,
        }
        for n, seq in ((1, 1), (2, 3))
    ]
    return log.files(content=True) | {"content/content.jsonl": b"".join(canonical(one) + b"\n" for one in told)}


def with_retention():
    """Entries 2 to 3 and 5 have expired, and entry 7 says so."""
    run = wrote("retention-run", rule="six months", before="2026-05-26T00:00:00Z", expired=[[2, 3], [5, 5]])
    return Log([opened(), *(said(number) for number in range(1, 7)), run, said(8)])


def rotated():
    """B comes in at entry 3, vouched for by A under the checkpoint of 5; A goes out at entry 6, under that of 8."""
    drafts = [opened(), said(1), said(2), wrote("key-added", key=B.public.text), said(4), said(5)]
    drafts += [wrote("key-retired", key=A.public.text), said(7), said(8), said(9)]
    return Log(drafts, keys={5: [A, B], 8: [A], 10: [B]}, sizes=(5, 8))


def write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return path


def write_folder(path, files):
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path

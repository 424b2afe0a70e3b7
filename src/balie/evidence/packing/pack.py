"""Writing a pack in a stream: a ZIP file with everything of section 7. Memory does not grow with the log."""

import base64
import json
import shutil
import tempfile
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any

from balie.evidence import verifier
from balie.evidence.core import Proof, canonical, inclusion_proof, time_text
from balie.evidence.core.kinds import as_json
from balie.evidence.packing import standing
from balie.evidence.packing.naming import document_name
from balie.evidence.packing.reading import Source, Span, keys_of, lines, tile_reader, told
from balie.evidence.packing.readme import Front, page

FORMAT = "balie-pack/1"
_VAULT = b'"vault":{"hmac":"'
_LEVEL = 1  # of compression: entries are so much alike that more costs much time and saves little
_MOST_IN_MEMORY = 1 << 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Document:
    """A document that goes along. `sequence` is the entry that names its digest, when there is one."""

    name: str
    title: str
    digest: str
    size: int
    sequence: int | None
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Content:
    """Content from the vault, of one entry, with the key of its commitment."""

    sequence: int
    id: str
    key: bytes
    media: str
    content: bytes


# What gives the content of entries, in the order of their numbers; what was erased is left out.
Contents = Callable[[Iterable[int]], Iterator[Content]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the pack is about: the name of the system, the period, who makes it when, and what goes along."""

    title: str
    span: Span
    made_at: datetime
    made_by: str
    documents: Sequence[Document] = ()
    contents: Contents | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the digest of the manifest, how many entries the pack covers, has in full, and of documents."""

    manifest: str
    size: int
    entries: int
    documents: int
    contents: int = 0


@dataclass(slots=True)
class _Counted:
    """What is known only once every line is written; `drawn` are the entries of samples."""

    drawn: set[int]
    entries: int = 0
    proven: list[int] = field(default_factory=list)
    with_content: "array[int]" = field(default_factory=lambda: array("q"))

    def look_at(self, some: Iterable[tuple[bytes, bytes, int]]) -> None:
        """Count the lines that have their text, and remember those to which a proof or content belongs."""
        for line, _, number in some:
            if line.startswith(b'{"gone"'):
                continue
            self.entries += 1
            if number in self.drawn:
                self.proven.append(number)
            if _VAULT in line:
                self.with_content.append(number)


def write(out: IO[bytes], source: Source, asked: Asked) -> Made:
    """Write a pack of a log to a file. The log has a checkpoint of this size.

    Raises `reading.LogDamaged` when entries are missing, and OSError when the file cannot be written.
    """
    keys, samples = keys_of(source), _samples(source, asked.span)
    sizes = standing.sizes(source, asked.span, [number for number, _, _ in keys])
    documents = _named(asked.documents)
    manifest = _manifest(source, asked, documents, samples)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as made:
        pack = _Pack(made, asked.made_at.astimezone(UTC))
        _write_beginning(pack, source, asked, manifest)
        pack.add("keys.json", canonical({"keys": _every_key(keys), "log": source.name}))
        for kept in standing.every_one(source, sizes):
            pack.add(f"log/checkpoints/{kept.size:016}.txt", kept.note.encode())
            if kept.stamp:
                pack.add(f"log/timestamps/{kept.size:016}.tsr", kept.stamp)
        also = [
            *(number for number, _ in samples),
            *(one.sequence for one in asked.documents if one.sequence is not None),
        ]
        counted = _Counted({number for _, sample in samples for number in sample["drawn"]})
        _write_entries(pack, counted, lines(source, asked.span, also, sizes))
        _write_proofs(pack, source, counted.proven)
        for name, document in documents:
            pack.add(name, document.read())
        contents = _write_contents(pack, asked.contents, counted.with_content) if asked.contents else 0
    return Made(sha256(manifest).hexdigest(), source.size, counted.entries, len(documents), contents)


class _Pack:
    """A ZIP file with one time on every file."""

    def __init__(self, made: zipfile.ZipFile, at: datetime) -> None:
        self._made, self._time = made, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)

    def add(self, name: str, content: bytes) -> None:
        """Add a small file."""
        with self.file(name) as file:
            file.write(content)

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """Add a file of any size, in pieces."""
        about = zipfile.ZipInfo(name, self._time)
        about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self._made.open(about, "w", force_zip64=True) as file:
            yield file


def _write_beginning(pack: _Pack, source: Source, asked: Asked, manifest: bytes) -> None:
    """What people read, and the manifest."""
    front = Front(asked.title, source.name, source.size, asked.made_by)
    pack.add("README.html", page(front, json.loads(manifest)).encode())
    pack.add("format.md", (Path(__file__).parent / "format.md").read_bytes())
    pack.add("kinds.json", json.dumps(as_json(), ensure_ascii=False, indent=1).encode())
    for name in ("balie_verify.py", "balie_sample.py"):
        pack.add(name, (Path(str(verifier.__file__)).parent / name).read_bytes())
    pack.add("manifest.json", manifest)


def _write_entries(pack: _Pack, counted: _Counted, told_lines: Iterator[tuple[bytes, bytes, int]]) -> None:
    """Write lines and hashes. A ZIP file takes one file at a time, so the hashes wait beside it."""
    with tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY) as hashes:
        with pack.file("log/entries.jsonl") as entries:
            while some := list(islice(told_lines, _AT_ONCE)):
                entries.write(b"".join(line + b"\n" for line, _, _ in some))
                hashes.write(b"".join(hashed + b"\n" for _, hashed, _ in some))
                counted.look_at(some)
        hashes.seek(0)
        with pack.file("log/hashes.txt") as file:
            shutil.copyfileobj(hashes, file)


def _write_proofs(pack: _Pack, source: Source, numbers: Sequence[int]) -> None:
    """A proof of each entry that was drawn in a sample, so that it can be shown on its own."""
    read, note = tile_reader(source), standing.checkpoint(source, source.size).note
    for number in numbers:
        proof = Proof(number, tuple(inclusion_proof(number, source.size, read)), note)
        pack.add(f"log/proofs/{number}.tlog-proof", proof.text.encode())


def _write_contents(pack: _Pack, contents: Contents, numbers: "array[int]") -> int:
    many = 0
    with pack.file("content/content.jsonl") as file:
        for one in contents(numbers):
            data = base64.b64encode(one.content).decode()
            line = {"data": data, "id": one.id, "key": one.key.hex(), "media": one.media, "seq": one.sequence}
            file.write(json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n")
            many += 1
    return many


def _manifest(
    source: Source,
    asked: Asked,
    documents: Sequence[tuple[str, Document]],
    samples: Sequence[tuple[int, dict[str, Any]]],
) -> bytes:
    span = asked.span
    about: dict[str, Any] = {
        "content": asked.contents is not None,
        "documents": [_listed(name, one) for name, one in documents],
        "format": FORMAT,
        "log": source.name,
        "made_at": time_text(asked.made_at),
        "made_by": asked.made_by,
        "period": {"from": span.since and time_text(span.since), "until": span.until and time_text(span.until)},
        "samples": [{"seq": number, **sample} for number, sample in samples],
        "size": source.size,
        "title": asked.title,
    }
    return json.dumps(about, sort_keys=True, ensure_ascii=False, indent=1).encode()


def _listed(name: str, one: Document) -> dict[str, Any]:
    spoken = {} if one.sequence is None else {"seq": one.sequence}
    return {"bytes": one.size, "path": name, "sha256": one.digest, "title": one.title, **spoken}


def _named(documents: Sequence[Document]) -> list[tuple[str, Document]]:
    """Give each document a place in the pack that is safe on any disk."""
    return [(f"documents/{document_name(place, one.name)}", one) for place, one in enumerate(documents, 1)]


def _every_key(keys: Sequence[tuple[int, str, str]]) -> list[str]:
    """Every key that the log named, as a verifier sees them."""
    return [key for number, kind, key in keys if kind == "key-added" or (kind == "log-opened" and not number)]


def _samples(source: Source, span: Span) -> list[tuple[int, dict[str, Any]]]:
    """The samples that can be drawn again from this pack: those of which the whole period is in it."""
    since = time_text(span.since) if span.since else ""
    until = time_text(span.until) if span.until else "~"  # after every moment

    def inside(population: dict[str, Any]) -> bool:
        return since <= (population["from"] or "") and (population["until"] or "~") <= until

    return [(number, sample) for number, sample in told(source, "sample-drawn") if inside(sample["population"])]

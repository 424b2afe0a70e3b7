"""What a leaf of a log says: who did or saw what, when, and how we know.

The names in a leaf are chosen so that canonical JSON, which sorts them, begins with what every verifier needs:
`{"at":"…","kind":"…","log":"…","origin":"…","seq":N,"subject":…`. It can be read without parsing the rest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hmac import compare_digest, digest
from json.encoder import encode_basestring as text  # RFC 8785 section 3.2.2.2 asks just this of a text
from typing import Any

from balie.evidence.core.canonical import framed, read, whole
from balie.evidence.core.kinds import Origin, check
from balie.evidence.core.shapes import ANY, COUNT, DIGEST, KEY, NOTHING, TEXT, closed, either, map_of, only, text_like

VERSION = 1
COMMITMENT_KEY_BYTES = 32
LOG_NAME = "[A-Za-z0-9.:_/~-]{1,200}"
_LOG_NAME = re.compile(LOG_NAME)
_HEAD = re.compile(
    rb'\{"at":"([0-9T:.-]{26}Z)","kind":"([a-z-]+/[1-9][0-9]*)","log":"(' + LOG_NAME.encode() + rb')",'
    rb'"origin":"([a-z]+)","seq":(0|[1-9][0-9]{0,15}),"subject":\{'
)


class EntryRefused(ValueError):
    """Bytes that are no entry, or an entry that cannot be written down."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: the key of an account, or none for a guest with a link or for Balie itself; and a name."""

    key: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """About what: a word such as "system", its key and name; and the AI system and conversation it belongs to."""

    kind: str
    key: int
    name: str
    system: int | None = None
    conversation: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What binds an entry to content in the vault: its id, and HMAC-SHA256 over it with a key that lies beside it.

    Without the key the content cannot be guessed and checked; so once key and content are erased, this tells nothing.
    """

    id: str
    hmac: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a place in a log. `kind` is name and version, such as `system-changed/1`."""

    kind: str
    origin: Origin
    subject: Subject
    who: Actor
    what: Mapping[str, Any] = field(default_factory=dict)
    vault: Commitment | None = None

    def __post_init__(self) -> None:
        """Refuse a kind that is not in the list, and a body of another shape. Raises `UnknownKind` or `Unfit`."""
        check(self.kind, self.what)

    def bound(self, vault: Commitment) -> "Draft":
        """Return this draft bound to content; its body was checked and is not checked again."""
        made = object.__new__(Draft)
        for name in self.__slots__:
            object.__setattr__(made, name, getattr(self, name))
        object.__setattr__(made, "vault", vault)
        return made


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft with its place: which log, the number in it (from 0), and the moment (any zone, to the microsecond)."""

    log: str
    seq: int
    at: datetime
    draft: Draft

    def __post_init__(self) -> None:
        """Refuse a place that could not be read back."""
        if not _LOG_NAME.fullmatch(self.log):
            raise EntryRefused(f"no name for a log: {self.log!r}")
        if self.seq < 0 or self.at.tzinfo is None:
            raise EntryRefused("an entry has a number from 0 and a moment with a time zone")

    def leaf(self) -> bytes:
        """Write the entry as the bytes that are hashed. Raises `canonical.NotCanonical` when it does not fit.

        The frame is always the same, so it is written here, in the order of RFC 8785; only the body needs `canonical`.
        """
        draft, subject, who = self.draft, self.draft.subject, self.draft.who
        talk = "" if subject.conversation is None else f'"conversation":{text(subject.conversation)},'
        system = "" if subject.system is None else f',"system":{whole(subject.system)}'
        vault = (
            "" if draft.vault is None else f'"vault":{{"hmac":{text(draft.vault.hmac)},"id":{text(draft.vault.id)}}},'
        )
        before = (
            f'{{"at":"{time_text(self.at)}","kind":{text(draft.kind)},"log":{text(self.log)}'
            f',"origin":"{draft.origin.value}","seq":{whole(self.seq)},"subject":{{{talk}"key":{whole(subject.key)}'
            f',"kind":{text(subject.kind)},"name":{text(subject.name)}{system}}},"v":{VERSION},{vault}"what":'
        )
        after = f',"who":{{"key":{"null" if who.key is None else whole(who.key)},"name":{text(who.name)}}}}}'
        return framed(before, draft.what, after)

    @classmethod
    def read(cls, leaf: bytes) -> "Entry":
        """Read what `leaf` wrote. Raises ValueError (`EntryRefused`, `NotCanonical`, `UnknownKind`, `Unfit`)."""
        told = read(leaf)
        _ENTRY.check(told, "$")
        about, vault = told["subject"], told.get("vault")
        subject = Subject(about["kind"], about["key"], about["name"], about.get("system"), about.get("conversation"))
        draft = Draft(
            told["kind"],
            Origin(told["origin"]),
            subject,
            Actor(told["who"]["key"], told["who"]["name"]),
            told["what"],
            None if vault is None else Commitment(vault["id"], vault["hmac"]),
        )
        return cls(told["log"], told["seq"], time_of(told["at"]), draft)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a leaf: enough to check its place, without reading its body."""

    at: str
    kind: str
    log: str
    origin: str
    seq: int


def head_of(leaf: bytes) -> Head:
    """Read the beginning of a leaf, a few times faster than all of it. Raises `EntryRefused`."""
    found = _HEAD.match(leaf)
    if not found:
        raise EntryRefused("this does not begin as an entry does")
    at, kind, log, origin, seq = found.groups()
    return Head(at.decode(), kind.decode(), log.decode(), origin.decode(), int(seq))


def commit(content: bytes, key: bytes) -> str:
    """Return the commitment to content (RFC 2104 with SHA-256), in hexadecimal. The key: 32 random bytes, used once."""
    if len(key) != COMMITMENT_KEY_BYTES:
        raise ValueError("the key of a commitment is 32 random bytes")
    return digest(key, content, "sha256").hex()


def holds(commitment: Commitment, content: bytes, key: bytes) -> bool:
    """Whether this is the content that the entry was bound to."""
    return compare_digest(commit(content, key), commitment.hmac)


def time_text(at: datetime) -> str:
    """Write a moment as it stands in a leaf: UTC with six decimals, such as `2026-11-26T01:02:03.123456Z`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def time_of(written: str) -> datetime:
    """Read what `time_text` wrote. Raises `EntryRefused`."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise EntryRefused(f"no moment of an entry: {written}") from error
    if at.tzinfo is None or time_text(at) != written:
        raise EntryRefused(f"no moment of an entry: {written}")
    return at


_ENTRY = closed(
    {
        "at": text_like(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", "a moment in UTC"),
        "kind": text_like("[a-z-]+/[1-9][0-9]*", "a kind with its version"),
        "log": text_like(LOG_NAME, "the name of a log"),
        "origin": text_like("enforced|observed|reported|attested", "an origin"),
        "seq": COUNT,
        "subject": closed({"kind": TEXT, "key": KEY, "name": TEXT, "system?": KEY, "conversation?": TEXT}),
        "v": only(VERSION),
        "what": map_of(ANY),
        "who": closed({"key": either(KEY, NOTHING), "name": TEXT}),
        "vault?": closed({"hmac": DIGEST, "id": TEXT}),
    }
)

"""What lies in the vault of one conversation, and what it says: as the pages about content tell it."""

from dataclasses import dataclass
from datetime import datetime

from balie.evidence.models import Content, ContentKey, Entry
from balie.evidence.vault import Opened
from balie.register.wording import CONTROL
from balie.site.evidence.book import Book
from balie.site.evidence.keeping import Hold, holds_on

# What is longer is handed over as a file: a browser has trouble with a page of that length, and a reader more.
LONGEST_SHOWN = 500_000


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: how many pieces of it lie in the vault, since when none do, and what holds it."""

    conversation: str
    pieces: int
    erased_at: datetime | None
    holds: list[Hold]


def talk_of(book: Book, conversation: str) -> Talk | None:
    """Look up a conversation by its name in a log; None when nothing of it was ever put in the vault."""
    if book.log is None or "\0" in conversation:  # which PostgreSQL does not take
        return None
    key = ContentKey.objects.filter(log=book.log, conversation=conversation).first()
    if key is None:
        return None
    pieces = 0 if key.erased_at else key.contents.count()
    return Talk(conversation, pieces, key.erased_at, holds_on(book, conversation))


def content_of(entry: Entry) -> Content | None:
    """The content that an entry is bound to, with the key of its conversation, but not what was sealed."""
    bound = entry.said.get("vault")
    found = Content.objects.filter(pk=bound["id"]) if bound else Content.objects.none()
    return found.select_related("key").defer("sealed").first()


def as_text(opened: Opened) -> str | None:
    """Content as text to show; None for what is no text, or too long for a page. What nobody can see is spelled out."""
    media = opened.media.partition(";")[0]
    if not (media.startswith("text/") or media == "application/json") or len(opened.content) > LONGEST_SHOWN:
        return None
    try:
        text = opened.content.decode()
    except UnicodeDecodeError:
        return None
    return CONTROL.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)

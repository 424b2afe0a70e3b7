"""How the site writes its log: without links, tokens and secrets, and without noise that strangers can cause."""

import logging
import re

# Links that sign somebody in or answer a question, and addresses of a calendar: as typed in the address bar, and as
# they stand inside another address. A token has no other characters than these; that of a calendar is told from the
# law's by its length.
_LINK = re.compile(
    r"((?:account(?:/|%2F)login|(?:(?<!\w)|(?<=%2F))ask)(?:/|%2F)|calendar(?:/|%2F)(?=[\w-]{20}))[\w-]+", re.IGNORECASE
)

# Tokens of the API and secrets of webhooks, by how they begin. Shorter words that begin so are no token.
_TOKEN = re.compile(r"\b(balie_|whsec_)[\w+/=-]{20,}")


class Line(logging.Formatter):
    """A line in which no link, token or secret can be read, wherever it stood: message, arguments or traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the whole record, then take the tokens out."""
        return _TOKEN.sub(r"\1…", _LINK.sub(r"\1…", super().format(record)))


class WithoutTraceback(logging.Filter):
    """Keeps the line and drops the traceback: what went wrong lies outside Balie."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its traceback."""
        record.exc_info = record.exc_text = None
        return True

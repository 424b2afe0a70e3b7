"""How the site writes its log: without one-time links, and without noise that strangers can cause."""

import logging
import re

# Links that sign somebody in, and links that answer a question: as typed in the address bar, and as they stand inside
# another address. A token has no other characters than these.
_LINK = re.compile(r"((?:account(?:/|%2F)login|(?:(?<!\w)|(?<=%2F))ask)(?:/|%2F))[\w-]+", re.IGNORECASE)


class Line(logging.Formatter):
    """A line in which no one-time link can be read, wherever it stood: message, arguments or traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the whole record, then take the tokens out."""
        return _LINK.sub(r"\1…", super().format(record))


class WithoutTraceback(logging.Filter):
    """Keeps the line and drops the traceback: what went wrong lies outside Balie."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its traceback."""
        record.exc_info = record.exc_text = None
        return True

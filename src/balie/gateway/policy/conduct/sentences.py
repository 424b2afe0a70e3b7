"""Cutting the words of a bot into sentences while they stream, so that each can be judged before it is shown."""

from collections.abc import Iterator

import re2

LONGEST = 400  # characters that are held back at most
_END = re2.compile(  # after the mark, the brackets and quotation marks that close with it
    r"[.!?…]+[\"')\]»”’*_]*\s+|\n+|[:;]\s*\n+"  # noqa: RUF001
)
_NO_END = re2.compile(
    r"(?i)(?:\b(?:bijv|b\.v|bv|o\.a|d\.w\.z|m\.a\.w|t\.o\.v|i\.v\.m|n\.a\.v|a\.u\.b|s\.v\.p|dhr|mevr|mw|dr|drs|mr|mrs|ms|prof|ir|ing|nr|no|art|blz|tel|ca|incl|excl|max|min|evt|resp|jl|a\.s|e\.g|i\.e|etc|vs|st|approx|z\.b|bzw|usw|ggf|m|mme)"
    r"|(?:^|\s)[A-Za-z]|(?:^|\n)\s*[0-9]{1,3})\.\s+$"
)


class Sentences:
    """Feed it pieces; it returns the sentences that are complete. All together are exactly what was fed."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """Take the next piece; return the sentences that are complete, with the white space behind them."""
        text = self._rest + piece
        found, start = [], 0
        for end in _ends(text):
            found.append(text[start:end])
            start = end
        while len(text) - start > LONGEST:
            space = text.rfind(" ", start, start + LONGEST)
            end = space + 1 if space > start else start + LONGEST
            found.append(text[start:end])
            start = end
        self._rest = text[start:]
        return found

    def end(self) -> list[str]:
        """Return the rest, which is the last sentence."""
        rest, self._rest = self._rest, ""
        return [rest] if rest else []


def _ends(text: str) -> Iterator[int]:
    """Where sentences of a text end, as far as that can be told yet."""
    start = 0
    for match in _END.finditer(text):
        end: int = match.end()
        if end == len(text) and not text.endswith("\n"):
            return  # more white space may follow, or a small letter that makes this no end
        if not _NO_END.search(text[max(start, end - 24) : end]):
            start = end
            yield end

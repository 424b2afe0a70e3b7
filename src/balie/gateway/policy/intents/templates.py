"""Templates of `sentences.yaml`, made into patterns of google-re2 over plain text (small letters, no accents).

The signs of a template are explained in that file.
"""

from collections.abc import Iterator, Mapping, Sequence

import re2

from balie.gateway.policy.intents.plain import fuzzy, plain

_APART = r"[ ,:'\"()/-]+"
_WORD = r"[^ ,:'\"()/.!?;-]+"
_GAPS = {"..": 3, "...": 7}
_ENDS = {"$": r"[^a-z0-9]*$", "$?": r"[^a-z0-9]*\?"}
_UMLAUTS = {"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "(?:ß|ss?)"}


class Tongue:
    """Makes patterns with the word lists of one language."""

    def __init__(self, words: Mapping[str, Sequence[str]], *, umlauts: bool) -> None:
        self._words, self._umlauts = words, _UMLAUTS if umlauts else {}

    def pattern(self, template: str) -> str:
        """A whole template, between borders of words."""
        parts = template.split()
        begins, ends = parts[0] == "^", parts[-1] in _ENDS
        body = self._row(parts[begins : len(parts) - ends])
        return (r"^[^a-z0-9]*" if begins else r"\b") + f"(?:{body})" + _ENDS.get(parts[-1], r"\b")

    def needs(self, template: str) -> Iterator[frozenset[str]]:
        """For each part that must be there, the patterns of words of which one is then in the message."""
        for part in template.split():
            if part not in _GAPS and part != "^" and part not in _ENDS and not part.endswith("?"):
                yield frozenset(self._first_words(part))

    def _first_words(self, part: str) -> Iterator[str]:
        for one in part.split("|"):
            if not one.startswith("{"):
                yield self._word(one.replace("'", "_").partition("_")[0])
                continue
            for entry in self._words[one[1:-1]]:
                yield from self._first_words(entry.split()[0])

    def _row(self, parts: Sequence[str]) -> str:
        """Parts after each other; a gap or a part that may be absent takes its space along."""
        firm = [at for at, part in enumerate(parts) if part not in _GAPS and not part.endswith("?")]
        last = firm[-1]
        row = "".join(
            self._choice(part) + _APART if at in firm else self._absent(part) for at, part in enumerate(parts[:last])
        )
        return row + self._choice(parts[last]) + "".join(self._absent(part, after=True) for part in parts[last + 1 :])

    def _absent(self, part: str, *, after: bool = False) -> str:
        inner = _WORD if part in _GAPS else self._choice(part[:-1])
        times = f"{{0,{_GAPS[part]}}}" if part in _GAPS else "?"
        return f"(?:{_APART}{inner}){times}" if after else f"(?:{inner}{_APART}){times}"

    def _choice(self, part: str) -> str:
        return f"(?:{'|'.join(self._list(one) if one.startswith('{') else self._word(one) for one in part.split('|'))})"

    def _list(self, part: str) -> str:
        return "|".join(self._row(entry.split()) for entry in self._words[part[1:-1]])

    def _word(self, word: str) -> str:
        if word.endswith("~"):
            return fuzzy(plain(word[:-1]))
        letters = "".join(self._letter(c) for c in word.rstrip("*"))
        return letters + (r"\w*" if word.endswith("*") else "")

    def _letter(self, letter: str) -> str:
        if letter in "'_":
            return _APART if letter == "_" else "[' ]?"
        return self._umlauts.get(letter) or re2.escape(plain(letter))

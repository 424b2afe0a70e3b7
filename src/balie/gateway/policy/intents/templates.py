"""The shipped sentences: word lists and templates of `sentences.yaml`, made into patterns of google-re2.

Over plain text (small letters, no accents). The signs of a template are explained in the file itself.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import re2
import yaml

from balie.gateway.policy.intents.kinds import What
from balie.gateway.policy.intents.plain import fuzzy, plain

LANGUAGES = ("nl", "en", "de", "fr")
_FILE = Path(__file__).with_name("sentences.yaml")
_APART = r"[ ,:'\"()/-]+"
_WORD = r"[^ ,:'\"()/.!?;-]+"
_GAPS = {"..": 3, "...": 7}
_UMLAUTS = {"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "(?:ß|ss?)"}


def rules() -> Iterator[tuple[What, str, str]]:
    """Each rule that ships: what it sees, its id, and its pattern."""
    for what, named in _read()["rules"].items():
        for name, templates in named.items():
            yield What(what), name, "|".join(_patterns(name, templates))


def exceptions() -> Iterator[tuple[What, str]]:
    """What takes the rules of a sort away."""
    for what, templates in _read()["except"].items():
        yield What(what), "|".join(_Tongue("", {}).pattern(one) for one in _spelled(templates))


def _patterns(name: str, templates: list[str]) -> Iterator[str]:
    language = name.partition("-")[0]
    tongue = _Tongue(language, _read()["words"].get(language, {}))
    yield from (tongue.pattern(one) for one in templates)


def _spelled(templates: list[str]) -> Iterator[str]:
    """A template of the exceptions once for each language whose lists it names."""
    for one in templates:
        if "{" not in one:
            yield one
            continue
        yield one.replace("{human}", "medewerker*|mens|mensen|human|agent")


class _Tongue:
    """Makes patterns with the lists of one language."""

    def __init__(self, language: str, words: Mapping[str, list[str]]) -> None:
        self.words = words
        self._umlauts = {} if language in {"nl", "en", "fr"} else _UMLAUTS

    def pattern(self, template: str) -> str:
        """A whole template, between borders of words."""
        parts = template.split()
        begins, ends = parts[0] == "^", parts[-1] == "$"
        body = self._row(parts[begins : len(parts) - ends])
        return (r"^[^a-z0-9]*" if begins else r"\b") + f"(?:{body})" + (r"[^a-z0-9]*$" if ends else r"\b")

    def _row(self, parts: list[str]) -> str:
        """Parts after each other; what may be absent takes its space along."""
        if not parts:
            return ""
        first, rest = parts[0], parts[1:]
        if first in _GAPS:
            return f"(?:{_WORD}{_APART}){{0,{_GAPS[first]}}}{self._row(rest)}" if rest else f"{_WORD}"
        if first.endswith("?"):
            word = self._choice(first[:-1])
            later = f"(?:{word}{_APART})?{self._row(rest)}"
            return later if any(not part.endswith("?") for part in rest) else self._tail(parts)
        if rest and all(part.endswith("?") for part in rest):
            return self._choice(first) + self._tail(rest)
        return self._choice(first) + (_APART + self._row(rest) if rest else "")

    def _tail(self, parts: list[str]) -> str:
        return "".join(f"(?:{_APART}{self._choice(part[:-1])})?" for part in parts)

    def _choice(self, part: str) -> str:
        each = [self._word(one) for one in part.split("|")]
        return each[0] if len(each) == 1 else f"(?:{'|'.join(each)})"

    def _word(self, word: str) -> str:
        if word.startswith("{"):
            return self._list(word[1:-1])
        if word.endswith("~"):
            return fuzzy(plain(word[:-1]))
        more = r"\w*" if word.endswith("*") else ""
        return "".join(self._umlauts.get(c) or re2.escape(plain(c)) for c in word.rstrip("*")) + more

    def _list(self, name: str) -> str:
        return f"(?:{'|'.join(self._row(str(one).split()) for one in self.words[name])})"


@cache
def _read() -> Mapping[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

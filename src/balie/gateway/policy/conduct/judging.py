"""Judging one sentence: one look whether any rule could speak, and only then which does and where."""

from typing import Any

import re2

from balie.gateway.policy.conduct.cues import CUES, NOT
from balie.gateway.policy.conduct.rules import Hit, Rule, Settings
from balie.gateway.policy.intents.plain import plain


def _options() -> Any:
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return options


_PATTERNS = [(rule, name, pattern) for rule, cues in CUES.items() for name, pattern in cues.items()]
_EACH = [re2.compile(pattern, _options()) for _, _, pattern in _PATTERNS]
_NOT = {rule: re2.compile(pattern, _options()) for rule, pattern in NOT.items()}
_QUOTED = re2.compile(r"[\"«„“][^\"»”]{0,200}[\"»”]")


def _set() -> Any:
    made = re2.Set.SearchSet(_options())
    for _, _, pattern in _PATTERNS:
        made.Add(pattern)
    made.Compile()
    return made


_ALL = _set()


def judge(sentence: str, settings: Settings) -> tuple[Hit, ...]:
    """Return what a sentence of a bot does against the rules, at most once for each rule, in the order of the rules."""
    text = plain(sentence)
    matched = _ALL.Match(text)
    if not matched:
        return ()
    hits: dict[Rule, Hit] = {}
    for at in sorted(matched):
        rule, name, _ = _PATTERNS[at]
        if rule in hits or rule not in settings.actions or _NOT[rule].search(text):
            continue
        match = _EACH[at].search(text)
        if not any(q.start() < match.start() and match.end() < q.end() for q in _QUOTED.finditer(text)):
            hits[rule] = Hit(rule, name, match.start(), match.end())
    return tuple(hits.values())

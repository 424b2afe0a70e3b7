"""What Balie itself says to customers, in four languages, with an organisation's own wording where it has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import re2
import yaml

from balie.gateway.policy.conversation import Channel, Tongue
from balie.gateway.policy.policy import Policy

_FILE = Path(__file__).parent / "texts" / "sentences.yaml"
_TELL_AI = {"ai", "ai-voice", "ai-again", "ai-asked", "ai-asked-voice", "short-notice"}
_SAYS_AI = re2.compile(
    r"(?i)\b(?:ai|ki|ia|a\.i\.|computer|robot|chatbot|machine|maschine|automaat|ordinateur)\b|kunstmatig|künstlich|artifici"
)
_NEAR = 6  # days within which the name of a day is enough


@dataclass(frozen=True, slots=True)
class Wording:
    """How one policy says things in one language and channel."""

    policy: Policy
    tongue: Tongue
    channel: Channel

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its values filled in. Raises KeyError for a key that is not there."""
        written = self.policy.notice.texts.get(f"{key}.{self.tongue.value}")
        if written is None and self.channel is Channel.VOICE:
            written = _sentences().get(f"{key}-voice", {}).get(self.tongue.value)
        if written is None:
            written = _sentences()[key][self.tongue.value]
        return written.format(**{"who": self.who, "organisation": self.organisation, **values})

    def named(self, key: str) -> str:
        """Return which text this is, for the log: key, channel, language and version; own texts say `own`."""
        own = f"{key}.{self.tongue.value}" in self.policy.notice.texts
        return f"{key}/{self.channel.value}/{self.tongue.value}/{'own' if own else version()}"

    def moment(self, at: datetime, now: datetime) -> str:
        """Say a moment as people do: today at 14.00, tomorrow at 9.00, Monday at 9.00."""
        zone = ZoneInfo(self.policy.people.timezone)
        there, here = at.astimezone(zone), now.astimezone(zone)
        ahead = (there.date() - here.date()) // timedelta(days=1)
        form = "today" if ahead <= 0 else "tomorrow" if ahead == 1 else "day" if ahead <= _NEAR else "far"
        day = _read()["days"][self.tongue.value][there.weekday()]
        point = "." if self.tongue is Tongue.NL else ":"
        time, date = f"{there.hour}{point}{there.minute:02}", f"{there.day}-{there.month}"
        return str(_read()["moments"][self.tongue.value][form].format(day=day, time=time, date=date))

    @property
    def day_names(self) -> tuple[str, ...]:
        """The days of the week, from Monday."""
        return tuple(_read()["days"][self.tongue.value])

    @property
    def who(self) -> str:
        """The name of the bot, or that it is the digital assistant."""
        assistant = _sentences()["assistant"][self.tongue.value]
        return f"{self.policy.name}, {assistant}" if self.policy.name else assistant

    @property
    def organisation(self) -> str:
        """The organisation it speaks for."""
        return self.policy.organisation or _OURS[self.tongue]


def wording(policy: Policy, tongue: Tongue, channel: Channel | None = None) -> Wording:
    """Return how this policy speaks; a language that it does not have becomes its first."""
    return Wording(policy, tongue if tongue in policy.tongues else policy.tongues[0], channel or policy.channel)


def unknown_texts(policy: Policy) -> tuple[str, ...]:
    """Names among a policy's own texts that nothing uses, or that ask for a value nobody fills in."""
    odd = []
    for name, written in policy.notice.texts.items():
        key, _, tongue = name.rpartition(".")
        known = _sentences().get(key, {}).get(tongue)
        if known is None or not _fields(written) <= _fields(known) | {"who", "organisation"}:
            odd.append(name)
    return tuple(odd)


def texts_that_hide_ai(policy: Policy) -> tuple[str, ...]:
    """Names of a policy's own notices that do not say that a machine speaks (Art. 50(1) AI Act)."""
    return tuple(
        name
        for name, written in policy.notice.texts.items()
        if name.rpartition(".")[0] in _TELL_AI and not _SAYS_AI.search(written)
    )


def version() -> int:
    """The version of the texts that come with Balie."""
    return int(_read()["version"])


def keys() -> tuple[str, ...]:
    """The keys of all sentences."""
    return tuple(_sentences())


def _fields(written: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(written) if name is not None}
    except ValueError:
        return {written}


def _sentences() -> Mapping[str, Mapping[str, str]]:
    return _read()["sentences"]  # type: ignore[no-any-return]


@cache
def _read() -> Mapping[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


_OURS = {
    Tongue.NL: "deze organisatie",
    Tongue.EN: "this organisation",
    Tongue.DE: "dieser Organisation",
    Tongue.FR: "cette organisation",
}

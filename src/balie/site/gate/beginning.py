"""The policy that a system begins with in the gateway: by its class, its channels and its languages.

What is left out is as Balie advises, so this says only what differs from system to system.
"""

from collections.abc import Iterable, Iterator

from balie.gateway.service import Channel, Tongue
from balie.language import Text
from balie.law import RiskClass
from balie.register.models import AISystem

# Words by which a channel is known in a register; a chat on a page is the usual one.
_CHANNELS = {
    Channel.VOICE: ("telefo", "phone", "voice", "spraak", "bellen", "call", "ivr"),
    Channel.MESSAGE: ("whatsapp", "mail", "sms", "messenger", "bericht", "message", "signal", "telegram"),
}


def beginning(system: AISystem, language: str) -> str:
    """Return the text of the policy to begin with."""
    return "".join(f"{line}\n" for line in _lines(system, language))


def _lines(system: AISystem, language: str) -> Iterator[str]:
    yield f'organisation: "{_plain(system.organisation.name)}"'
    yield f'name: "{_plain(system.name)}"'
    if (channel := _channel(system.channels)) is not Channel.CHAT:
        yield f"channel: {channel.value}"
    yield f"languages: [{', '.join(_languages(system.languages))}]"
    yield from ("upstreams:", "  - url: https://bot.example/v1", "    key: BOT_KEY")
    yield from ("people:", "  hours:", "    - days: [mon, tue, wed, thu, fri]", '      from: "09:00"')
    yield '      until: "17:00"'
    if system.latest and system.latest.effective_high >= RiskClass.HIGH:
        yield f"# {_HIGH.say(language)}"
        yield from ("approval:", "  all: true")
    yield "sites: []"


def _channel(named: Iterable[str]) -> Channel:
    """The channel of a system; one that is on several begins with chat, which asks the least of the texts."""
    found = {_known(word.lower()) for word in named}
    return found.pop() if len(found) == 1 else Channel.CHAT


def _known(word: str) -> Channel:
    return next((c for c, signs in _CHANNELS.items() if any(sign in word for sign in signs)), Channel.CHAT)


def _languages(named: Iterable[str]) -> list[str]:
    """Those of the system that the gateway speaks, in its order."""
    codes = [str(word).strip().lower()[:2] for word in named]
    found = [tongue.value for tongue in (Tongue(code) for code in codes if code in set(Tongue))]
    return list(dict.fromkeys(found)) or [Tongue.NL.value, Tongue.EN.value]


def _plain(name: str) -> str:
    return name.replace("\\", "").replace('"', "'").replace("\n", " ")


_HIGH = Text(
    nl="Dit systeem heeft of kan een hoog risico hebben: alles wat de bot doet, wacht op een mens (artikel 14).",
    en="This system is or may be high-risk: whatever the bot does waits for a person (Article 14).",
)

"""The starting points somebody can choose from, as they look for one. Pure values."""

from dataclasses import dataclass

from balie.law import Law, Text

BLANK = "blank"
# What contact centres have most: chat, voice, mail, help for agents, routing, analysis, prediction; in this order.
COMMON = (
    *("chatbot-llm", "menu-bot", "municipal-information", "avatar-assistant", "acting-agent"),
    *("voicebot-inbound", "voicebot-outbound-sales", "voice-login"),
    *("email-autoreply", "spam-filter"),
    *("agent-assist-drafts", "summaries", "live-hints", "live-translation", "accent-conversion"),
    *("intent-routing", "neutral-routing", "performance-routing"),
    *("transcription", "text-sentiment", "quality-scoring"),
    *("volume-forecast", "next-best-action", "personal-offer", "fraud-detection"),
)
_PLACES = {name: place for place, name in enumerate(COMMON)}


@dataclass(frozen=True, slots=True)
class Start:
    """A kind of system, what it is, and how many questions it answers already."""

    id: str
    name: Text
    description: Text
    answers: int


def starts(law: Law, words: str, language: str) -> tuple[Start, ...]:
    """The starting points in which all words occur: what is most common in customer contact first, then by name."""
    wanted = words.casefold().split()
    every = (Start(one.id, one.name, one.description, len(one.facts)) for one in law.archetypes.values())
    found = [one for one in every if all(word in _text(one) for word in wanted)]
    return tuple(sorted(found, key=lambda one: (_PLACES.get(one.id, len(COMMON)), one.name.say(language).casefold())))


def start_called(law: Law, name: str) -> Start | None:
    """One starting point by its id."""
    one = law.archetypes.get(name)
    return Start(one.id, one.name, one.description, len(one.facts)) if one else None


def _text(start: Start) -> str:
    """Both languages are searched: people know many of these by an English name."""
    return f"{start.name.nl} {start.name.en} {start.description.nl} {start.description.en}".casefold()

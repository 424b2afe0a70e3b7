"""Requests and answers of the turn API: read, checked, and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balie.gateway.guard import Talk
from balie.gateway.policy import handover
from balie.gateway.policy.conversation import Charge, Press, Tongue
from balie.gateway.policy.handover import Queue
from balie.gateway.policy.identifiers import Kind
from balie.gateway.policy.policy import Day, Policy
from balie.gateway.policy.wording import Wording, wording
from balie.gateway.store.values import Gate, Told
from balie.gateway.talking import Said
from balie.gateway.wrong import Wrong, read_object
from balie.language import Text

LONGEST_TEXT = 4_000
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn that was sent: of the customer or, relayed by a program, of a bot elsewhere."""

    said: Said
    speaker: str
    answers: bool
    language: str = ""  # of a conversation that begins with this turn


def read_turn(body: bytes, *, program: bool) -> Turned:
    """Read a turn. Only a program may speak for a bot, or keep the answering to itself. Raises `Wrong`."""
    told = read_object(body)
    said = Said(_key(told), *_words(told), _confidence(told))
    speaker, answers = told.get("speaker", "customer"), not program or told.get("answer") is True
    if speaker not in ("customer", "bot") or (speaker == "bot" and not program):
        raise Wrong(400, "unknown-speaker", _UNKNOWN_SPEAKER)
    if answers and speaker == "bot":
        raise Wrong(400, "bot-answers", _BOT_ANSWERS)
    language = told.get("language")
    return Turned(said, speaker, answers, language if isinstance(language, str) else "")


def _key(told: Mapping[str, Any]) -> str:
    key = told.get("key")
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY:
        raise Wrong(400, "no-key", _NO_KEY)
    return key


def _words(told: Mapping[str, Any]) -> tuple[str, Press | None]:
    """What was said, and the button that was pressed if one was."""
    text, kind = told.get("text", ""), told.get("kind", "text")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise Wrong(400, "too-long", _TOO_LONG)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Wrong(400, "unknown-kind", _UNKNOWN_KIND)
    if kind == "callback":
        text = str(told.get("number") or text)[:LONGEST_TEXT]
    if _KINDS[kind] is None and not text.strip():
        raise Wrong(400, "no-text", _NO_TEXT)
    return text, _KINDS[kind]


def _confidence(told: Mapping[str, Any]) -> float | None:
    confidence = told.get("confidence")
    if confidence is not None and (not isinstance(confidence, int | float) or not 0 <= confidence <= 1):
        raise Wrong(400, "no-confidence", _NO_CONFIDENCE)
    return confidence


def message(told: Told) -> dict[str, Any]:
    """Write a message."""
    return {
        "number": told.number,
        "speaker": told.message.speaker.value,
        "text": told.message.text,
        "kind": told.message.kind,
        "name": told.message.name,
        "at": told.at.isoformat(),
        **({"key": told.key} if told.key else {}),
    }


def state(talk: Talk, queue: Queue, ahead: int | None, now: datetime) -> dict[str, Any]:
    """Write who is in charge, and for who waits: the place in the queue, the time it takes, and the hours."""
    waits = talk.conversation.charge is Charge.WAITING
    people = talk.gate.policy.people
    is_open = handover.is_open(people, queue, now)
    return {
        "in_charge": talk.conversation.charge.value,
        "position": ahead + 1 if waits and ahead is not None else None,
        "seconds": queue.seconds if waits else None,
        "callback": people.callback and not is_open,
        "open": is_open,
        "hours": said_hours(talk.gate.policy, talk.conversation.tongue),
    }


def about(gate: Gate, tongue: Tongue, queue: Queue, now: datetime) -> dict[str, Any]:
    """Write what a widget shows before a conversation."""
    say, people = wording(gate.policy, tongue), gate.policy.people
    return {
        "organisation": gate.policy.organisation or say.organisation,
        "name": gate.policy.name or say.who,
        "languages": [one.value for one in gate.policy.tongues],
        "choose": people.choose_first,
        "notice": say.say("short-notice"),
        "privacy": {"text": _privacy(say), "url": gate.policy.privacy_notice},
        "people": {
            "open": handover.is_open(people, queue, now),
            "waiting": queue.ahead,
            "seconds": queue.seconds,
            "hours": said_hours(gate.policy, tongue),
            "callback": people.callback,
        },
        "halted": gate.halted,
        "phone": people.phone,
    }


def _privacy(say: Wording) -> str:
    """What happens with what a customer writes. That identifiers are taken out is only said where all of them are."""
    hidden = [say.say("privacy-hidden")] if set(say.policy.privacy.model) == set(Kind) else []
    return " ".join((say.say("privacy-notice"), *hidden))


def said_hours(policy: Policy, tongue: Tongue) -> str:
    """Say when people are there, such as `ma-vr 9.00-17.00`."""
    say = wording(policy, tongue)
    return ", ".join(f"{_days(say.day_names, one.days)} {one.start}-{one.until}" for one in policy.people.hours)


def _days(names: tuple[str, ...], days: tuple[Day, ...]) -> str:
    order = [tuple(Day).index(day) for day in days]
    short = [names[at][:2] for at in order]
    if len(order) > 2 and order == list(range(order[0], order[-1] + 1)):
        return f"{short[0]}-{short[-1]}"
    return ", ".join(short)


_KINDS: Mapping[str, Press | None] = {
    "text": None,
    "callback": None,
    "person": Press.PERSON,
    "misunderstood": Press.MISUNDERSTOOD,
}
_NO_KEY = Text(
    nl="'key' is een kenmerk van jezelf voor deze beurt, van 1 tot 64 tekens; stuur bij opnieuw proberen hetzelfde.",
    en="'key' is a mark of your own for this turn, of 1 to 64 characters; send the same when you try again.",
)
_TOO_LONG = Text(
    nl=f"'text' heeft hoogstens {LONGEST_TEXT} tekens.", en=f"'text' has {LONGEST_TEXT} characters at most."
)
_NO_TEXT = Text(nl="'text' is leeg.", en="'text' is empty.")
_UNKNOWN_KIND = Text(
    nl="'kind' is text, person, misunderstood of callback.",
    en="'kind' is text, person, misunderstood or callback.",
)
_NO_CONFIDENCE = Text(nl="'confidence' ligt tussen 0 en 1.", en="'confidence' lies between 0 and 1.")
_BOT_ANSWERS = Text(
    nl="'answer' hoort bij wat een klant zegt: wat een bot zei, wordt niet beantwoord.",
    en="'answer' belongs to what a customer says: what a bot said gets no answer.",
)
_UNKNOWN_SPEAKER = Text(
    nl="'speaker' is customer of, met de sleutel van een programma, bot.",
    en="'speaker' is customer or, with the key of a program, bot.",
)

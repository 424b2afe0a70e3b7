"""Which notices are due with the next answer (Art. 50 AI Act): who is speaking, for whom, the way to a person."""

from datetime import timedelta

from balie.gateway.policy.conversation import Conversation, Turn
from balie.gateway.policy.handover import Queue
from balie.gateway.policy.intents import Reading, What
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.verdict import Did, Safeguard, Verdict
from balie.gateway.policy.wording import Wording

AI, AGAIN, ASKED, STEP = "ai", "ai-again", "ai-asked", "ai-step"
MET_A_PERSON = "person"  # in what a conversation was told: a person has spoken since the bot last did


def due(policy: Policy, conversation: Conversation, turn: Turn, reading: Reading, *, step: bool) -> tuple[str, ...]:
    """Return the keys of the notices that the next answer of the bot carries, in the order in which they are said.

    Asked whether it is a machine, the truth is told whatever the policy says. `step`: the bot acts (calls tools).
    """
    found: list[str] = []
    asked = any(sign.what is What.ASKS_IF_BOT for sign in reading.signs)
    if AI not in conversation.noticed and not policy.notice.obvious:
        found.append(AGAIN if MET_A_PERSON in conversation.noticed else AI)
    elif not asked and (_paused(policy, conversation, turn) or _confused(reading)):
        found.append(AI)
    if asked and AI not in found:
        found.insert(0, ASKED)
    if step and policy.notice.steps:
        found.append(STEP)
    first = AI in found and AI not in conversation.noticed
    return (*found, *(key for key, wanted in _special(policy) if wanted and (first or key not in conversation.noticed)))


def tell(keys: tuple[str, ...], say: Wording, queue: Queue) -> tuple[str, tuple[Verdict, ...]]:
    """Return the words of these notices as one text, and the findings for the log; an empty text when none is due."""
    said = []
    for key in keys:
        said.append(say.say(key))
        if key == AI and queue.attended and queue.seconds is not None:
            said.append(say.say("wait-now", minutes=max(1, round(queue.seconds / 60))))
    return " ".join(said), tuple(Verdict(Safeguard.NOTICE, say.named(key), Did.TOLD) for key in keys)


def told(conversation: Conversation, keys: tuple[str, ...]) -> frozenset[str]:
    """Return what a conversation has been told after these notices."""
    known = conversation.noticed | set(keys)
    return known - {MET_A_PERSON, AGAIN} | {AI} if {AI, AGAIN} & set(keys) else known


def met_a_person(noticed: frozenset[str]) -> frozenset[str]:
    """Return what a conversation has been told once a person speaks: the bot tells who it is when it comes back."""
    return noticed - {AI, AGAIN} | {MET_A_PERSON}


def _paused(policy: Policy, conversation: Conversation, turn: Turn) -> bool:
    pause = timedelta(minutes=policy.notice.pause_minutes)
    return conversation.last_at is not None and turn.at - conversation.last_at >= pause and not policy.notice.obvious


def _confused(reading: Reading) -> bool:
    return any(sign.what is What.NOT_UNDERSTOOD for sign in reading.signs)


def _special(policy: Policy) -> tuple[tuple[str, bool], ...]:
    """Notices of their own beside that it is an AI: Art. 50(3) and (4), and that a conversation is kept."""
    ours = policy.notice
    return (
        ("emotion", ours.emotion),
        ("biometric", ours.biometric),
        ("generated-media", ours.generated_media),
        ("recording", ours.recording),
    )

"""The face of the desk: gates with their policy, keys and switch; conversations in people's hands; proposals."""

from balie.desk.gates import (
    GateTaken,
    NoReason,
    fresh_key,
    halt,
    open_gate,
    policy_of,
    resume,
    set_policy,
    slug_for,
    withdraw_key,
)
from balie.desk.models import Conversation, Gate, GateKey, Handover, Presence, Proposal, ReadyAnswer
from balie.desk.proposals.cases import case_of, explanation_of, record_explanation, said_of
from balie.desk.proposals.deciding import Choice, Decision, decide, is_for_lead, look_into, tell_overdue
from balie.desk.proposals.letter import Explanation
from balie.desk.proposals.values import Case
from balie.desk.talks.lines import Line, lines_of, said_by
from balie.desk.talks.moving import NotNow
from balie.desk.talks.queue import Waiting, in_hand, next_for, room_left, waiting, with_bots
from balie.desk.talks.reasons import Ending, Misread, said
from balie.desk.talks.saying import misread, note, reply, reveal, watched
from balie.desk.talks.summary import summary
from balie.desk.talks.taking import (
    answer_by,
    called_back,
    close,
    give_back,
    held_by,
    pass_on,
    promise_call,
    release,
    release_lost,
    take,
)

__all__ = [
    "Case",
    "Choice",
    "Conversation",
    "Decision",
    "Ending",
    "Explanation",
    "Gate",
    "GateKey",
    "GateTaken",
    "Handover",
    "Line",
    "Misread",
    "NoReason",
    "NotNow",
    "Presence",
    "Proposal",
    "ReadyAnswer",
    "Waiting",
    "answer_by",
    "called_back",
    "case_of",
    "close",
    "decide",
    "explanation_of",
    "fresh_key",
    "give_back",
    "halt",
    "held_by",
    "in_hand",
    "is_for_lead",
    "lines_of",
    "look_into",
    "misread",
    "next_for",
    "note",
    "open_gate",
    "pass_on",
    "policy_of",
    "promise_call",
    "record_explanation",
    "release",
    "release_lost",
    "reply",
    "resume",
    "reveal",
    "room_left",
    "said",
    "said_by",
    "said_of",
    "set_policy",
    "slug_for",
    "summary",
    "take",
    "tell_overdue",
    "waiting",
    "watched",
    "with_bots",
    "withdraw_key",
]

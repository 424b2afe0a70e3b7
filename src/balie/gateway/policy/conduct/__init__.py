"""How a bot behaves: its words are judged sentence by sentence while they stream.

`Sentences` cuts, `judge` says which rules a sentence breaks and where, `conclude` what is done, `instead` what the
customer gets in its place.
"""

from balie.gateway.policy.conduct.instead import instead
from balie.gateway.policy.conduct.judging import judge
from balie.gateway.policy.conduct.rules import DEFAULTS, Action, Hit, Rule, Settings, conclude, needs_holding
from balie.gateway.policy.conduct.sentences import Sentences

__all__ = [
    "DEFAULTS",
    "Action",
    "Hit",
    "Rule",
    "Sentences",
    "Settings",
    "conclude",
    "instead",
    "judge",
    "needs_holding",
]

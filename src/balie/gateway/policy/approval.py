"""Which tool calls wait for a person: those the policy names, and those whose name says they change something."""

import json
from dataclasses import dataclass
from typing import Any

import re2

from balie.gateway.policy.policy import Decided, Policy, Tool
from balie.gateway.policy.verdict import Did, Safeguard, Verdict

# Names of tools that change what a customer has, owes or gets. One that is harmless is named in the policy.
_CONSEQUENTIAL = re2.compile(
    r"(?i)(refund|repay|pay|charge|debit|transfer|invoice|credit|compensat|discount|waive|cancel|terminat|close|block"
    r"|suspend|delete|remove|erase|change|update|modify|increase|decrease|set_|create_order|order|buy|sign|approve"
    r"|reject|deny|decide|decision|grant|award|terugbeta|betaal|incass|overboek|factur|compens|korting|kwijt|opzeg"
    r"|annule|beeindig|sluit|blokke|verwijder|wis_|wijzig|verhoog|verlaag|bestel|koop|onderteken|goedkeur|afwijz"
    r"|weiger|besluit|toeken)"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call the bot wants made: the id it gave, the tool, and the arguments as it wrote them (JSON)."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Waits:
    """A call that a person decides on, by which rule, by how many people, and within how many minutes."""

    call: Call
    rule: str
    people: int
    minutes: int

    @property
    def verdict(self) -> Verdict:
        """The finding for the log; the arguments stay out of it, for they may hold personal data."""
        return Verdict(Safeguard.APPROVAL, self.rule, Did.HELD, of=self.call.name[:100])


def wait(policy: Policy, call: Call) -> Waits | None:
    """Say whether a call waits for a person. Arguments that cannot be read wait too, where an amount would decide."""
    for tool in policy.approval.tools:
        if tool.name == call.name:
            return Waits(call, f"tool/{tool.name}", tool.people, tool.minutes) if _waits(tool, call) else None
    usual = Tool(call.name)
    if policy.approval.all:
        return Waits(call, "all", usual.people, usual.minutes)
    if _CONSEQUENTIAL.search(call.name):
        return Waits(call, "consequential-name", usual.people, usual.minutes)
    return None


def decides(policy: Policy, about: str, outcome: str, *, halted: bool = False) -> Waits | None:
    """Say whether a decision of a predictive model waits. While the system is halted each one does."""
    kind = next((one for one in policy.approval.decisions if one.about == about), None)
    known = kind or Decided(about)
    rule = "halted" if halted else f"decision/{about}" if kind else "decision"
    waits = halted or (known.wait and (not known.outcomes or outcome in known.outcomes))
    return Waits(Call("", about, ""), rule[:100], known.people, known.minutes) if waits else None


def _waits(tool: Tool, call: Call) -> bool:
    if not tool.wait or tool.amount is None or tool.above is None:
        return tool.wait
    amount = _number(call.arguments, tool.amount)
    return amount is None or abs(amount) > tool.above


def _number(arguments: str, field: str) -> float | None:
    """Read a number from the arguments; None for anything that is not plainly a number."""
    try:
        found: Any = json.loads(arguments)
        value = found.get(field)
        return float(value) if not isinstance(value, bool) else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None

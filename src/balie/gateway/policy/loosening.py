"""What a change of policy takes away from the customer's protection. Each such change leaves an entry of its own."""

from collections.abc import Iterator

from balie.gateway.policy.conduct import DEFAULTS, Action, Rule
from balie.gateway.policy.policy import Approval, Decided, Policy, Response, Tool

_ACTIONS, _RESPONSES = list(Action), list(Response)


def loosened(before: Policy, after: Policy) -> tuple[str, ...]:
    """Return the settings that became looser, by their place in a policy; empty when none did."""
    return tuple(_loosened(before, after))


def _loosened(before: Policy, after: Policy) -> Iterator[str]:
    yield from _conduct(before, after)
    for name, was, now in (
        ("model", before.privacy.model, after.privacy.model),
        ("log", before.privacy.log, after.privacy.log),
    ):
        yield from (f"privacy.{name}: {kind.value}" for kind in was if kind not in now)
    yield from _handover(before, after)
    yield from _approval(before.approval, after.approval)
    yield from _notice(before, after)
    if after.attachments and not before.attachments:
        yield "attachments"


def _conduct(before: Policy, after: Policy) -> Iterator[str]:
    for rule in Rule:
        was, now = before.conduct.get(rule, DEFAULTS[rule]), after.conduct.get(rule, DEFAULTS[rule])
        if _ACTIONS.index(now) < _ACTIONS.index(was):
            yield f"conduct.{rule.value}: {was.value} -> {now.value}"


def _handover(before: Policy, after: Policy) -> Iterator[str]:
    was, now = before.handover, after.handover
    if now.misunderstandings > was.misunderstandings:
        yield f"handover.misunderstandings: {was.misunderstandings} -> {now.misunderstandings}"
    if now.confidence < was.confidence:
        yield f"handover.confidence: {was.confidence} -> {now.confidence}"
    for name, old, new in (("upset", was.upset, now.upset), ("vulnerable", was.vulnerable, now.vulnerable)):
        if _RESPONSES.index(new) > _RESPONSES.index(old):
            yield f"handover.{name}: {old.value} -> {new.value}"
    yield from (f"handover.topics: {topic.id}" for topic in was.topics if topic not in now.topics)
    yield from (f"handover.emergencies: {one.id}" for one in was.emergencies if one not in now.emergencies)
    if before.people.callback and not after.people.callback:
        yield "people.callback"
    if after.people.answer_minutes > before.people.answer_minutes:
        yield f"people.answer_minutes: {before.people.answer_minutes} -> {after.people.answer_minutes}"
    if after.people.callback_hours > before.people.callback_hours:
        yield f"people.callback_hours: {before.people.callback_hours} -> {after.people.callback_hours}"


def _approval(before: Approval, after: Approval) -> Iterator[str]:
    if before.all and not after.all:
        yield "approval.all"
    old = {tool.name: tool for tool in before.tools}
    for tool in after.tools:
        if looser := _tool(old.get(tool.name, Tool(tool.name)), tool):
            yield f"approval.tools.{tool.name}: {looser}"
    kept = {tool.name for tool in after.tools}
    for name, tool in old.items():
        if name not in kept and tool.wait:
            yield f"approval.tools.{name}"

    yield from _decisions(before, after)


def _decisions(before: Approval, after: Approval) -> Iterator[str]:
    known = {one.about: one for one in before.decisions}
    for one in after.decisions:
        if looser := _decided(known.get(one.about, Decided(one.about)), one):
            yield f"approval.decisions.{one.about}: {looser}"
    still = {one.about for one in after.decisions}
    for about, one in known.items():
        if about not in still and one.people > Decided(about).people:
            yield f"approval.decisions.{about}"


def _decided(was: Decided, now: Decided) -> str:
    if was.wait and not now.wait:
        return "wait"
    if now.wait and now.outcomes and (not was.outcomes or set(was.outcomes) - set(now.outcomes)):
        return f"outcomes {', '.join(now.outcomes)}"
    return "people" if now.people < was.people else ""


def _tool(was: Tool, now: Tool) -> str:
    if was.wait and not now.wait:
        return "wait"
    if now.above is not None and (was.above is None or now.above > was.above):
        return f"above {now.above:g}"
    return "people" if now.people < was.people else ""


def _notice(before: Policy, after: Policy) -> Iterator[str]:
    was, now = before.notice, after.notice
    if now.obvious and not was.obvious:
        yield f"notice.obvious ({now.obvious.approved_by})"
    if now.pause_minutes > was.pause_minutes:
        yield f"notice.pause_minutes: {was.pause_minutes} -> {now.pause_minutes}"
    for name in ("steps", "emotion", "biometric", "generated_media", "recording"):
        if getattr(was, name) and not getattr(now, name):
            yield f"notice.{name}"
    yield from (f"notice.texts.{key}" for key in now.texts if was.texts.get(key) != now.texts[key])

"""Gates: a place in the gateway for an AI system, with a policy, keys, and a switch that stops the bot.

Every change leaves an entry in the same transaction; what loosens the protection of customers leaves one more, in the
log of the organisation. The gateways see a change by the version of the gate, well within a second.
"""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from balie.desk.models import Gate, GateKey
from balie.evidence import service as evidence
from balie.evidence.service import Actor, Subject
from balie.gateway.service import Policy, digest_of, loosened, read_policy
from balie.language import Text
from balie.register.service import AISystem

_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_KEY_LENGTH = 43  # letters out of 56: more than 248 bits
_PREFIX = "bk_"
_LONGEST_REASON, _LONGEST_NAME, _LONGEST_SLUG = 1_000, 100, 60


class NoReason(ValueError):
    """A change that affects customers needs a reason."""

    message = Text(
        nl="Schrijf in een zin waarom. Het komt in het logboek.", en="Write why in a sentence. It goes into the log."
    )


class GateTaken(ValueError):
    """This AI system, or this name in addresses, has a gate already."""

    message = Text(
        nl="Dit systeem staat al in de gateway, of deze naam is al bezet. Kies een andere naam.",
        en="This system is in the gateway already, or this name is taken. Choose another name.",
    )


def slug_for(system: AISystem) -> str:
    """Return a name for addresses that no gate has yet."""
    base = slugify(system.name)[: _LONGEST_SLUG - 4] or "bot"
    taken = set(Gate.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in taken)


def open_gate(system: AISystem, written: str, because: str = "", *, by: Actor, now: datetime, slug: str = "") -> Gate:
    """Give an AI system a place in the gateway. Raises `PolicyRefused` and `GateTaken`.

    What is looser than Balie advises is told like a change that loosens, so it needs a reason (`NoReason`).
    """
    looser = _with_reason(loosened(Policy(), read_policy(written)), because)
    name = slug or slug_for(system)
    with transaction.atomic():
        if Gate.objects.filter(system=system).exists() or Gate.objects.filter(slug=name).exists():
            raise GateTaken
        _record_policy(system, written, looser, because, by=by, now=now)
        return Gate.objects.create(
            system=system,
            slug=name,
            log=evidence.log_of(system.pk),
            policy=written,
            digest=digest_of(written),
            version=1,
            made_at=now,
        )


def policy_of(gate: Gate) -> Policy:
    """The policy of a gate, read."""
    return read_policy(gate.policy)


def set_policy(gate: Gate, written: str, because: str, *, by: Actor, now: datetime) -> tuple[str, ...]:
    """Set another policy; return what it loosens. Raises `PolicyRefused`, and `NoReason` when it loosens anything."""
    after = read_policy(written)
    with transaction.atomic():
        held = Gate.objects.select_for_update().select_related("system").get(pk=gate.pk)
        if held.policy == written:
            return ()
        looser = _with_reason(loosened(read_policy(held.policy), after), because)
        _record_policy(held.system, written, looser, because, by=by, now=now)
        _change(held, policy=written, digest=digest_of(written))
    gate.refresh_from_db()
    return looser


def halt(gate: Gate, because: str, *, by: Actor, now: datetime) -> bool:
    """Stop a bot: it says nothing more to customers, who get a person. Says whether it was on. Raises `NoReason`."""
    return _switch(gate, because, "system-halted", by=by, now=now, halted=True)


def resume(gate: Gate, because: str, *, by: Actor, now: datetime) -> bool:
    """Let a bot speak again. Says whether it was halted. Raises `NoReason`."""
    return _switch(gate, because, "system-resumed", by=by, now=now, halted=False)


def fresh_key(gate: Gate, name: str, *, by: Actor, now: datetime) -> str:
    """Make a key for a program and return it. It is shown once: only its digest is kept."""
    secret = _PREFIX + get_random_string(_KEY_LENGTH, _LETTERS)
    with transaction.atomic():
        named = name.strip()[:_LONGEST_NAME] or "-"
        GateKey.objects.create(gate=gate, name=named, digest=sha256(secret.encode()).hexdigest(), made_at=now)
        evidence.record("gateway-key-made", by=by, now=now, subject=_subject(gate.system), body={"name": named})
        _change(gate)
    return secret


def withdraw_key(key: GateKey, *, by: Actor, now: datetime) -> None:
    """Let a key open nothing any more."""
    with transaction.atomic():
        if GateKey.objects.filter(pk=key.pk, withdrawn_at=None).update(withdrawn_at=now):
            subject = _subject(key.gate.system)
            evidence.record("gateway-key-withdrawn", by=by, now=now, subject=subject, body={"name": key.name})
            _change(key.gate)


def _with_reason(looser: tuple[str, ...], because: str) -> tuple[str, ...]:
    if looser and not because.strip():
        raise NoReason
    return looser


def _record_policy(
    system: AISystem, written: str, looser: tuple[str, ...], because: str, *, by: Actor, now: datetime
) -> None:
    body = {"policy": digest_of(written), "loosened": list(looser), "because": because.strip()[:_LONGEST_REASON]}
    evidence.record("policy-set", by=by, now=now, subject=_subject(system), body=body)
    if looser:
        evidence.record("policy-loosened", by=by, now=now, subject=_subject(system), body=body)


def _switch(gate: Gate, because: str, kind: str, *, by: Actor, now: datetime, halted: bool) -> bool:
    if not because.strip():
        raise NoReason
    with transaction.atomic():
        held = Gate.objects.select_for_update().select_related("system").get(pk=gate.pk)
        if held.halted is halted:
            return False
        body = {"because": because.strip()[:_LONGEST_REASON]}
        evidence.record(kind, by=by, now=now, subject=_subject(held.system), body=body)
        _change(held, halted=halted)
    gate.refresh_from_db()
    return True


def _change(gate: Gate, **values: object) -> None:
    """Change a gate so that every gateway sees it."""
    Gate.objects.filter(pk=gate.pk).update(version=F("version") + 1, **values)


def _subject(system: AISystem) -> Subject:
    return Subject("system", system.pk, system.name)

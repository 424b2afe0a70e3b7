"""The switch: a system that was halted says nothing any more; the customer gets a sentence and a person."""

from balie.gateway.policy.verdict import Did, Safeguard, Verdict


def halted(*, switch: bool) -> tuple[Verdict, ...]:
    """Say whether the bot may speak at all."""
    return (Verdict(Safeguard.HALT, "halted", Did.STOPPED),) if switch else ()

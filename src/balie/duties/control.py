"""What proves a duty, and how strong a proof is. Pure values.

A duty is never met because somebody says so where it can be measured: kinds of proof stand here strongest first, and a
tick box is the last resort. Nothing is green by default: without proof a duty is open.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balie.law import Text


class ProofKind(StrEnum):
    """What a proof rests on, strongest first."""

    MEASURED = "measured"
    OBSERVED = "observed"
    DOCUMENT = "document"
    TRAINING = "training"
    ATTESTATION = "attestation"

    @property
    def label(self) -> Text:
        """The kind in words."""
        return _KINDS[self]


class ProofStatus(StrEnum):
    """Whether a duty is met, as far as proof shows."""

    FAILING = "failing"
    STALE = "stale"
    OPEN = "open"
    NOT_YET = "not_yet"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> Text:
        """The status in words."""
        return _STATUSES[self]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one piece of evidence, or all together, says of a duty: status, reason, and the day that goes stale."""

    status: ProofStatus
    reason: Text
    kind: ProofKind | None = None
    stale_on: date | None = None


_KINDS = {
    ProofKind.MEASURED: Text(nl="gemeten in de gesprekken zelf", en="measured in the conversations themselves"),
    ProofKind.OBSERVED: Text(nl="gezien bij een proef of audit", en="observed in a probe or audit"),
    ProofKind.DOCUMENT: Text(nl="goedgekeurd document", en="approved document"),
    ProofKind.TRAINING: Text(nl="gevolgde training", en="training followed"),
    ProofKind.ATTESTATION: Text(nl="verklaring van een persoon", en="statement of a person"),
}
_STATUSES = {
    ProofStatus.FAILING: Text(nl="niet in orde", en="failing"),
    ProofStatus.STALE: Text(nl="verlopen", en="stale"),
    ProofStatus.OPEN: Text(nl="nog geen bewijs", en="no proof yet"),
    ProofStatus.NOT_YET: Text(nl="nog niet nodig", en="not needed yet"),
    ProofStatus.MET: Text(nl="aangetoond", en="met"),
    ProofStatus.NOT_APPLICABLE: Text(nl="niet van toepassing", en="not applicable"),
}

"""Tables of deciding on proposals: who looked into one, and what each decided."""

from django.conf import settings
from django.db import models

from balie.desk.models.live import Proposal

_PERSON = settings.AUTH_USER_MODEL


class ProposalLook(models.Model):
    """That somebody opened the evidence of a proposal, without which they cannot decide on it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        """The first look of each person counts."""

        constraints = (models.UniqueConstraint(fields=("proposal", "person"), name="one_look_of_a_person"),)

    def __str__(self) -> str:
        """Show which."""
        return f"{self.proposal_id} {self.person_id}"


class ProposalVote(models.Model):
    """What one person decided on a proposal. The reasons lie in the vault (`content`).

    Deleted with the account of the person, for figures about oversight are about people; the log keeps who decided.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=10)
    seconds = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    content = models.CharField(max_length=32)

    class Meta:
        """Each person decides once."""

        constraints = (models.UniqueConstraint(fields=("proposal", "person"), name="one_vote_of_a_person"),)
        indexes = (models.Index(fields=["person", "decided_at"], name="vote_by_person"),)

    def __str__(self) -> str:
        """Show what was decided."""
        return f"{self.proposal_id} {self.decision}"

"""Tables of live conversations: the gate of each AI system, its keys, and the conversations, handovers and proposals.

The gateway writes them too, in plain SQL without Django; tests/desk holds its statements against these tables. What
people said is not here but in the vault of the evidence, sealed with a key for each conversation.
"""

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Gate(models.Model):
    """The place of one AI system in the gateway: its policy as it was written, and the switch that stops it.

    `log` is the key of its log in the evidence. Gateways look for a higher `version` several times a second.
    Of the first `announced` entries of it webhooks were told.
    """

    system = models.OneToOneField("register.AISystem", on_delete=models.PROTECT, related_name="gate")
    slug = models.SlugField(max_length=60, unique=True)
    log = models.BigIntegerField()
    policy = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    halted = models.BooleanField(default=False)
    version = models.BigIntegerField(default=0, db_index=True)
    made_at = models.DateTimeField()
    announced = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Show its name in addresses."""
        return self.slug


class GateKey(models.Model):
    """A secret by which a program may use a gate. Only its SHA-256 digest is kept."""

    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Show what it is for."""
        return self.name


class Conversation(models.Model):
    """One conversation of a customer. `charge` says who answers: bot, waiting, person or closed.

    `version` grows with each change, so that two writers notice each other. `head` tells which history this
    conversation has, for clients that name none. Counts are for figures; what they count is in the log.
    """

    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="conversations", db_index=False)
    name = models.CharField(max_length=64)
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    charge = models.CharField(max_length=10)
    version = models.BigIntegerField(default=0)
    turns = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    misunderstood = models.PositiveSmallIntegerField(default=0)
    noticed = models.CharField(max_length=200, blank=True)
    head = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    answers = models.PositiveIntegerField(default=0)
    noticed_at = models.DateTimeField(null=True, blank=True)
    robot_asked = models.PositiveIntegerField(default=0)
    robot_told = models.PositiveIntegerField(default=0)
    redacted = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)

    class Meta:
        """One of each name; found by its history, and by age for figures."""

        constraints = (models.UniqueConstraint(fields=("gate", "name"), name="one_conversation_of_a_name"),)
        indexes = (
            models.Index(fields=["gate", "last_at"], name="conversation_by_age"),
            models.Index(fields=["gate", "head"], name="conversation_by_history", condition=~models.Q(head="")),
        )

    def __str__(self) -> str:
        """Show its name and who answers."""
        return f"{self.name} {self.charge}"


class Handover(models.Model):
    """That a conversation went to people: why, by when somebody was promised, and what came of it.

    `first_taken_at`: when a person first took it, whatever came after; `taken_at`: since when somebody has it now.
    `meant_for`: the colleague it was passed on to. `lost`: how often it came back because a colleague was gone.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="handovers")
    reason = models.CharField(max_length=20)
    rule = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    callback = models.CharField(max_length=32, blank=True)  # where the number to call lies in the vault
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    meant_for = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    first_taken_at = models.DateTimeField(null=True, blank=True)
    lost = models.PositiveSmallIntegerField(db_default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=40, blank=True)

    class Meta:
        """Oldest first: who waits longest is helped first."""

        ordering = ("asked_at",)
        indexes = (models.Index(fields=["ended_at", "taken_at", "asked_at"], name="handover_by_waiting"),)

    def __str__(self) -> str:
        """Show why and since when."""
        return f"{self.reason} {self.asked_at:%Y-%m-%d %H:%M}"


class Proposal(models.Model):
    """Something the AI wants to do or decide, that waits for a person. What exactly lies in the vault (`content`).

    A decision of a predictive model belongs to no conversation. One that needs no person has `passed`.
    """

    id = models.CharField(max_length=32, primary_key=True)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, null=True, related_name="proposals")
    call = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=100)
    rule = models.CharField(max_length=100)
    people = models.PositiveSmallIntegerField(default=1)
    content = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    deadline = models.DateTimeField()
    status = models.CharField(max_length=10, default="waiting")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=32, blank=True)  # where the decision lies in the vault
    released_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)  # when the log was told that nobody decided in time

    class Meta:
        """The first to expire comes first."""

        ordering = ("deadline",)
        indexes = (models.Index(fields=["gate", "status", "deadline"], name="proposal_by_deadline"),)

    def __str__(self) -> str:
        """Show what it is about and how it stands."""
        return f"{self.about} {self.status}"

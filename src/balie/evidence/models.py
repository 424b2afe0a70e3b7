"""Tables of the evidence: the journal of what people and Balie did."""

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One thing that happened. Entries are added, never changed or removed.

    `subject` says what kind of thing it is about ("system", "person", ...), `system` is the key of the AI system that
    the entry belongs to, when there is one. `body` is plain JSON; "changes" in it is a list of field, before, after.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(default=0)
    subject_name = models.CharField(max_length=300)
    system = models.BigIntegerField(null=True, blank=True)
    body = models.JSONField(default=dict, blank=True)

    class Meta:
        """Read by subject, by system and by actor, newest first."""

        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("subject", "subject_id"), name="entry_by_subject"),
            models.Index(fields=("system", "-at"), name="entry_by_system"),
            models.Index(fields=("kind", "-at"), name="entry_by_kind"),
        )

    def __str__(self) -> str:
        """Show when, what and about what."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.subject_name}"


class JobRun(models.Model):
    """When a recurring job ran last and runs next, so that restarts and several workers keep to one schedule."""

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    handled = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Show the name and when it runs next."""
        return f"{self.name} {self.next_at:%Y-%m-%d %H:%M}"

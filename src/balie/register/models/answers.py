"""Tables of the answers: who said what, when and from what source, and whom a question was put to."""

from django.conf import settings
from django.db import models

from balie.register.models.systems import AISystem, Organisation
from balie.register.system import Reply, Via


class Answer(models.Model):
    """One answer as it was given. Rows are added, never changed: the newest per question counts.

    `value` is what `law.plain_value` makes; `known` is false for "I don't know", which takes back an earlier answer and
    that of the starting point. Facts about the organisation have no system.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="answers")
    system = models.ForeignKey(AISystem, on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    fact = models.CharField(max_length=100)
    known = models.BooleanField(default=True)
    value = models.JSONField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reasons = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)
    via = models.CharField(max_length=20, choices=[(via.value, via.value) for via in Via])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """The newest first; found by system and question."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=("system", "fact"), name="answer_by_question"),)

    def __str__(self) -> str:
        """Show the question and who answered."""
        return f"{self.fact}: {self.by_name}"


class AskedColleague(models.Model):
    """A question put to one person by a link that answers that question and nothing else. Only a digest is kept.

    `reply` is what they did with it; `value` is the answer they gave or advised, `note` what they wrote beside it.
    """

    system = models.ForeignKey(AISystem, on_delete=models.CASCADE, related_name="asked")
    fact = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    message = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reply = models.CharField(max_length=20, blank=True, choices=[(reply.value, reply.value) for reply in Reply])
    value = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show who was asked what."""
        return f"{self.name}: {self.fact}"

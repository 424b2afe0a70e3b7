"""Tables of the API: tokens, answers kept for requests that are repeated, webhooks and what was sent to them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from balie.language import Text
from balie.site.api.message import DeliveryStatus

_PERSON = settings.AUTH_USER_MODEL


class Token(models.Model):
    """A key with which a program acts for a person. Only the digest is kept; `hint` tells two of them apart.

    `minute` and `calls` count requests: how many there were in the minute with that number since 1970.
    """

    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    hint = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    minute = models.BigIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        """The newest first; a token ends after it was made."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="token_ends_later"),
        )

    def __str__(self) -> str:
        """Show whose it is and what for; never the token, which is not kept."""
        return f"{self.person}: {self.name}"


class KeptAnswer(models.Model):
    """The answer to a change that was asked for with an idempotency key, so that asking again changes nothing."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """A key is used once per token."""

        constraints = (models.UniqueConstraint(fields=("token", "key"), name="idempotency_key_once"),)

    def __str__(self) -> str:
        """Show the key."""
        return self.key


class Webhook(models.Model):
    """An address that is told when something happens. The secret is worked out from `salt` and the key of the site."""

    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=500)
    events = models.JSONField(default=list)
    salt = models.CharField(max_length=64)
    salt_before = models.CharField(max_length=64, blank=True)
    salt_before_until = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    stopped_because = models.TextField(blank=True)
    made_by = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """By name."""

        ordering = ("name", "pk")

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Delivery(models.Model):
    """One message to one webhook. `due_at` is when to try next, and empty when there is nothing left to try.

    `tries` is the log: at, code (0: no answer), text (the first 1,000 characters, or what went wrong).
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=60)
    payload = models.TextField()
    made_at = models.DateTimeField()
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in DeliveryStatus],
        default=DeliveryStatus.WAITING.value,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    tries = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show what is told."""
        return f"{self.event} {self.message}"

    @property
    def told(self) -> Text:
        """How far it has come, in words."""
        return DeliveryStatus(self.status).label

"""Tables of the people at the desk: who is there, answers kept ready, and replies that may be sent only once."""

from django.conf import settings
from django.db import models

from balie.desk.models.live import Conversation, Gate

_PERSON = settings.AUTH_USER_MODEL


class Presence(models.Model):
    """How somebody works at the desk, and whether they are there. Kept as it is now; no history of it is.

    `languages` are codes with commas between; no `gates` stands for all bots. `capacity` is how many conversations at
    once they want.
    """

    person = models.OneToOneField(_PERSON, on_delete=models.CASCADE, related_name="presence")
    on_duty = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    looks_at = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    types_until = models.DateTimeField(null=True, blank=True)
    languages = models.CharField(max_length=20, default="nl,en")
    gates = models.ManyToManyField(Gate, blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(default=3)
    sound = models.BooleanField(default=False)
    notify = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Show who it is."""
        return str(self.person)


class ReadyAnswer(models.Model):
    """An answer that colleagues can put in a reply with `/` and its word. An empty language is not offered."""

    word = models.SlugField(max_length=30, unique=True)
    nl = models.TextField(blank=True)
    en = models.TextField(blank=True)

    class Meta:
        """By their word."""

        ordering = ("word",)

    def __str__(self) -> str:
        """Show its word."""
        return self.word


class SentReply(models.Model):
    """The key of a reply that was sent, so that sending it again after a lost connection does not say it twice."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=36)

    class Meta:
        """One of each."""

        constraints = (models.UniqueConstraint(fields=("conversation", "key"), name="one_reply_of_a_key"),)

    def __str__(self) -> str:
        """Show the key."""
        return self.key

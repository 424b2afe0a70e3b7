"""Tables of the evidence: the logs with their entries, tiles and checkpoints, the vault, and when jobs ran.

docs/formats/evidence.md says what an entry, a tile and a checkpoint are. Nothing here may be changed through these
classes but what a function of this room changes; entries are added by `writing.append` alone.
"""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models


class Log(models.Model):
    """One log: of one AI system, or of the organisation (then `system` is 0).

    `frontier` is all one needs of the Merkle tree to add to it: the roots of its complete subtrees, 32 bytes each.
    """

    name = models.CharField(max_length=200, unique=True)
    system = models.BigIntegerField(default=0, unique=True)
    opened_at = models.DateTimeField()
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"", blank=True)

    def __str__(self) -> str:
        """Show the name and how many entries it has."""
        return f"{self.name} ({self.size})"


class Entry(models.Model):
    """One thing that happened: a leaf of a log. Entries are added, never changed or removed.

    `leaf` is the entry itself, as canonical JSON; it is empty once its period of retention is over, and `leaf_hash`
    stays. The other columns repeat what stands in it, to search by; verification compares them. Every index is paid for
    by every entry, so there is none that another covers, or that no question uses.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries", db_index=False)
    sequence = models.BigIntegerField()
    leaf = models.TextField(blank=True)
    leaf_hash = models.BinaryField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(default=0)
    subject_name = models.CharField(max_length=300)
    system = models.BigIntegerField(null=True, blank=True)
    conversation = models.CharField(max_length=64, blank=True)

    class Meta:
        """Read by subject, by system and by kind, newest first; one entry at each place of a log."""

        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("log", "sequence"), name="one_entry_at_each_place"),)
        indexes = (
            models.Index(fields=["subject", "subject_id"], name="entry_by_subject"),
            models.Index(fields=["system", "-at"], name="entry_by_system"),
            models.Index(fields=["kind", "-at"], name="entry_by_kind"),
            models.Index(
                fields=["log", "conversation"], name="entry_by_conversation", condition=~models.Q(conversation="")
            ),
        )

    def __str__(self) -> str:
        """Show when, what and about what."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.subject_name}"

    @cached_property
    def said(self) -> dict[str, Any]:
        """The entry as it was written down; empty when its period of retention is over."""
        return dict(json.loads(self.leaf)) if self.leaf else {}

    @property
    def body(self) -> dict[str, Any]:
        """What happened, in the shape of its kind; "changes" in it is a list of field, before, after."""
        return dict(self.said.get("what", {}))


class Tile(models.Model):
    """256 hashes of a log's tree (C2SP tlog-tiles), kept once it is full, so that a proof reads a few rows."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="tiles", db_index=False)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        """One tile at each place."""

        constraints = (models.UniqueConstraint(fields=("log", "level", "number"), name="one_tile_at_each_place"),)

    def __str__(self) -> str:
        """Show which tile of which log."""
        return f"{self.log_id} {self.level}/{self.number}"


class Checkpoint(models.Model):
    """A signed head of a log: how many entries it had, and the root over them. `stamp` is an RFC 3161 time stamp."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.BigIntegerField()
    note = models.TextField()
    made_at = models.DateTimeField()
    stamp = models.BinaryField(default=b"", blank=True)
    sent_to = models.JSONField(default=list, blank=True)

    class Meta:
        """Read by log, newest first."""

        ordering = ("log", "-size", "-pk")
        constraints = (models.UniqueConstraint(fields=("log", "size"), name="one_checkpoint_at_each_size"),)

    def __str__(self) -> str:
        """Show the log and the size."""
        return f"{self.log_id} {self.size}"


class Check(models.Model):
    """A look through a whole log that somebody asked for, and what came of it. `looked` says how far it is.

    `outside` are signed checkpoints that whoever asked had kept elsewhere; `fitting` counts those that fit.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checks")
    asked_by = models.BigIntegerField(null=True, blank=True)
    asked_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    outside = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    size = models.BigIntegerField(default=0)
    looked = models.BigIntegerField(default=0)
    root = models.BinaryField(default=b"", blank=True)
    heads = models.PositiveIntegerField(default=0)
    fitting = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        """Read by log, newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show which log, when, and how many faults."""
        return f"{self.log_id} {self.asked_at:%Y-%m-%d %H:%M} {len(self.findings)}"

    @property
    def holds(self) -> bool:
        """Whether it was looked through and nothing is wrong."""
        return self.ended_at is not None and not self.findings


class SigningKey(models.Model):
    """The public half of a key that signs checkpoints, as C2SP signed-note writes it; the secret half is no row."""

    text = models.CharField(max_length=400, unique=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Show its name and number."""
        return "+".join(self.text.split("+")[:2])


class ContentKey(models.Model):
    """The key to the content of one conversation, wrapped by the master key. Erasing empties it for good."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="content_keys")
    conversation = models.CharField(max_length=64)
    wrapped = models.BinaryField(default=b"", blank=True)
    master = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One key for each conversation of a log."""

        constraints = (models.UniqueConstraint(fields=("log", "conversation"), name="one_key_for_a_conversation"),)
        indexes = (models.Index(fields=["log", "made_at"], name="content_key_by_age"),)

    def __str__(self) -> str:
        """Show which conversation."""
        return f"{self.log_id} {self.conversation}"


class Content(models.Model):
    """One sealed piece of content: AES-256-GCM over a commitment key of 32 bytes and the content itself."""

    id = models.CharField(max_length=32, primary_key=True)
    key = models.ForeignKey(ContentKey, on_delete=models.PROTECT, related_name="contents")
    media = models.CharField(max_length=100)
    sealed = models.BinaryField(default=b"", blank=True)

    def __str__(self) -> str:
        """Show the id."""
        return self.id


class RetentionRule(models.Model):
    """How many months entries of a kind, or the content of conversations, stay; of one AI system or everywhere.

    `system` is its key, or 0 for every log. `kind` is the name of a kind, "content" for what lies in the vault, or
    empty for every kind without a rule of its own.
    """

    system = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        """One rule for each system and kind."""

        constraints = (models.UniqueConstraint(fields=("system", "kind"), name="one_retention_rule_for_a_kind"),)

    def __str__(self) -> str:
        """Show what stays how long."""
        return f"{self.system or 'all'} {self.kind or 'every kind'}: {self.months}"


class LegalHold(models.Model):
    """Nothing of this log, or of one conversation in it, is erased while the hold stands."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="holds")
    conversation = models.CharField(max_length=64, blank=True)
    because = models.TextField()
    placed_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Show what is held and why."""
        return f"{self.log_id} {self.conversation}: {self.because[:60]}"


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

"""Tables of the duties: what each system owes, what proves it, and who does what by when."""

from django.conf import settings
from django.db import models

from balie.duties.control import ProofKind, ProofStatus

_PERSON = settings.AUTH_USER_MODEL
_STATUSES = [(status.value, status.value) for status in ProofStatus]
_KINDS = [(kind.value, kind.value) for kind in ProofKind]


class SystemDuty(models.Model):
    """A duty that a system has, will have or may have. Kept level with the latest assessment; titles are the law's.

    `status` is where the duty stands in law (in_force, ahead, unknown); `proof` whether it is met, with the strongest
    kind of proof that says so, the reason in both languages and the day on which that goes stale. `rank` is the place
    of the duty among those of its system, `weight` its place in the law: the same for every system, so that lists keep
    one duty of many systems together.
    """

    system = models.ForeignKey("register.AISystem", on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=100)
    status = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    footing = models.CharField(max_length=20)
    provision = models.CharField(max_length=100)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    fine = models.CharField(max_length=100, blank=True)
    rank = models.PositiveIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_duties")
    deadline = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=20, choices=_STATUSES, default=ProofStatus.OPEN.value)
    proof_kind = models.CharField(max_length=20, choices=_KINDS, blank=True)
    proof_reason = models.JSONField(default=dict, blank=True)
    stale_on = models.DateField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        """A system has a duty once; lists are read by system, by status and by deadline."""

        ordering = ("system_id", "rank", "duty")
        constraints = (models.UniqueConstraint(fields=("system", "duty"), name="duty_once_per_system"),)
        indexes = (
            models.Index(fields=("status", "weight", "duty", "system"), name="duty_by_weight"),
            models.Index(fields=("status", "proof", "weight", "deadline", "stale_on"), name="duty_by_proof"),
            models.Index(fields=("status", "system", "proof"), name="duty_by_system"),
            models.Index(fields=("deadline",), name="duty_by_deadline"),
            models.Index(fields=("duty",), name="duty_by_duty"),
            models.Index(fields=("stale_on",), name="duty_by_staleness"),
        )

    def __str__(self) -> str:
        """Show which duty of which system."""
        return f"{self.system_id}: {self.duty}"


class Attestation(models.Model):
    """Somebody says that a duty is met. The weakest proof: shown as what it is, and it ends within twelve months."""

    duty = models.ForeignKey(SystemDuty, on_delete=models.CASCADE, related_name="attestations")
    statement = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    expires_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show who said so until when."""
        return f"{self.by_name} {self.expires_on}"


class FileContent(models.Model):
    """The bytes of an uploaded file, kept once per SHA-256 digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Show the beginning of the digest."""
        return self.digest[:12]


class ProofFile(models.Model):
    """A document that shows how duties are met. It counts once somebody else has accepted it."""

    duties = models.ManyToManyField(SystemDuty, related_name="files")
    content = models.ForeignKey(FileContent, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    valid_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    reviewed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    review_note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show title and version."""
        return f"{self.title} ({self.version})"


class Observation(models.Model):
    """What another room measured or observed about a duty: the gateway, audits, the probe, the dossier, training."""

    duty = models.ForeignKey(SystemDuty, on_delete=models.CASCADE, related_name="observations")
    kind = models.CharField(max_length=20, choices=_KINDS)
    control = models.CharField(max_length=100)
    outcome = models.CharField(max_length=20, choices=_STATUSES)
    reason = models.JSONField(default=dict)
    figures = models.JSONField(default=dict, blank=True)
    observed_at = models.DateTimeField()
    fresh_until = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        """The newest first, per control."""

        ordering = ("-observed_at", "-pk")
        indexes = (models.Index(fields=("duty", "control", "-observed_at"), name="observation_by_control"),)

    def __str__(self) -> str:
        """Show what was observed and how it came out."""
        return f"{self.control}: {self.outcome}"


class Task(models.Model):
    """Something somebody has to do before a day; about a duty, a system, or neither."""

    system = models.ForeignKey(
        "register.AISystem", on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    duty = models.ForeignKey(SystemDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, default="task")
    owner = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    deadline = models.DateField(null=True, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """The nearest deadline first."""

        ordering = ("deadline", "pk")
        indexes = (models.Index(fields=("owner", "done_at", "deadline"), name="task_by_owner"),)

    def __str__(self) -> str:
        """Show the title."""
        return self.title


class Comment(models.Model):
    """A remark about a task, a duty or a system. A comment is not changed; a new one corrects it."""

    system = models.ForeignKey(
        "register.AISystem", on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    duty = models.ForeignKey(SystemDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """The oldest first, as people talk."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Show who said it."""
        return f"{self.by_name}: {self.text[:40]}"


class CalendarFeed(models.Model):
    """The address of one person's calendar. Only the digest of its token is kept."""

    person = models.OneToOneField(_PERSON, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Show whose calendar it is."""
        return str(self.person)

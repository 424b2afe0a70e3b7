"""Tables of the assessments: what was found, by which law, who signed for it, and what became different."""

from django.conf import settings
from django.db import models

from balie.law import ClassRange, RiskClass, Text
from balie.register.models.systems import AISystem
from balie.register.system import Cause


class LawEdition(models.Model):
    """The packs an assessment was made with, whole, so that it can be made again when Balie knows a newer law."""

    digest = models.CharField(max_length=64, unique=True)
    packs = models.JSONField(default=list)
    files = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        """Show the beginning of the digest."""
        return self.digest[:12]


class Assessment(models.Model):
    """One assessment of one system, with everything that makes it possible to make it again, bit by bit.

    `facts` is everything that was known (`statements.as_json`), `outcome` the compact outcome, `digest` the SHA-256 of
    its canonical JSON. The classes are the numbers of `RiskClass`; the counts are what lists show.
    """

    system = models.ForeignKey(AISystem, on_delete=models.CASCADE, related_name="assessments")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=20, choices=[(cause.value, cause.value) for cause in Cause])
    law = models.ForeignKey(LawEdition, on_delete=models.PROTECT, related_name="assessments")
    engine = models.CharField(max_length=20)
    applies_on = models.DateField()
    published_by = models.DateField()
    digest = models.CharField(max_length=64)
    effective_low = models.PositiveSmallIntegerField()
    effective_high = models.PositiveSmallIntegerField()
    statutory_low = models.PositiveSmallIntegerField()
    statutory_high = models.PositiveSmallIntegerField()
    house_low = models.PositiveSmallIntegerField()
    house_high = models.PositiveSmallIntegerField()
    law_from = models.DateField(null=True, blank=True)
    review = models.BooleanField(default=False)
    next_change = models.DateField(null=True, blank=True)
    duties_now = models.PositiveIntegerField(default=0)
    duties_ahead = models.PositiveIntegerField(default=0)
    duties_unknown = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0)
    # These are long and come last: SQLite reads past what stands before a column, and lists want the ones above.
    facts = models.JSONField()
    outcome = models.JSONField()

    class Meta:
        """The newest first."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=("system", "-id"), name="assessment_by_system"),)

    def __str__(self) -> str:
        """Show which system and when."""
        return f"{self.system} {self.at:%Y-%m-%d %H:%M}"

    @property
    def effective(self) -> ClassRange:
        """The class that counts."""
        return self.range_of("effective")

    def range_of(self, name: str) -> ClassRange:
        """One of the classes: "effective", "statutory" or "house"."""
        return ClassRange(RiskClass(getattr(self, f"{name}_low")), RiskClass(getattr(self, f"{name}_high")))

    @property
    def standing(self) -> "list[Signature]":
        """The signatures that hold; a list fetches them beforehand."""
        return [signature for signature in self.signatures.all() if signature.withdrawn_at is None]

    @property
    def why(self) -> Text:
        """The cause in words."""
        return Cause(self.cause).label


class Signature(models.Model):
    """Somebody authorised, who gave none of the answers, takes responsibility for a classification."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    statement = models.TextField()
    exception_documentation = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show who signed."""
        return f"{self.by_name} {self.at:%Y-%m-%d}"


class Difference(models.Model):
    """What became different for a system when the law or the date did, until somebody has handled it.

    `summary` is what `differing.difference_of` makes; `same` is equal where the same happened to several systems.
    """

    system = models.ForeignKey(AISystem, on_delete=models.CASCADE, related_name="differences")
    before = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=20, choices=[(cause.value, cause.value) for cause in Cause])
    found_at = models.DateTimeField()
    summary = models.JSONField(default=dict)
    same = models.CharField(max_length=64)
    weight = models.PositiveSmallIntegerField(default=0)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handled_note = models.TextField(blank=True)

    class Meta:
        """What is open and weighs most comes first."""

        ordering = ("-weight", "-pk")
        indexes = (
            models.Index(fields=("handled_at", "-weight"), name="difference_open"),
            models.Index(fields=("same",), name="difference_same"),
        )

    def __str__(self) -> str:
        """Show the system and the cause."""
        return f"{self.system}: {self.cause}"

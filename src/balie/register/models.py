"""Tables of the register."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from balie.register.system import LifeCycle

_STAGES = [(stage.value, stage.value) for stage in LifeCycle]


class Organisation(models.Model):
    """Who has the systems, with the facts that are asked once. `facts` is what `statements.as_json` makes."""

    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language people write in"), max_length=2, default="nl")
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Every organisation has a name of its own, whatever the capitals."""

        constraints = (
            models.UniqueConstraint(Lower("name"), name="organisation_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_name"),
        )

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class AISystem(models.Model):
    """One AI system. Its `facts` are what is known of this system; the organisation's are added on reading."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="systems")
    name = models.CharField(_("name"), max_length=200)
    archetype = models.CharField(_("starting point"), max_length=100, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    life_cycle = models.CharField(_("stage"), max_length=20, choices=_STAGES, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A name points at one system within its organisation."""

        ordering = ("name",)
        constraints = (
            models.UniqueConstraint("organisation", Lower("name"), name="system_name_once_per_organisation"),
            models.CheckConstraint(condition=~models.Q(name=""), name="system_has_name"),
            models.CheckConstraint(
                condition=models.Q(life_cycle__in=["", *LifeCycle]), name="system_life_cycle_is_known"
            ),
        )

    def __str__(self) -> str:
        """Show the name."""
        return self.name

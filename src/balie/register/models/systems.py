"""Tables of the organisation, its AI systems, their versions and how they hang together."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from balie.register.system import LifeCycle, Link, Sector, Substantial

_STAGES = [(stage.value, stage.value) for stage in LifeCycle]


class Organisation(models.Model):
    """Who has the systems, with the facts that are asked once. `facts` is what `statements.as_json` makes."""

    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language people write in"), max_length=2, default="nl")
    sector = models.CharField(
        _("sector"), max_length=30, blank=True, choices=[(sector.value, sector.value) for sector in Sector]
    )
    languages = models.JSONField(_("languages customers are served in"), default=list, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)
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
    """One AI system. Its `facts` are what is known of this system; the organisation's are added on reading.

    `facts` holds the answers that count now; how each came about is in `Answer`. `owner` is the name as somebody wrote
    it, `owned_by` the account of that person, when they have one. `revision` rises with every change, so that two
    people who change the same thing at once find out.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="systems")
    name = models.CharField(_("name"), max_length=200)
    archetype = models.CharField(_("starting point"), max_length=100, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    owned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_systems"
    )
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    supplied_by = models.ForeignKey(
        "register.Supplier", on_delete=models.PROTECT, null=True, blank=True, related_name="systems"
    )
    model = models.CharField(_("model"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=100, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    customers = models.PositiveIntegerField(_("customers reached each month"), null=True, blank=True)
    life_cycle = models.CharField(_("stage"), max_length=20, choices=_STAGES, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    latest = models.ForeignKey(
        "register.Assessment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due = models.BooleanField(_("to be assessed anew"), default=False, db_index=True)
    reassess_because = models.TextField(_("why it has to be assessed anew"), blank=True)
    public_entry = models.JSONField(_("fields of the Algorithm Register"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A name points at one system within its organisation. Counting reads the index, not the long rows."""

        ordering = ("name",)
        indexes = (models.Index(fields=("latest", "life_cycle"), name="system_by_outcome"),)
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

    @property
    def retired(self) -> bool:
        """Whether it is no longer in use; it then stays readable and is assessed no more."""
        return self.life_cycle == LifeCycle.RETIRED


class SystemVersion(models.Model):
    """A version of a system: what changed, and whether that was a substantial modification (Art. 3(23) AI Act)."""

    system = models.ForeignKey(AISystem, on_delete=models.CASCADE, related_name="versions")
    label = models.CharField(_("version"), max_length=100)
    on = models.DateField(_("since"))
    what = models.TextField(_("what changed"))
    substantial = models.CharField(
        _("substantial modification"), max_length=10, choices=[(s.value, s.value) for s in Substantial]
    )
    reasons = models.TextField(_("why it is or is not substantial"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The newest first; a label is used once."""

        ordering = ("-on", "-pk")
        constraints = (models.UniqueConstraint("system", Lower("label"), name="version_label_once"),)

    def __str__(self) -> str:
        """Show the system and the version."""
        return f"{self.system} {self.label}"


class SystemLink(models.Model):
    """How one system hangs together with another: the bot uses that speech recognition."""

    system = models.ForeignKey(AISystem, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(AISystem, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(_("link"), max_length=20, choices=[(kind.value, kind.value) for kind in Link])
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Two systems are linked in one way once, and none to itself."""

        constraints = (
            models.UniqueConstraint(fields=("system", "other", "kind"), name="link_once"),
            models.CheckConstraint(condition=~models.Q(system=models.F("other")), name="link_not_to_itself"),
        )

    def __str__(self) -> str:
        """Show both ends."""
        return f"{self.system} {self.kind} {self.other}"

"""Tables of the suppliers, whom to reach there, and what was agreed with them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from balie.register.models.systems import Organisation
from balie.register.system import ContractKind


class Supplier(models.Model):
    """Who supplies AI systems or the models in them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="suppliers")
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=100, blank=True)
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(_("language of letters"), max_length=2, default="nl")
    note = models.TextField(_("note"), blank=True)
    ours = models.BooleanField(_("part of our own organisation"), default=False)
    revision = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """By name; a name points at one supplier."""

        ordering = ("name",)
        constraints = (
            models.UniqueConstraint("organisation", Lower("name"), name="supplier_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="supplier_has_name"),
        )

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class SupplierContact(models.Model):
    """Somebody to reach at a supplier."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("what they do"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Contract(models.Model):
    """What was agreed: a processor agreement (Art. 28 GDPR), documentation (Art. 25 AI Act), or something else."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="contracts")
    systems = models.ManyToManyField("register.AISystem", related_name="contracts", blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=[(kind.value, kind.value) for kind in ContractKind])
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    where = models.CharField(_("where it is kept"), max_length=500, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-signed_on", "-pk")

    def __str__(self) -> str:
        """Show the supplier and the kind."""
        return f"{self.supplier}: {self.kind}"


class Receipt(models.Model):
    """A document, answer or agreement that a supplier was asked for and that somebody says has come in."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="receipts")
    system = models.ForeignKey("register.AISystem", on_delete=models.CASCADE, related_name="receipts")
    item = models.CharField(max_length=100)
    where = models.CharField(_("where it is kept"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Something is received once for a system."""

        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("supplier", "system", "item"), name="received_once"),)

    def __str__(self) -> str:
        """Show what came in, and for which system."""
        return f"{self.system}: {self.item}"

"""The organisation that keeps this register."""

from django.utils.translation import gettext as _

from balie.register.models import Organisation


def home_organisation() -> Organisation:
    """The organisation whose register this is; made, with a name to change, when there is none yet."""
    found = Organisation.objects.order_by("pk").first()
    return found or Organisation.objects.create(name=_("Our organisation"))

"""The organisation that keeps this register: there is one, and none yet on the first day."""

from django.utils.translation import gettext as _

from balie.register.models import Organisation


def known_organisation(*, locked: bool = False) -> Organisation | None:
    """The organisation whose register this is, `locked` until the transaction ends; nothing when there is none yet."""
    found = Organisation.objects.select_for_update() if locked else Organisation.objects.all()
    return found.order_by("pk").first()


def home_organisation() -> Organisation:
    """The organisation whose register this is; made, with a name to change, when there is none yet."""
    return known_organisation() or Organisation.objects.create(name=_("Our organisation"))

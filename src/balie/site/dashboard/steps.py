"""The first steps of a fresh installation, with a tick for what has been done."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from balie.people.service import Permission, Reach, User, reach
from balie.register.home import known_organisation
from balie.register.models import AISystem


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do first, where, and whether that has been done."""

    words: str
    why: str
    address: str
    done: bool


def first_steps(person: User) -> tuple[Step, ...]:
    """What to begin with, as far as this person may do it; nothing once there is a system."""
    organisation = known_organisation()
    if AISystem.objects.exists():
        return ()
    people = User.objects.filter(is_active=True).count() > 1
    described = organisation is not None and bool(organisation.sector)
    steps = (
        (Permission.CHANGE_ORGANISATION, "register:organisation_change", described, _("Describe your organisation"),
         _("Some duties hang on what you do and how many people work for you.")),
        (Permission.CHANGE_SYSTEMS, "register:new", False, _("Add your first AI system"),
         _("A chatbot, a voicebot, speech recognition: begin with one that talks to customers.")),
        (Permission.IMPORT, "register:import", False, _("Or import a list you already have"),
         _("From Excel or YAML. You see what would happen before anything is kept.")),
        (Permission.MANAGE_PEOPLE, "people:invite", people, _("Invite a colleague"),
         _("Some things need two people: who answers cannot sign.")),
    )  # fmt: skip
    return tuple(
        Step(words, why, _address(name), done)
        for permission, name, done, words, why in steps
        if reach(person, permission) is not Reach.NONE
    )


def _address(name: str) -> str:
    """Where to do it; empty when there is no page for it here."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

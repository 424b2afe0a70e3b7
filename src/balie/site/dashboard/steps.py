"""Where to begin, as long as an organisation is empty or half empty: the first steps, with a tick for what is done."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from balie.people.service import Permission, Reach, User, reach
from balie.register.home import known_organisation
from balie.register.service import visible_systems
from balie.register.system import LifeCycle
from balie.site.dashboard.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do first, where, and whether that has been done."""

    words: str
    why: str
    address: str
    done: bool


def first_steps(viewer: Viewer) -> tuple[Step, ...]:
    """What to begin with, as far as this person may do it; nothing once all of it is done."""
    organisation = known_organisation()
    systems = visible_systems(viewer.person, now=viewer.now).exclude(life_cycle=LifeCycle.RETIRED).order_by()
    some = systems.exists()
    whole = some and systems.filter(Q(latest__questions=0)).exists()
    people = User.objects.filter(is_active=True)[:2].count() > 1
    described = organisation is not None and bool(organisation.sector)
    steps = (
        (Permission.CHANGE_ORGANISATION, "register:organisation_change", described, _("Describe your organisation"),
         _("Some duties hang on what you do and how many people work for you.")),
        (Permission.CHANGE_SYSTEMS, "register:new", some, _("Add your first AI system"),
         _("A chatbot, a voicebot, speech recognition: begin with one that talks to customers.")),
        (Permission.IMPORT, "register:import", some, _("Or import a list you already have"),
         _("From Excel or YAML. You see what would happen before anything is kept.")),
        (Permission.ANSWER, "register:systems" if some else "", whole, _("Answer the questions of one system"),
         _("Only then do you know its class and duties for certain. You may ask a colleague what you do not know.")),
        (Permission.MANAGE_PEOPLE, "people:invite", people, _("Invite a colleague"),
         _("Some things need two people: who answers cannot sign.")),
    )  # fmt: skip
    found = tuple(
        Step(words, why, _address(name), done)
        for permission, name, done, words, why in steps
        if reach(viewer.person, permission) is not Reach.NONE and not (some and permission is Permission.IMPORT)
    )
    return () if all(step.done for step in found) else found


def _address(name: str) -> str:
    """Where to do it; empty when there is no page for it here."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""

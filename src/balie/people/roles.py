"""Who may do what: roles, permissions, and how far each permission reaches. Pure values.

Somebody can have several roles; what counts is the widest reach among them. `docs/permissions.md` shows this table, and
a test holds it, and every address of the site, against it.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from balie.language import Text


class Role(StrEnum):
    """What somebody does in the organisation, or from outside (the auditor)."""

    ADMINISTRATOR = "administrator"
    COMPLIANCE = "compliance"
    MANAGER = "manager"
    BUILDER = "builder"
    AGENT = "agent"
    ANALYST = "analyst"
    AUDITOR = "auditor"

    @property
    def label(self) -> Text:
        """The role in words."""
        return _ROLES[self]

    @property
    def meaning(self) -> Text:
        """What somebody in this role does here."""
        return _MEANINGS[self]


class Permission(StrEnum):
    """One thing somebody can be allowed to do."""

    SEE_REGISTER = "see_register"
    CHANGE_SYSTEMS = "change_systems"
    ANSWER = "answer"
    DECIDE_NORMS = "decide_norms"
    SIGN = "sign"
    HANDLE_CHANGES = "handle_changes"
    CHANGE_SUPPLIERS = "change_suppliers"
    IMPORT = "import"
    PUBLISH = "publish"
    PROVE = "prove"
    REVIEW_PROOF = "review_proof"
    PLAN = "plan"
    WORK = "work"
    COMMENT = "comment"
    REQUEST_EVIDENCE = "request_evidence"
    CHANGE_ORGANISATION = "change_organisation"
    MANAGE_PEOPLE = "manage_people"
    SEE_READS = "see_reads"
    SEE_ORGANISATION_LOG = "see_organisation_log"
    USE_API = "use_api"
    MANAGE_API = "manage_api"
    TAKE_CONTENT = "take_content"
    READ_CONTENT = "read_content"
    KEEP_EVIDENCE = "keep_evidence"
    RUN_GATEWAY = "run_gateway"
    HALT = "halt"
    TAKE_OVER = "take_over"
    DECIDE_PROPOSALS = "decide_proposals"
    LEAD_DESK = "lead_desk"

    @property
    def label(self) -> Text:
        """The permission in words."""
        return _PERMISSIONS[self]


class Reach(IntEnum):
    """How far a permission goes: nowhere, to the systems one owns (for an auditor: those in the mandate), or to all."""

    NONE = 0
    OWN = 1
    ALL = 2


def reach_of(roles: Iterable[Role], permission: Permission) -> Reach:
    """Return the widest reach that these roles give a permission."""
    granted = MATRIX[permission]
    return max((granted.get(role, Reach.NONE) for role in roles), default=Reach.NONE)


_ALL, _OWN = Reach.ALL, Reach.OWN
_ADMIN, _COMPLIANCE, _MANAGER, _BUILDER = Role.ADMINISTRATOR, Role.COMPLIANCE, Role.MANAGER, Role.BUILDER
_AGENT, _ANALYST, _AUDITOR = Role.AGENT, Role.ANALYST, Role.AUDITOR

# A role that is not named has no reach. An administrator manages people and settings, and changes no content.
MATRIX: Mapping[Permission, Mapping[Role, Reach]] = {
    Permission.SEE_REGISTER: {
        _ADMIN: _ALL, _COMPLIANCE: _ALL, _MANAGER: _ALL, _BUILDER: _ALL, _ANALYST: _ALL, _AUDITOR: _OWN,
    },
    Permission.CHANGE_SYSTEMS: {_COMPLIANCE: _ALL, _MANAGER: _OWN, _BUILDER: _OWN},
    Permission.ANSWER: {_COMPLIANCE: _ALL, _MANAGER: _OWN, _BUILDER: _OWN},
    Permission.DECIDE_NORMS: {_COMPLIANCE: _ALL},
    Permission.SIGN: {_COMPLIANCE: _ALL},
    Permission.HANDLE_CHANGES: {_COMPLIANCE: _ALL, _MANAGER: _OWN},
    Permission.CHANGE_SUPPLIERS: {_COMPLIANCE: _ALL, _MANAGER: _ALL},
    Permission.IMPORT: {_COMPLIANCE: _ALL},
    Permission.PUBLISH: {_COMPLIANCE: _ALL},
    Permission.PROVE: {_COMPLIANCE: _ALL, _MANAGER: _OWN, _BUILDER: _OWN},
    Permission.REVIEW_PROOF: {_COMPLIANCE: _ALL, _MANAGER: _ALL},
    Permission.PLAN: {_COMPLIANCE: _ALL, _MANAGER: _ALL, _BUILDER: _OWN},
    Permission.WORK: {
        _ADMIN: _ALL, _COMPLIANCE: _ALL, _MANAGER: _ALL, _BUILDER: _ALL, _AGENT: _ALL, _ANALYST: _ALL,
    },
    Permission.COMMENT: {_ADMIN: _ALL, _COMPLIANCE: _ALL, _MANAGER: _ALL, _BUILDER: _ALL, _ANALYST: _ALL},
    Permission.REQUEST_EVIDENCE: {_COMPLIANCE: _ALL, _AUDITOR: _OWN},
    Permission.CHANGE_ORGANISATION: {_ADMIN: _ALL, _COMPLIANCE: _ALL},
    Permission.MANAGE_PEOPLE: {_ADMIN: _ALL},
    Permission.SEE_READS: {_ADMIN: _ALL, _COMPLIANCE: _ALL},
    # An auditor with a mandate for all systems; the log holds roles, accounts and settings.
    Permission.SEE_ORGANISATION_LOG: {_ADMIN: _ALL, _COMPLIANCE: _ALL, _AUDITOR: _OWN},
    Permission.USE_API: {_ADMIN: _ALL, _COMPLIANCE: _ALL, _MANAGER: _ALL, _BUILDER: _ALL, _ANALYST: _ALL},
    Permission.MANAGE_API: {_ADMIN: _ALL},
    Permission.TAKE_CONTENT: {_COMPLIANCE: _ALL},
    Permission.READ_CONTENT: {_COMPLIANCE: _ALL},
    Permission.KEEP_EVIDENCE: {_COMPLIANCE: _ALL},
    Permission.RUN_GATEWAY: {_COMPLIANCE: _ALL, _BUILDER: _OWN},
    Permission.HALT: {_COMPLIANCE: _ALL, _MANAGER: _ALL, _BUILDER: _OWN},
    Permission.TAKE_OVER: {_MANAGER: _ALL, _AGENT: _ALL},
    Permission.DECIDE_PROPOSALS: {_COMPLIANCE: _ALL, _MANAGER: _ALL, _AGENT: _ALL},
    Permission.LEAD_DESK: {_COMPLIANCE: _ALL, _MANAGER: _ALL},
}  # fmt: skip

_ROLES = {
    Role.ADMINISTRATOR: Text(nl="beheerder", en="administrator"),
    Role.COMPLIANCE: Text(nl="compliance officer", en="compliance officer"),
    Role.MANAGER: Text(nl="manager klantcontact", en="contact-centre manager"),
    Role.BUILDER: Text(nl="bouwer", en="builder"),
    Role.AGENT: Text(nl="medewerker klantcontact", en="customer-service agent"),
    Role.ANALYST: Text(nl="analist", en="analyst"),
    Role.AUDITOR: Text(nl="auditor", en="auditor"),
}
_MEANINGS = {
    Role.ADMINISTRATOR: Text(
        nl="beheert mensen en instellingen, wijzigt geen inhoud", en="manages people and settings, changes no content"
    ),
    Role.COMPLIANCE: Text(
        nl="doet alles rond systemen, plichten en bewijs, en ondertekent",
        en="does everything about systems, duties and proof, and signs",
    ),
    Role.MANAGER: Text(nl="houdt de eigen systemen en hun plichten bij", en="keeps their own systems and duties"),
    Role.BUILDER: Text(
        nl="bouwt of beheert systemen en beantwoordt de vragen daarover",
        en="builds or runs systems and answers the questions about them",
    ),
    Role.AGENT: Text(
        nl="helpt klanten en beantwoordt vragen van collega's", en="helps customers and answers colleagues"
    ),
    Role.ANALYST: Text(nl="kijkt mee en geeft opmerkingen, wijzigt niets", en="looks and comments, changes nothing"),
    Role.AUDITOR: Text(
        nl="kijkt van buiten mee, met een mandaat; wat die opent, wordt vastgelegd",
        en="looks from outside, with a mandate; what they open is recorded",
    ),
}
_PERMISSIONS = {
    Permission.SEE_REGISTER: Text(nl="systemen en plichten bekijken", en="see systems and duties"),
    Permission.CHANGE_SYSTEMS: Text(nl="systemen toevoegen en wijzigen", en="add and change systems"),
    Permission.ANSWER: Text(nl="vragen over een systeem beantwoorden", en="answer questions about a system"),
    Permission.DECIDE_NORMS: Text(nl="open normen beslissen", en="decide open norms"),
    Permission.SIGN: Text(nl="een beoordeling ondertekenen", en="sign an assessment"),
    Permission.HANDLE_CHANGES: Text(nl="wijzigingen afhandelen", en="handle changes"),
    Permission.CHANGE_SUPPLIERS: Text(nl="leveranciers en contracten bijhouden", en="keep suppliers and contracts"),
    Permission.IMPORT: Text(nl="systemen importeren", en="import systems"),
    Permission.PUBLISH: Text(nl="naar het Algoritmeregister sturen", en="send to the Algorithm Register"),
    Permission.PROVE: Text(nl="bewijs toevoegen", en="add proof"),
    Permission.REVIEW_PROOF: Text(nl="bewijs van een ander keuren", en="review somebody else's proof"),
    Permission.PLAN: Text(nl="taken, eigenaren en deadlines toewijzen", en="assign tasks, owners and deadlines"),
    Permission.WORK: Text(nl="eigen taken en vragen afhandelen", en="handle one's own tasks and questions"),
    Permission.COMMENT: Text(nl="opmerkingen plaatsen", en="comment"),
    Permission.REQUEST_EVIDENCE: Text(nl="om bewijs vragen", en="ask for evidence"),
    Permission.CHANGE_ORGANISATION: Text(nl="de organisatie wijzigen", en="change the organisation"),
    Permission.MANAGE_PEOPLE: Text(nl="mensen uitnodigen en rollen geven", en="invite people and give roles"),
    Permission.SEE_READS: Text(nl="zien wie wat heeft bekeken", en="see who looked at what"),
    Permission.SEE_ORGANISATION_LOG: Text(
        nl="het logboek van de organisatie bekijken", en="see the log of the organisation"
    ),
    Permission.USE_API: Text(nl="eigen API-sleutels maken", en="make API tokens of one's own"),
    Permission.MANAGE_API: Text(nl="webhooks beheren", en="manage webhooks"),
    Permission.TAKE_CONTENT: Text(
        nl="inhoud van gesprekken meenemen in een bewijspakket", en="take content of conversations along in a pack"
    ),
    Permission.READ_CONTENT: Text(nl="inhoud van gesprekken lezen", en="read content of conversations"),
    Permission.KEEP_EVIDENCE: Text(
        nl="bepalen wat van een logboek hoe lang blijft, en inhoud wissen",
        en="decide what of a log stays how long, and erase content",
    ),
    Permission.RUN_GATEWAY: Text(
        nl="een systeem in de gateway zetten, en beleid en sleutels bepalen",
        en="put a system in the gateway, and decide its policy and keys",
    ),
    Permission.HALT: Text(nl="een bot stilzetten en weer aanzetten", en="halt a bot, and let it speak again"),
    Permission.TAKE_OVER: Text(nl="klanten aan de balie helpen", en="help customers at the desk"),
    Permission.DECIDE_PROPOSALS: Text(nl="over voorstellen van AI beslissen", en="decide on proposals of AI"),
    Permission.LEAD_DESK: Text(
        nl="de balie leiden: het bord, vaste antwoorden, en wat over tijd is",
        en="lead the desk: the board, ready answers, and what is overdue",
    ),
}

"""Kinds of entries about AI systems, their answers, assessments, suppliers, and the organisation."""

from balie.evidence.core.kinds.kind import Kind, Origin, Where, kinds
from balie.evidence.core.shapes import (
    ANY,
    COUNT,
    DATE,
    DIGEST,
    FLAG,
    KEY,
    NOTHING,
    TEXT,
    either,
    map_of,
    one_of,
)

_FROM_FILE = {"via?": TEXT, "file?": TEXT, "sha256?": DIGEST}
_LINK = {"link": TEXT, "end": one_of("away", "towards"), "other": KEY, "other_name": TEXT, "note?": TEXT}
_COLLEAGUE = {"fact": TEXT, "name": TEXT}
_HANDLED = {"cause": TEXT, "difference": KEY, "note?": TEXT}
_VERSION = {"version": TEXT, "on": DATE, "what": TEXT, "substantial": TEXT, "reason?": TEXT}

_SAID = kinds(
    Where.SYSTEM,
    Origin.ATTESTED,
    {
        "system-added": ("systeem toegevoegd", "system added", {"archetype?": TEXT, **_FROM_FILE}),
        "system-changed": ("beschrijving gewijzigd", "description changed", _FROM_FILE),
        "system-retired": ("systeem gestopt", "system retired", {"reason?": TEXT}),
        "system-brought-back": ("systeem weer in gebruik genomen", "system brought back", {}),
        "draft-deleted": ("idee verwijderd", "idea deleted", {}),
        "version-added": ("versie toegevoegd", "version added", _VERSION),
        "systems-linked": ("koppeling met een ander systeem", "linked with another system", _LINK),
        "link-removed": ("koppeling weggehaald", "link removed", _LINK),
        "reassessed": (
            "antwoorden bevestigd voor de nieuwe versie",
            "answers confirmed for the new version",
            {"because": TEXT},
        ),
        "colleague-asked": ("vraag gesteld aan een collega", "question put to a colleague", _COLLEAGUE),
        "colleague-replied": (
            "reactie van een collega",
            "reply of a colleague",
            {**_COLLEAGUE, "reply?": TEXT, "value?": ANY, "note?": TEXT},
        ),
        "question-withdrawn": ("vraag ingetrokken", "question withdrawn", _COLLEAGUE),
        "change-handled": ("wijziging afgehandeld", "change handled", _HANDLED),
        "change-reopened": ("wijziging weer geopend", "change reopened", _HANDLED),
        "assessment-signed": ("beoordeling ondertekend", "assessment signed", {"assessment": KEY, "statement": TEXT}),
        "signature-withdrawn": (
            "handtekening ingetrokken",
            "signature withdrawn",
            {"assessment": KEY, "signed_by": TEXT, "reason": TEXT},
        ),
        "publication-changed": ("tekst voor het publiek gewijzigd", "text for the public changed", {}),
    },
)

_DONE = kinds(
    Where.SYSTEM,
    Origin.ENFORCED,
    {
        "outcome-changed": (
            "andere uitkomst door wet of datum",
            "another outcome by law or date",
            {"cause": TEXT, "weight": COUNT, "assessment": KEY},
        ),
        "sent-to-algorithm-register": (
            "verstuurd naar het Algoritmeregister",
            "sent to the algorithm register",
            {
                "ok": FLAG,
                "status": either(COUNT, NOTHING),
                "lars": TEXT,
                "code": TEXT,
                "to": TEXT,
                "sent": map_of(ANY),
            },
        ),
    },
)

_SHARED = kinds(Where.EITHER, Origin.ATTESTED, {"answered": ("vragen beantwoord", "questions answered", {"via": TEXT})})

_ORGANISATION = kinds(
    Where.ORGANISATION,
    Origin.ATTESTED,
    {
        "organisation-changed": ("organisatie gewijzigd", "organisation changed", {}),
        "supplier-added": ("leverancier toegevoegd", "supplier added", {}),
        "supplier-changed": ("leverancier gewijzigd", "supplier changed", {}),
        "supplier-removed": ("leverancier verwijderd", "supplier removed", {}),
        "contact-added": ("contactpersoon toegevoegd", "contact added", {}),
        "contact-changed": ("contactpersoon gewijzigd", "contact changed", {}),
        "contact-removed": ("contactpersoon verwijderd", "contact removed", {}),
        "contract-added": ("contract toegevoegd", "contract added", {}),
        "contract-changed": ("contract gewijzigd", "contract changed", {}),
        "contract-removed": ("contract verwijderd", "contract removed", {}),
        "letter-made": ("brief aan een leverancier gemaakt", "letter to a supplier made", {}),
    },
)

_RECEIVED = kinds(
    Where.EITHER,
    Origin.ATTESTED,
    {"document-received": ("document van een leverancier ontvangen", "document of a supplier received", {})},
)

_IMPORTED = kinds(
    Where.ORGANISATION,
    Origin.REPORTED,
    {
        "imported": (
            "bestand ingelezen",
            "file imported",
            {"file": TEXT, "sha256": DIGEST, "new": COUNT, "changed": COUNT, "unchanged": COUNT, "refused": COUNT},
        )
    },
)

SYSTEMS: list[Kind] = [*_SAID, *_DONE, *_SHARED, *_ORGANISATION, *_RECEIVED, *_IMPORTED]

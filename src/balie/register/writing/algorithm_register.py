"""Entries for the Dutch Algorithm Register, publication standard 1.0: fields, what is missing, and what is too long.

Field names, lengths and lists of values are those of the standard (MinBZK, Algoritmeregister publicatiestandaard); the
explanations are ours. Pure values: what an entry says comes from the register and from texts that people wrote.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from balie.law import Text
from balie.register.reading.algorithm_register import CATEGORIES, STATUSES
from balie.register.system import AISystem, LifeCycle

VERSION, LANGUAGE = "1.0", "nld"


class Shape(StrEnum):
    """What a field looks like."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    MONTH = "month"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class PublicField:
    """One field people write: its length and list by the standard, and a hint in plain words."""

    id: str
    label: Text
    hint: Text
    shape: Shape = Shape.TEXT
    limit: int = 2500
    required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of an entry."""

    field: str
    code: str
    text: Text


def entry_of(system: AISystem, texts: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as it would be published; fields without anything are left out."""
    known: dict[str, Any] = {
        "name": system.name,
        "description_short": system.purpose,
        "organization": system.organisation,
        "status": _STATUS.get(system.life_cycle) if system.life_cycle else None,
        "end_date": f"{system.retired_on:%Y-%m}" if system.retired_on else None,
        "provider": system.supplier,
        "source_id": system.reference,
        "lang": LANGUAGE,
        "standard_version": VERSION,
    }
    written = {field.id: texts[field.id] for field in FIELDS if texts.get(field.id)}
    lars = {"lars": texts["lars"]} if texts.get("lars") else {}
    return {key: value for key, value in {**known, **written, **lars}.items() if value not in (None, "", [])}


def problems_of(entry: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that keeps an entry from being published, by field, in the order of the standard."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  only this pays for the time it takes

    found = list(_problems(Draft202012Validator(schema()).iter_errors(dict(entry)), entry))
    order = list(schema()["properties"])
    return tuple(sorted(found, key=lambda problem: order.index(problem.field)))


def as_json(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """Entries as a file that the register, and our own import, read."""
    return (json.dumps({"algorithms": list(entries)}, ensure_ascii=False, indent=2) + "\n").encode()


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of an entry, from the facts of the standard."""
    properties = {field.id: _property(field) for field in (*_FIXED, *FIELDS)}
    properties |= {
        "lang": {"enum": [LANGUAGE]},
        "standard_version": {"enum": [VERSION]},
        "lars": {"type": "string", "maxLength": 100},
    }
    required = [field.id for field in (*_FIXED, *FIELDS) if field.required] + ["lang"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {name: properties[name] for name in _ORDER},
        "required": required,
        "additionalProperties": False,
    }


def _property(field: PublicField) -> dict[str, Any]:
    if field.id == "category":
        return {"type": "array", "items": {"enum": list(field.options)}, "uniqueItems": True}
    if field.options:
        return {"enum": list(field.options)}
    shape: dict[str, Any] = {"type": "string", "maxLength": field.limit}
    if field.required:
        shape["minLength"] = 1
    if field.shape in _PATTERNS:
        shape["pattern"] = _PATTERNS[field.shape]
    return shape


def _problems(errors: Iterable[Any], entry: Mapping[str, Any]) -> Iterator[Problem]:
    for error in errors:
        if error.validator == "required":
            missing = next(name for name in error.validator_value if name not in entry and f"'{name}'" in error.message)
            yield Problem(missing, "missing", _MISSING)
            continue
        name = str(error.absolute_path[0]) if error.absolute_path else ""
        if name in _ORDER:
            yield Problem(name, *_told(error, str(entry.get(name, ""))))


def _told(error: Any, value: str) -> tuple[str, Text]:
    if error.validator == "maxLength":
        longest, length = error.validator_value, len(value)
        return "too-long", Text(
            nl=f"Dit zijn {length} tekens; er passen er {longest}. Haal er {length - longest} weg.",
            en=f"This is {length} characters; {longest} fit. Take away {length - longest}.",
        )
    if error.validator == "pattern":
        return (
            ("not-a-month", _NOT_A_MONTH) if error.validator_value == _PATTERNS[Shape.MONTH] else ("not-a-link", _LINK)
        )
    return "not-in-standard", _NOT_A_CHOICE


_PATTERNS = {Shape.MONTH: r"^\d{4}-(0[1-9]|1[0-2])$", Shape.LINK: r"^https?://[^\s]+$"}
_STATUS = {
    LifeCycle.IDEA: STATUSES[0],
    LifeCycle.TEST: STATUSES[0],
    LifeCycle.LIVE: STATUSES[1],
    LifeCycle.RETIRED: STATUSES[2],
}
_MISSING = Text(
    nl="Dit ontbreekt nog. Zonder dit kun je niet publiceren.", en="This is missing. Without it you cannot publish."
)
_NOT_A_MONTH = Text(nl="Schrijf jaar en maand, zoals 2026-03.", en="Write year and month, such as 2026-03.")
_LINK = Text(nl="Dit is geen link. Begin met https://.", en="This is not a link. Begin with https://.")
_NOT_A_CHOICE = Text(
    nl="Dit staat niet in de standaard. Kies uit de lijst.", en="Not in the standard. Choose from the list."
)
_CATEGORIES = (
    "Organisatie en bedrijfsvoering", "Cultuur en recreatie", "Economie", "Overheidsfinanciën", "Wonen",
    "Internationaal", "Migratie en integratie", "Natuur en milieu", "Onderwijs en wetenschap",
    "Openbare orde en veiligheid", "Recht", "Ruimte en infrastructuur", "Sociale zekerheid", "Verkeer",
    "Werk", "Zorg en gezondheid",
)  # fmt: skip
_SAME = Text(nl="Komt uit de beschrijving van het systeem.", en="Comes from the description of the system.")
_FIXED = (
    PublicField("organization", Text(nl="organisatie", en="organisation"), _SAME, Shape.LINE, 100, required=True),
    PublicField("status", Text(nl="status", en="status"), _SAME, Shape.CHOICE, required=True, options=STATUSES),
    PublicField("end_date", Text(nl="einddatum", en="end date"), _SAME, Shape.MONTH, 7),
    PublicField("provider", Text(nl="leverancier", en="supplier"), _SAME, Shape.LINE, 200),
    PublicField("source_id", Text(nl="kenmerk", en="reference"), _SAME, Shape.LINE, 100),
)
FIELDS = (
    PublicField(
        "name",
        Text(nl="Naam", en="Name"),
        Text(
            nl="Leeg: de naam in dit register. Zeg liefst wat het doet.", en="Empty: the name here. Say what it does."
        ),
        Shape.LINE,
        100,
        required=True,
    ),
    PublicField(
        "description_short",
        Text(nl="Korte omschrijving", en="Short description"),
        Text(
            nl="Wat doet het, in twee of drie gewone zinnen? Leeg: het doel uit dit register.",
            en="What does it do, in two or three plain sentences? Empty: the purpose in this register.",
        ),
        limit=400,
        required=True,
    ),
    PublicField(
        "publication_category",
        Text(nl="Categorie", en="Category"),
        Text(nl="Hoog risico volgens de AI-verordening, of anders.", en="High-risk under the AI Act, or another."),
        Shape.CHOICE,
        required=True,
        options=CATEGORIES,
    ),
    PublicField(
        "contact_email",
        Text(nl="Contact voor vragen", en="Contact for questions"),
        Text(
            nl="Een algemeen adres of formulier, niet dat van een persoon.",
            en="A general address or form, not a person's.",
        ),
        Shape.LINE,
        500,
        required=True,
    ),
    PublicField(
        "category",
        Text(nl="Thema's", en="Topics"),
        Text(nl="Waar gaat het over?", en="What is it about?"),
        Shape.CHOICE,
        options=_CATEGORIES,
    ),
    PublicField(
        "begin_date",
        Text(nl="In gebruik sinds", en="In use since"),
        Text(nl="Jaar en maand, zoals 2026-03.", en="Year and month, such as 2026-03."),
        Shape.MONTH,
        7,
    ),
    PublicField(
        "goal",
        Text(nl="Doel en gevolgen", en="Goal and effects"),
        Text(
            nl="Waarom gebruiken jullie dit? Wat merken mensen ervan?",
            en="Why do you use this? What do people notice of it?",
        ),
    ),
    PublicField(
        "proportionality",
        Text(nl="Afwegingen", en="Considerations"),
        Text(
            nl="Welke voor- en nadelen hebben jullie afgewogen? Waarom kan het niet met minder?",
            en="Which pros and cons did you weigh? Why would less not do?",
        ),
    ),
    PublicField(
        "human_intervention",
        Text(nl="Rol van mensen", en="Role of people"),
        Text(
            nl="Wie kijkt mee, wie beslist, en hoe kan iemand ingrijpen?",
            en="Who watches, who decides, and how can somebody step in?",
        ),
    ),
    PublicField(
        "risks",
        Text(nl="Risico's", en="Risks"),
        Text(
            nl="Wat kan er misgaan, en wat doen jullie daaraan?", en="What can go wrong, and what do you do about it?"
        ),
    ),
    PublicField(
        "lawful_basis",
        Text(nl="Wettelijke basis", en="Basis in law"),
        Text(nl="Welke wet geeft jullie deze taak?", en="Which law gives you this task?"),
    ),
    PublicField(
        "source_data",
        Text(nl="Gegevens", en="Data"),
        Text(
            nl="Welke gegevens gebruikt het, en waar komen die vandaan?", en="Which data does it use, and from where?"
        ),
    ),
    PublicField(
        "methods_and_models",
        Text(nl="Hoe het werkt", en="How it works"),
        Text(
            nl="Welke techniek zit erin? Leg het uit voor iemand die geen techneut is.",
            en="What technology is in it? Explain it to somebody who is no engineer.",
        ),
        limit=5000,
    ),
    PublicField(
        "impacttoetsen",
        Text(nl="Toetsen", en="Assessments"),
        Text(nl="Welke toetsen zijn gedaan, of waarom niet?", en="Which assessments were made, or why not?"),
    ),
    PublicField(
        "website",
        Text(nl="Publiekspagina", en="Page for the public"),
        Text(nl="Een link naar jullie eigen uitleg.", en="A link to your own explanation."),
        Shape.LINK,
        500,
    ),
    PublicField(
        "url",
        Text(nl="Eerdere registratie", en="Earlier registration"),
        Text(nl="Een link naar waar dit al eerder stond.", en="A link to where this stood before."),
        Shape.LINK,
        500,
    ),
    PublicField(
        "process_index_url",
        Text(nl="Verwerkingsregister", en="Record of processing"),
        Text(nl="Een link naar het openbare deel ervan.", en="A link to the public part of it."),
        Shape.LINK,
        500,
    ),
    PublicField(
        "publiccode",
        Text(nl="Broncode", en="Source code"),
        Text(nl="Een link, als de code openbaar is.", en="A link, if the code is public."),
        Shape.LINK,
        500,
    ),
    PublicField(
        "tags",
        Text(nl="Zoekwoorden", en="Search words"),
        Text(
            nl="Woorden waarop mensen zoeken, met komma's ertussen.", en="Words people search for, with commas between."
        ),
    ),
)
LABELS = {field.id: field.label for field in (*_FIXED, *FIELDS)}
_ORDER = (
    *("name", "description_short", "organization", "category", "status", "begin_date", "end_date", "contact_email"),
    *(
        "website",
        "publication_category",
        "url",
        "goal",
        "proportionality",
        "human_intervention",
        "risks",
        "lawful_basis",
    ),
    *("process_index_url", "impacttoetsen", "source_data", "methods_and_models", "provider", "publiccode", "lang"),
    *("standard_version", "source_id", "tags", "lars"),
)

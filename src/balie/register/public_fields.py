"""The fields of the Dutch Algorithm Register, publication standard 1.0: what people write for the public.

Field names, lengths and lists of values are those of the standard (MinBZK, Algoritmeregister publicatiestandaard); the
explanations are ours. Pure values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from balie.law import Text

STATUSES = ("In ontwikkeling", "In gebruik", "Buiten gebruik")
CATEGORIES = ("Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes")
GIVEN = ("lars", "publication_dt")  # what the register itself fills in
PREFIX = "public_entry."  # how the journal and a plan name a field that stands in the entry only
LONGEST = 20_000  # what we keep of one text, so that people can shorten what they see
MOST_LINKS = 100


class Shape(StrEnum):
    """What a field looks like; links are rows of a title and an address."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    MONTH = "month"
    LINK = "link"
    LINKS = "links"


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


def filled(value: Any) -> bool:
    """Whether a field holds something."""
    return value not in (None, "", [], {})


def in_words(value: Any) -> str:
    """What a field holds, on one line: a link after its title."""
    if isinstance(value, list):
        return ", ".join(in_words(one) for one in value)
    if isinstance(value, Mapping):
        title, link = value.get("title", ""), value.get("link", "")
        return f"{title} ({link})" if title and link else str(title or link)
    return "" if value is None else str(value)


_TOPICS = (
    "Organisatie en bedrijfsvoering", "Cultuur en recreatie", "Economie", "Overheidsfinanciën", "Wonen",
    "Internationaal", "Migratie en integratie", "Natuur en milieu", "Onderwijs en wetenschap",
    "Openbare orde en veiligheid", "Recht", "Ruimte en infrastructuur", "Sociale zekerheid", "Verkeer",
    "Werk", "Zorg en gezondheid",
)  # fmt: skip
_SAME = Text(nl="Komt uit de beschrijving van het systeem.", en="Comes from the description of the system.")
FIXED = (
    PublicField("organization", Text(nl="organisatie", en="organisation"), _SAME, Shape.LINE, 100, required=True),
    PublicField("status", Text(nl="status", en="status"), _SAME, Shape.CHOICE, required=True, options=STATUSES),
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
        options=_TOPICS,
    ),
    PublicField(
        "begin_date",
        Text(nl="In gebruik sinds", en="In use since"),
        Text(nl="Jaar en maand, zoals 2026-03.", en="Year and month, such as 2026-03."),
        Shape.MONTH,
        7,
    ),
    PublicField(
        "end_date",
        Text(nl="Gestopt sinds", en="Out of use since"),
        Text(
            nl="Jaar en maand. Leeg: de maand waarin het systeem hier op gestopt is gezet.",
            en="Year and month. Empty: the month in which the system was retired here.",
        ),
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
        "lawful_basis_grouping",
        Text(nl="Wetten", en="Laws"),
        Text(
            nl="De naam van elke wet, met een link naar de tekst.",
            en="The name of each law, with a link to its text.",
        ),
        Shape.LINKS,
        100,
    ),
    PublicField(
        "source_data",
        Text(nl="Gegevens", en="Data"),
        Text(
            nl="Welke gegevens gebruikt het, en waar komen die vandaan?", en="Which data does it use, and from where?"
        ),
    ),
    PublicField(
        "source_data_grouping",
        Text(nl="Gegevensbronnen", en="Sources of data"),
        Text(
            nl="De naam van elke bron, met een link naar uitleg erover.",
            en="The name of each source, with a link to an explanation.",
        ),
        Shape.LINKS,
        500,
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
        "impacttoetsen_grouping",
        Text(nl="Gedane toetsen", en="Assessments made"),
        Text(
            nl="De naam van elke toets, zoals DPIA of IAMA. Een link mag, maar hoeft niet.",
            en="The name of each assessment, such as DPIA or IAMA. A link is welcome, not needed.",
        ),
        Shape.LINKS,
        500,
    ),
    PublicField(
        "impacttoetsen",
        Text(nl="Toelichting bij de toetsen", en="About the assessments"),
        Text(nl="Is een toets niet gedaan? Zeg waarom.", en="Was an assessment not made? Say why."),
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
LABELS = {field.id: field.label for field in (*FIXED, *FIELDS)}
ORDER = (
    *("name", "description_short", "organization", "category", "status", "begin_date", "end_date", "contact_email"),
    *("website", "publication_category", "url", "goal", "proportionality", "human_intervention", "risks"),
    *("lawful_basis", "lawful_basis_grouping", "process_index_url", "impacttoetsen_grouping", "impacttoetsen"),
    *("source_data", "source_data_grouping", "methods_and_models", "provider", "publiccode", "lang"),
    *("standard_version", "source_id", "tags", *GIVEN),
)

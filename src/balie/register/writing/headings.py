"""What stands above the columns of a workbook, in words that `reading` understands."""

from balie.law import Law, Text
from balie.register.reading.headings import Field, Meaning, Part


def heading(meaning: Meaning, law: Law, language: str) -> str:
    """The heading of a column: the everyday name of a field, the question itself, or the question and a part."""
    if isinstance(meaning.target, Field):
        return FIELD_WORDS[meaning.target].say(language)
    question = law.facts[meaning.target].question.say(language)
    return question if meaning.part is Part.VALUE else f"{question}: {PART_WORDS[meaning.part].say(language)}"


FIELD_WORDS = {
    Field.NAME: Text(nl="naam", en="name"),
    Field.ORGANISATION: Text(nl="organisatie", en="organisation"),
    Field.ARCHETYPE: Text(nl="startpunt", en="starting point"),
    Field.PURPOSE: Text(nl="doel", en="purpose"),
    Field.OWNER: Text(nl="eigenaar", en="owner"),
    Field.SUPPLIER: Text(nl="leverancier", en="supplier"),
    Field.MODEL: Text(nl="AI-model", en="model"),
    Field.VERSION: Text(nl="versie", en="version"),
    Field.REFERENCE: Text(nl="kenmerk", en="reference"),
    Field.CHANNELS: Text(nl="kanalen", en="channels"),
    Field.LANGUAGES: Text(nl="talen", en="languages"),
    Field.CUSTOMERS: Text(nl="klanten per maand", en="customers each month"),
    Field.STATUS: Text(nl="levensfase", en="life cycle"),
    Field.RETIRED_ON: Text(nl="gestopt op", en="retired on"),
    Field.LINKS: Text(nl="koppelingen", en="links"),
}
PART_WORDS = {
    Part.SOURCE: Text(nl="bron", en="source"),
    Part.DECIDED_BY: Text(nl="besloten door", en="decided_by"),
    Part.REASONS: Text(nl="redenen", en="reasons"),
    Part.ON: Text(nl="besloten op", en="on"),
}

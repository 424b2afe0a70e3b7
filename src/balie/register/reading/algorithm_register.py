"""Entries of the Dutch Algorithm Register, publication standard 1.0: what their fixed fields say, and no more.

The register is for the public, so most of it is running text. That is kept as it is (`public_texts`) and never becomes
a fact: a person reads it and answers the question. What does become a fact names the field it came from, and rests on
the standard's own definition:

  organization          published by a public organisation; with status "In gebruik" or "Buiten gebruik" it is the
                        organisation "where the algorithm is deployed", in the Netherlands
  begin_date            the month in which it was first used; only when the law treats every day of that month alike
  process_index_url     a link to the record of processing (GDPR Art. 30) exists: personal data are processed
  publication_category  a class somebody declared; compared with ours
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from balie.law import AtLeast, Fault, Law, Node, Place, Text, walk
from balie.register.public_fields import CATEGORIES, STATUSES
from balie.register.reading.faults import nearest, shown
from balie.register.reading.public_texts import texts_of
from balie.register.reading.table import count_row
from balie.register.reading.written import FACTS, Record, Written, fits, spread

ORIGIN = "Algoritmeregister"
_DEPLOYED = STATUSES[1:]
_VERSIONS = {"1.0", "1.0.0"}
_MARKS = {
    "publication_category", "standard_version", "description_short", "proportionality", "human_intervention",
    "lawful_basis", "lawful_basis_grouping", "source_data", "source_data_grouping", "methods_and_models",
}  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def entries(root: Node) -> tuple[Node, ...] | None:
    """Return the entries when this is an export of the register: one, a list, or under "algorithms"."""
    value = root.value
    if isinstance(value, dict) and isinstance(value.get("algorithms"), Node):
        inner = value["algorithms"].value
        return inner if isinstance(inner, tuple) else None
    candidates = value if isinstance(value, tuple) else (root,)
    return candidates if any(_is_entry(node) for node in candidates) else None


def read(nodes: tuple[Node, ...], file: str, law: Law) -> Written:
    """Turn entries into records: headings as in any other file, with the field of origin as the source."""
    written = Written()
    written.systems = _records(nodes, file, _turning_days(law), written)
    return written


def _is_entry(node: Node) -> bool:
    return isinstance(node.value, dict) and len(_MARKS & node.value.keys()) >= 2


def _records(nodes: tuple[Node, ...], file: str, turning: frozenset[date], written: Written) -> Iterator[Record]:
    for index, node in enumerate(nodes):
        if written.full:
            return
        place = Place(file, field=f"algorithms[{index}]")
        count_row(written, place)
        if not isinstance(node.value, dict):
            written.faults.append(_not_an_entry(place, node))
            written.refused += 1
            continue
        if not fits(node.value, place, written):
            continue
        entry = {key: child.plain() for key, child in node.value.items()}
        public = texts_of(entry, place)
        if faults := [*_faults(entry, place), *public.faults]:
            written.faults += faults
            written.refused += 1
            continue
        written.notices += public.notices
        answers = {heading: answer.plain() for heading, answer in spread(_own_answers(node.value))}
        yield Record(place, {**_fields(entry), **_facts(entry, turning), **answers}, labels=_LABELS, public=public.kept)


def _fields(entry: Mapping[str, object]) -> dict[str, object]:
    """Return what describes the system, and the class the organisation declared."""
    return {
        "name": entry.get("name"),
        "organisation": entry.get("organization"),
        "purpose": entry.get("description_short"),
        "supplier": entry.get("provider"),
        "reference": entry.get("source_id"),
        "status": entry.get("status"),
        "retired_on": _last_day(entry),
        "declared_class": entry.get("publication_category"),
    }


def _last_day(entry: Mapping[str, object]) -> date | None:
    """Return the last day of the month in which it went out of use: by then it was."""
    month = _month(entry.get("end_date")) if entry.get("status") == STATUSES[2] else None
    return month and month.replace(day=monthrange(month.year, month.month)[1])


def _own_answers(entry: Mapping[str, Node]) -> dict[str, Node]:
    """Return the answers an organisation added itself; the standard leaves room for fields of one's own."""
    return {key: node for key, node in entry.items() if key.casefold() in FACTS}


def _facts(entry: Mapping[str, object], turning: frozenset[date]) -> dict[str, object]:
    """Return the facts that the fixed fields prove, each with its field as the source."""
    found: dict[str, tuple[object, str]] = {"org_public_body": (True, "organization")}
    if entry.get("status") in _DEPLOYED:
        found["used_in_eu"] = (True, "organization, status")
        found["used_under_own_authority"] = (True, "organization, status")
        first_use = _month(entry.get("begin_date"))
        if first_use and not any(_within(first_use, day) for day in turning):
            found["placed_on_market"] = (first_use, f"begin_date {entry['begin_date']}")
    if _is_link(entry.get("process_index_url")):
        found["processes_personal_data"] = (True, "process_index_url")
    return {
        heading: value
        for fact, (answer, field) in found.items()
        for heading, value in ((fact, answer), (f"{fact}.source", f"{ORIGIN}: {field}"))
    }


def _faults(entry: Mapping[str, object], place: Place) -> list[Fault]:
    found = []
    for field, allowed in (("status", STATUSES), ("publication_category", CATEGORIES)):
        if entry.get(field) not in (None, "", *allowed):
            found.append(_not_in_standard(place.at(field), entry[field], allowed))
    months = (field for field in ("begin_date", "end_date") if entry.get(field) not in (None, ""))
    found += [_not_a_month(place.at(field), entry[field]) for field in months if _month(entry[field]) is None]
    if entry.get("standard_version") not in (None, "", *_VERSIONS):
        found.append(_other_version(place.at("standard_version"), entry["standard_version"]))
    return found


def _month(raw: object) -> date | None:
    """Return the first day of a month written as 2023-01."""
    match = _MONTH.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return date(int(match[1]), int(match[2]), 1) if match and int(match[1]) else None


def _turning_days(law: Law) -> frozenset[date]:
    """Return the days on which the law starts to treat newly placed systems differently."""
    conditions = [term.when for term in law.terms.values()] + [rule.when for rule in law.rules.values()]
    return frozenset(
        leaf.bound
        for condition in conditions
        for leaf in walk(condition)
        if isinstance(leaf, AtLeast) and leaf.fact == "placed_on_market" and isinstance(leaf.bound, date)
    )


def _within(month: date, day: date) -> bool:
    """Whether the day splits the month: days before it and days from it on."""
    return (month.year, month.month) == (day.year, day.month) and day.day > 1


def _is_link(raw: object) -> bool:
    return isinstance(raw, str) and raw.strip().startswith(("https://", "http://"))


def _not_an_entry(place: Place, node: Node) -> Fault:
    seen = shown(node.plain())
    return Fault(
        "not-a-system",
        place,
        Text(nl=f"Hier hoort een registratie, niet {seen}.", en=f"A register entry belongs here, not {seen}."),
        Text(nl="Haal deze regel weg of exporteer het register opnieuw.", en="Remove it or export the register again."),
    )


def _not_in_standard(place: Place, raw: object, allowed: tuple[str, ...]) -> Fault:
    close, listed = nearest(str(raw), allowed), ", ".join(allowed)
    return Fault(
        "not-in-standard",
        place,
        Text(
            nl=f"{shown(raw)} staat niet in de standaard; die kent: {listed}.",
            en=f"{shown(raw)} is not in the standard, which knows: {listed}.",
        ),
        Text(nl=f"Bedoel je '{close or allowed[0]}'?", en=f"Did you mean '{close or allowed[0]}'?"),
    )


def _not_a_month(place: Place, raw: object) -> Fault:
    return Fault(
        "not-a-month",
        place,
        Text(nl=f"{shown(raw)} is geen maand zoals 2023-01.", en=f"{shown(raw)} is not a month such as 2023-01."),
        Text(nl="Schrijf jaar en maand, of laat het veld leeg.", en="Write year and month, or leave the field empty."),
    )


def _other_version(place: Place, raw: object) -> Fault:
    return Fault(
        "other-standard",
        place,
        Text(
            nl=f"Dit is publicatiestandaard {shown(raw)}; Balie leest versie 1.0.",
            en=f"This is publication standard {shown(raw)}; Balie reads version 1.0.",
        ),
        Text(nl="Exporteer de registratie in versie 1.0.", en="Export the entry in version 1.0."),
    )


_LABELS = {
    "organisation": "organization",
    "purpose": "description_short",
    "supplier": "provider",
    "declared_class": "publication_category",
    "placed_on_market": "begin_date",
    "org_public_body": "organization",
    "processes_personal_data": "process_index_url",
}

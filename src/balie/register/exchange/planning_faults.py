"""Rows that could be read and still cannot be imported: what we saw, and what to do. Pure values.

Like the faults of reading, their codes are stable and stand in docs/formats/systems.md.
"""

from collections.abc import Sequence
from dataclasses import replace

from balie.law import Fault, Place, Text
from balie.register.reading.faults import shown
from balie.register.system import AISystem


def ambiguous_reference(system: AISystem, names: Sequence[str]) -> Fault:
    """More than one system in the register has this reference."""
    listed = ", ".join(names[:5])
    return _fault(
        "reference-shared",
        system,
        "reference",
        Text(
            nl=f"Kenmerk {shown(system.reference)} hoort bij meer dan een systeem: {listed}.",
            en=f"Reference {shown(system.reference)} belongs to more than one system: {listed}.",
        ),
        Text(
            nl="Schrijf de naam precies zoals die in Balie staat, of geef elk systeem een eigen kenmerk.",
            en="Write the name exactly as it stands in Balie, or give each system a reference of its own.",
        ),
    )


def name_of_another(system: AISystem, referred: str) -> Fault:
    """The reference points at one system, the name at another."""
    return _fault(
        "name-taken",
        system,
        "name",
        Text(
            nl=f"Kenmerk {shown(system.reference)} hoort bij {shown(referred)}, maar {shown(system.name)} bestaat al.",
            en=f"Reference {shown(system.reference)} is of {shown(referred)}, but {shown(system.name)} exists too.",
        ),
        Text(nl="Verbeter het kenmerk of de naam.", en="Correct the reference or the name."),
    )


def same_reference(system: AISystem, first: AISystem) -> Fault:
    """Two rows are about the same system."""
    return _fault(
        "same-system",
        system,
        "reference",
        Text(
            nl=f"Deze rij gaat over hetzelfde systeem als {shown(first.name)}: zie {first.place}.",
            en=f"This row is about the same system as {shown(first.name)}: see {first.place}.",
        ),
        Text(nl="Haal een van de twee rijen weg.", en="Remove one of the two rows."),
    )


def link_to_nobody(system: AISystem, name: str) -> Fault:
    """A link to a system that is neither in the register nor in the file."""
    return _fault(
        "no-such-link",
        system,
        "links",
        Text(
            nl=f"Er is geen systeem {shown(name)}, niet in Balie en niet bij de goede rijen van dit bestand.",
            en=f"There is no system {shown(name)}, neither in Balie nor in the good rows of this file.",
        ),
        Text(
            nl="Schrijf de naam zoals die in Balie staat, of zet dat systeem ook in het bestand.",
            en="Write the name as it stands in Balie, or put that system in the file too.",
        ),
    )


def link_to_itself(system: AISystem) -> Fault:
    """A link from a system to itself."""
    return _fault(
        "no-such-link",
        system,
        "links",
        Text(nl="Dit systeem verwijst naar zichzelf.", en="This system links to itself."),
        Text(nl="Noem een ander systeem, of haal de koppeling weg.", en="Name another system, or remove the link."),
    )


def other_organisation(place: Place, written: str, ours: str) -> Fault:
    """The file is about an organisation of another name. A notice: the systems come into this register all the same."""
    return Fault(
        "other-organisation",
        place,
        Text(
            nl=f"Dit bestand gaat over {shown(written)}; dit register is van {shown(ours)}.",
            en=f"This file is about {shown(written)}; this register belongs to {shown(ours)}.",
        ),
        Text(
            nl="De systemen komen in dit register. Klopt dat niet? Importeer dan niet.",
            en="The systems come into this register. Is that not what you want? Then do not import.",
        ),
    )


def _fault(code: str, system: AISystem, field: str, reason: Text, repair: Text) -> Fault:
    inside = f"{system.place.field}.{field}" if system.place.field else field
    return Fault(code, replace(system.place, field=inside, about=system.name), reason, repair)

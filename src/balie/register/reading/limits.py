"""How much one file may hold before reading stops: far above any list of AI systems, far below what hurts."""

from balie.law import Fault, Place, Text

MAX_COLUMNS = 1_000
MAX_FAULTS = 1_000


def too_wide(place: Place) -> Fault:
    """A row with more cells than any table has questions."""
    return Fault(
        "too-wide",
        place,
        Text(
            nl=f"Deze rij heeft meer dan {MAX_COLUMNS} kolommen; vanaf hier is niets gelezen.",
            en=f"This row has more than {MAX_COLUMNS} columns; nothing was read from here on.",
        ),
        Text(nl="Haal de losse cellen rechts van de tabel weg.", en="Remove the stray cells right of the table."),
    )


def too_many_fields(place: Place) -> Fault:
    """One system, or the file itself, with more keys than there are questions."""
    return Fault(
        "too-wide",
        place,
        Text(
            nl=f"Hier staan meer dan {MAX_COLUMNS} velden bij elkaar.", en=f"Here stand more than {MAX_COLUMNS} fields."
        ),
        Text(nl="Schrijf elk systeem apart, met alleen zijn eigen feiten.", en="Write each system with its own facts."),
    )


def more_faults(place: Place) -> Fault:
    """There are more faults than anybody reads."""
    return Fault(
        "more-faults",
        place,
        Text(
            nl=f"Na {MAX_FAULTS} fouten is Balie gestopt; er zijn nog meer fouten.",
            en=f"Balie stopped after {MAX_FAULTS} faults; there are more faults.",
        ),
        Text(nl="Verbeter deze eerst.", en="Correct these first."),
    )

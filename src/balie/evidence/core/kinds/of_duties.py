"""Kinds of entries about duties, their proof, and tasks."""

from balie.evidence.core.kinds.kind import Kind, Origin, Where, kinds
from balie.evidence.core.shapes import (
    BOTH_LANGUAGES,
    COUNT,
    DATE,
    DIGEST,
    MOMENT,
    NOTHING,
    NUMBER,
    TEXT,
    closed,
    either,
    map_of,
)

_FILE = {"title": TEXT, "version": COUNT, "digest": DIGEST}
_TASK = {"owner": TEXT, "deadline": TEXT, "duty": TEXT}
_NO_REASON = closed({})

_JUDGED = kinds(
    Where.SYSTEM,
    Origin.ENFORCED,
    {
        "duty-moved": ("plicht veranderd", "duty changed", {"status": TEXT, "since": either(DATE, MOMENT, NOTHING)}),
        "duty-judged": (
            "bewijs beoordeeld",
            "proof judged",
            {"before": TEXT, "after": TEXT, "reason": either(BOTH_LANGUAGES, _NO_REASON)},
        ),
    },
)

_OBSERVED = kinds(
    Where.SYSTEM,
    Origin.OBSERVED,
    {"observed": ("waarneming", "observation", {"control": TEXT, "outcome": TEXT, "figures": map_of(NUMBER)})},
)

_SAID = kinds(
    Where.SYSTEM,
    Origin.ATTESTED,
    {
        "duty-planned": ("plicht ingepland", "duty planned", {}),
        "duty-tasked": ("taak bij plicht", "task about a duty", {"title": TEXT}),
        "attested": ("verklaring gegeven", "attestation given", {"statement": TEXT, "expires_on": DATE}),
        "attestation-withdrawn": ("verklaring ingetrokken", "attestation withdrawn", {"because": TEXT}),
        "file-added": ("document toegevoegd", "document added", _FILE),
        "file-accepted": ("document goedgekeurd", "document accepted", {**_FILE, "note": TEXT}),
        "file-rejected": ("document afgekeurd", "document rejected", {**_FILE, "note": TEXT}),
        "file-withdrawn": ("document ingetrokken", "document withdrawn", _FILE),
    },
)

_TASKS = kinds(
    Where.EITHER,
    Origin.ATTESTED,
    {
        "task-added": ("taak toegevoegd", "task added", _TASK),
        "task-changed": ("taak gewijzigd", "task changed", {}),
        "task-done": ("taak afgerond", "task done", {"outcome": TEXT}),
        "task-reopened": ("taak weer geopend", "task reopened", {"outcome": TEXT}),
        "evidence-requested": ("bewijs gevraagd", "evidence requested", _TASK),
        "commented": ("opmerking geplaatst", "comment placed", {}),
    },
)

DUTIES: list[Kind] = [*_JUDGED, *_OBSERVED, *_SAID, *_TASKS]

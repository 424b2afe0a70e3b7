"""What happens to duties, in words for the history of a system."""

from balie.law import Text

# Each new assessment moves dozens of duties at once; a task about a duty has its own entry beside that of the duty.
FOLLOWING = ("duty-moved", "duty-judged", "duty-tasked")
KINDS = {
    "duty-moved": Text(nl="plicht veranderd", en="duty changed"),
    "duty-judged": Text(nl="bewijs beoordeeld", en="proof judged"),
    "duty-planned": Text(nl="plicht ingepland", en="duty planned"),
    "duty-tasked": Text(nl="taak bij plicht", en="task about a duty"),
    "observed": Text(nl="waarneming", en="observation"),
    "attested": Text(nl="verklaring gegeven", en="attestation given"),
    "attestation-withdrawn": Text(nl="verklaring ingetrokken", en="attestation withdrawn"),
    "file-added": Text(nl="document toegevoegd", en="document added"),
    "file-accepted": Text(nl="document goedgekeurd", en="document accepted"),
    "file-rejected": Text(nl="document afgekeurd", en="document rejected"),
    "file-withdrawn": Text(nl="document ingetrokken", en="document withdrawn"),
    "task-added": Text(nl="taak toegevoegd", en="task added"),
    "task-changed": Text(nl="taak gewijzigd", en="task changed"),
    "task-done": Text(nl="taak afgerond", en="task done"),
    "task-reopened": Text(nl="taak weer geopend", en="task reopened"),
    "evidence-requested": Text(nl="bewijs gevraagd", en="evidence requested"),
    "commented": Text(nl="opmerking geplaatst", en="comment placed"),
}

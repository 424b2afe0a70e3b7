"""Kinds of entries about people and programs that use Balie: accounts, roles, signing in, tokens, webhooks."""

from balie.evidence.core.kinds.kind import Kind, Origin, Where, kinds
from balie.evidence.core.shapes import COUNT, DATE, KEY, MOMENT, TEXT, either, list_of, one_of, pair_of

_MANDATE = {
    "purpose": TEXT,
    "systems": either(one_of("all"), list_of(KEY)),
    "period": pair_of(DATE),
    "expires": MOMENT,
}

PEOPLE: list[Kind] = kinds(
    Where.ORGANISATION,
    Origin.ENFORCED,
    {
        "signed-in": ("ingelogd", "signed in", {"methods?": list_of(TEXT)}),
        "sign-in-refused": ("inloggen geweigerd", "sign-in refused", {"because": TEXT}),
        "invited": ("uitgenodigd", "invited", {}),
        "link-made": ("nieuwe link om in te loggen", "new link to sign in with", {}),
        "roles-changed": ("rollen gewijzigd", "roles changed", {}),
        "account-changed": ("eigen account gewijzigd", "own account changed", {}),
        "account-closed": ("account gesloten", "account closed", {}),
        "account-reopened": ("account weer geopend", "account opened again", {}),
        "sessions-ended": ("overal uitgelogd", "signed out everywhere", {}),
        "second-factor-added": ("tweede stap ingesteld", "second step set up", {"type": TEXT}),
        "second-factor-removed": ("tweede stap weggehaald", "second step taken off", {"type": TEXT}),
        "second-factor-taken-away": (
            "tweede stap weggehaald door een beheerder",
            "second step taken off by an administrator",
            {},
        ),
        "recovery-codes-made": ("nieuwe herstelcodes gemaakt", "new recovery codes made", {"type": TEXT}),
        "mandate-given": ("mandaat gegeven", "mandate given", _MANDATE),
        "mandate-withdrawn": ("mandaat ingetrokken", "mandate withdrawn", _MANDATE),
        "read": ("bekeken door een auditor", "read by an auditor", {"query?": TEXT}),
        "calendar-shared": ("agenda gedeeld", "calendar shared", {}),
        "calendar-withdrawn": ("agenda niet meer gedeeld", "calendar no longer shared", {}),
        "token-made": ("sleutel voor een programma gemaakt", "token made", {"scopes": list_of(TEXT), "days": COUNT}),
        "token-renewed": ("sleutel voor een programma vernieuwd", "token renewed", {"replaces": KEY}),
        "token-revoked": ("sleutel voor een programma ingetrokken", "token revoked", {"because?": TEXT}),
        "webhook-added": ("webhook toegevoegd", "webhook added", {}),
        "webhook-changed": ("webhook gewijzigd", "webhook changed", {}),
        "webhook-secret-renewed": ("geheim van een webhook vernieuwd", "secret of a webhook renewed", {}),
        "webhook-removed": ("webhook verwijderd", "webhook removed", {}),
        "webhook-stopped": (
            "webhook gestopt na te veel mislukte berichten",
            "webhook stopped after too many failed messages",
            {"answer": COUNT},  # the status of the last answer, 0 for none
        ),
    },
)

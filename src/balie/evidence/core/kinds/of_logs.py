"""Kinds of entries about the evidence itself: logs, keys, checkpoints, the vault, retention, packs and samples."""

from balie.evidence.core.kinds.kind import Kind, Origin, Where, kinds
from balie.evidence.core.shapes import (
    ANY,
    COUNT,
    DATE,
    DIGEST,
    FLAG,
    KEY,
    MOMENT,
    NOTHING,
    PUBLIC_KEY,
    RANGES,
    TEXT,
    either,
    list_of,
    map_of,
    one_of,
)

_LOGS = kinds(
    Where.EITHER,
    Origin.ENFORCED,
    {
        # With `carried_over`, so many entries follow that come from the journal Balie kept before it had this log.
        "log-opened": (
            "logboek geopend",
            "log opened",
            {"key": PUBLIC_KEY, "carried_over?": COUNT},
        ),
        "key-added": ("sleutel voor handtekeningen toegevoegd", "signing key added", {"key": PUBLIC_KEY}),
        "key-retired": (
            "sleutel voor handtekeningen niet meer gebruikt",
            "signing key retired",
            {"key": PUBLIC_KEY, "because?": TEXT},
        ),
        "checkpoint-published": (
            "stand van het logboek gepubliceerd",
            "checkpoint published",
            {"size": COUNT, "root": DIGEST, "where": one_of("page", "mail", "timestamp", "file"), "to?": TEXT},
        ),
        "content-stored": ("inhoud opgeslagen in de kluis", "content stored in the vault", {"media": TEXT}),
        # Written before the content of the entry `seq` is shown to somebody.
        "content-shown": ("inhoud bekeken", "content shown", {"seq": COUNT, "because": TEXT}),
        "content-erased": (
            "inhoud gewist",
            "content erased",
            {"ids": list_of(TEXT), "reason": one_of("request", "retention", "other"), "note?": TEXT},
        ),
        "retention-run": (
            "bewaartermijnen toegepast",
            "retention periods applied",
            {"rule": TEXT, "before": MOMENT, "expired": RANGES, "held?": COUNT},
        ),
        "hold-placed": ("bewaarplicht ingesteld", "legal hold placed", {"hold": KEY, "because": TEXT, "until?": DATE}),
        "hold-lifted": ("bewaarplicht opgeheven", "legal hold lifted", {"hold": KEY, "because": TEXT}),
        "retention-set": (
            "bewaartermijn ingesteld",
            "retention period set",
            {"rule": TEXT, "before": either(COUNT, NOTHING), "after": either(COUNT, NOTHING), "because": TEXT},
        ),
        "log-read": ("logboek bekeken", "log read", {"query?": TEXT, "seq?": COUNT}),
        "log-verified": (
            "logboek nagekeken",
            "log verified",
            {"size": COUNT, "root": DIGEST, "heads": COUNT, "faults": COUNT},
        ),
        "pack-made": (
            "bewijspakket gemaakt",
            "audit pack made",
            {"manifest": DIGEST, "size": COUNT, "from?": DATE, "until?": DATE, "content": FLAG, "documents": COUNT},
        ),
        "sample-drawn": (
            "steekproef getrokken",
            "sample drawn",
            {
                "population": map_of(ANY),
                "population_digest": DIGEST,
                "population_size": COUNT,
                "method": TEXT,
                "seed": TEXT,
                "drawn": list_of(COUNT),
            },
        ),
        "threshold-loosened": (
            "grens versoepeld",
            "threshold loosened",
            {"threshold": TEXT, "before": ANY, "after": ANY, "because": TEXT},
        ),
    },
)

_LAW = kinds(
    Where.ORGANISATION,
    Origin.ENFORCED,
    {
        "law-pack-loaded": ("wetgeving geladen", "law loaded", {"digest": DIGEST, "packs": list_of(TEXT)}),
        "master-key-rotated": (
            "hoofdsleutel van de kluis vernieuwd",
            "master key of the vault renewed",
            {"before": TEXT, "after": TEXT, "rewrapped": COUNT},
        ),
    },
)

LOGS: list[Kind] = [*_LOGS, *_LAW]

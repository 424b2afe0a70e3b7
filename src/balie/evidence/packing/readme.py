"""The page in a pack that people read first: what this is, how to check it, and what it cannot show. NL and EN."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from balie.language import Language, Text


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on top: the name of the system, its log, how many entries, and who made the pack."""

    title: str
    log: str
    size: int
    made_by: str


def page(front: Front, manifest: Mapping[str, Any]) -> str:
    """Write the page. It stands alone: no script, nothing from elsewhere."""
    halves = "".join(_half(front, manifest, language) for language in (Language.NL, Language.EN))
    title = escape(f"{front.title} - {manifest['made_at'][:10]}")
    return f"""<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{_STYLE}</style></head><body>
<nav><a href="#nl">Nederlands</a> <a href="#en" lang="en">English</a></nav>{halves}</body></html>
"""


def _half(front: Front, manifest: Mapping[str, Any], language: Language) -> str:
    pairs = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in _facts(front, manifest, language)
    )
    heading = escape(f"{_TITLE.say(language)}: {front.title}")
    return (
        f'<section lang="{language.value}" id="{language.value}"><h1>{heading}</h1><dl>{pairs}</dl>'
        f"<h2>{_CHECK.say(language)}</h2><p>{_HOW.say(language)}</p><pre>{_COMMANDS.say(language)}</pre>"
        f"<p>{_BETTER.say(language)}</p><h2>{_INSIDE.say(language)}</h2>{_files(language)}"
        f"{_documents(manifest['documents'], language)}{_samples(manifest['samples'], language)}"
        f"<h2>{_LIMITS.say(language)}</h2>{_list(limit.say(language) for limit in LIMITS)}</section>"
    )


def _facts(front: Front, manifest: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    period = manifest["period"]
    since, until = period["from"] or _BEGINNING.say(language), period["until"] or _END.say(language)
    content = _WITH if manifest["content"] else _WITHOUT
    return [
        (_LOG.say(language), front.log),
        (_ENTRIES.say(language), str(front.size)),
        (_PERIOD.say(language), f"{since} / {until}"),
        (_MADE.say(language), f"{manifest['made_at']}, {front.made_by}"),
        (_CONTENT.say(language), content.say(language)),
    ]


def _files(language: Language) -> str:
    rows = "".join(f"<tr><td><code>{name}</code></td><td>{about.say(language)}</td></tr>" for name, about in _FILES)
    return f"<table>{rows}</table>"


def _documents(documents: Iterable[Mapping[str, Any]], language: Language) -> str:
    rows = "".join(
        f'<tr><td><a href="{escape(one["path"])}">{escape(one["title"])}</a></td>'
        f"<td>{one.get('seq', '')}</td><td><code>{escape(one['sha256'])}</code></td></tr>"
        for one in documents
    )
    head = f"<tr><th>{_NAME.say(language)}</th><th>{_ENTRY.say(language)}</th><th>SHA-256</th></tr>"
    return f"<h2>{_DOCUMENTS.say(language)}</h2><table>{head}{rows}</table>" if rows else ""


def _samples(samples: Iterable[Mapping[str, Any]], language: Language) -> str:
    rows = "".join(
        f"<tr><td>{one['seq']}</td><td>{escape(one['method'])}</td><td>{one['population_size']}</td>"
        f"<td>{len(one['drawn'])}</td><td><code>{escape(one['seed'])}</code></td></tr>"
        for one in samples
    )
    names = "".join(f"<th>{name.say(language)}</th>" for name in (_ENTRY, _METHOD, _POPULATION, _DRAWN, _SEED))
    return f"<h2>{_SAMPLES.say(language)}</h2><table><tr>{names}</tr>{rows}</table>" if rows else ""


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "code,pre{font-family:ui-monospace,monospace;overflow-wrap:anywhere}pre{background:#eee;color:#111;padding:.75rem;"
    "white-space:pre-wrap}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0}dt{font-weight:600}"
    "dd{margin:0 0 .5rem;overflow-wrap:anywhere}section+section{border-top:2px solid;margin-top:3rem}"
)
_TITLE = Text(nl="Bewijspakket", en="Audit pack")
_LOG = Text(nl="Logboek", en="Log")
_ENTRIES = Text(nl="Regels waar dit pakket over gaat", en="Entries that this pack is about")
_PERIOD = Text(nl="Periode waarvan de tekst erin staat", en="Period of which the text is here")
_BEGINNING, _END = Text(nl="het begin", en="the beginning"), Text(nl="het einde", en="the end")
_MADE = Text(nl="Gemaakt", en="Made")
_CONTENT = Text(nl="Inhoud van gesprekken", en="Content of conversations")
_WITH = Text(
    nl="zit erin, met persoonsgegevens; ga er zorgvuldig mee om", en="is here, with personal data; handle it with care"
)
_WITHOUT = Text(nl="zit er niet in", en="is not here")
_CHECK = Text(nl="Controleren", en="Checking")
_HOW = Text(
    nl="Je hebt Python 3.11 of nieuwer nodig, met het pakket cryptography. Er is geen internet nodig.",
    en="You need Python 3.11 or newer, with the package cryptography. No internet is needed.",
)
_COMMANDS = Text(
    nl="python balie_verify.py --lang nl PAKKET.zip\npython balie_verify.py --lang nl --checkpoint STAND.txt PAKKET.zip"
    "\npython balie_sample.py --lang nl PAKKET.zip",
    en="python balie_verify.py PACK.zip\npython balie_verify.py --checkpoint KEPT.txt PACK.zip"
    "\npython balie_sample.py PACK.zip",
)
_BETTER = Text(
    nl="Neem balie_verify.py liever van een plek die je vertrouwt dan uit dit pakket. Geef met --checkpoint een stand "
    "mee die jij of iemand anders eerder heeft bewaard, en met --key de sleutel die je langs een andere weg kreeg.",
    en="Better take balie_verify.py from a place that you trust than from this pack. Give a checkpoint that you or "
    "somebody else kept earlier with --checkpoint, and the key that you got along another way with --key.",
)
_INSIDE = Text(nl="Wat erin zit", en="What is inside")
_FILES = (
    (
        "log/entries.jsonl",
        Text(nl="de regels; van wat erbuiten valt alleen hashes", en="the entries; of others only hashes"),
    ),
    ("log/hashes.txt", Text(nl="van elke regel de hash", en="the hash of each line")),
    ("log/checkpoints/", Text(nl="ondertekende standen", en="signed checkpoints")),
    (
        "log/timestamps/",
        Text(
            nl="tijdstempels van anderen (RFC 3161), als die er zijn",
            en="time stamps of others (RFC 3161), if there are any",
        ),
    ),
    ("log/proofs/", Text(nl="bewijzen van losse regels uit een steekproef", en="proofs of single entries of a sample")),
    ("documents/", Text(nl="documenten waar regels over gaan", en="documents that entries speak of")),
    (
        "content/",
        Text(
            nl="inhoud van gesprekken, als daarom gevraagd is",
            en="content of conversations, if it was asked for",
        ),
    ),
    (
        "keys.json, manifest.json, kinds.json",
        Text(nl="sleutels, inhoudsopgave, soorten regels", en="keys, list of contents, kinds of entries"),
    ),
    ("format.md", Text(nl="hoe dit alles in elkaar zit (Engels)", en="how all of this is made")),
    ("balie_verify.py, balie_sample.py", Text(nl="programma's om te controleren", en="programs to check with")),
)
_DOCUMENTS = Text(nl="Documenten", en="Documents")
_NAME, _ENTRY = Text(nl="Naam", en="Name"), Text(nl="Regel", en="Entry")
_SAMPLES = Text(nl="Steekproeven", en="Samples")
_METHOD, _POPULATION = Text(nl="Methode", en="Method"), Text(nl="Populatie", en="Population")
_DRAWN, _SEED = Text(nl="Getrokken", en="Drawn"), Text(nl="Startgetal", en="Seed")
_LIMITS = Text(nl="Wat dit niet laat zien", en="What this cannot show")
LIMITS = (
    Text(
        nl="Of een regel waar is. Te zien is dat hij toen is opgeschreven en sindsdien niet is gewijzigd.",
        en="Whether an entry is true. It shows that it was written then and has not been changed since.",
    ),
    Text(nl="Wat nooit is opgeschreven.", en="What was never written down."),
    Text(
        nl="Een logboek dat helemaal opnieuw is geschreven door wie de database én de sleutel heeft. Dat valt alleen "
        "op met een stand die iemand anders eerder bewaarde. Vergelijk daar dus mee.",
        en="A log that was written anew by who has both the database and the key. That shows only with a checkpoint "
        "that somebody else kept earlier. So compare with one.",
    ),
    Text(
        nl="Een afgesneden einde: alleen een latere stand die iemand anders bewaart, laat dat zien.",
        en="An end that was cut off: only a later checkpoint that somebody else keeps shows that.",
    ),
    Text(
        nl="Dat de sleutel van de organisatie is. Vraag die langs een andere weg.",
        en="That the key is the organisation's. Ask for it along another way.",
    ),
)

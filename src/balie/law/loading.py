"""Read packs from disk. The only module of this room that touches files; everything it returns is checked."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from balie.language import Text
from balie.law.checks import structural_faults
from balie.law.facts import BadValue, Fact, Statement
from balie.law.faults import Fault, InvalidPack, Place, Unreadable
from balie.law.model import Archetype, Duty, Fine, Law, Pack, PackKind, Provision, Rule, Term
from balie.law.shapes import Reader, Refused
from balie.law.tree import Node, parse

SHIPPED = Path(__file__).parent / "packs"
SECTIONS: dict[str, Any] = {
    "provisions": Provision,
    "facts": Fact,
    "terms": Term,
    "rules": Rule,
    "duties": Duty,
    "fines": Fine,
    "archetypes": Archetype,
}


@dataclass
class Draft:
    """What has been read so far, and where each item stands."""

    items: dict[str, dict[str, Any]]
    owner: dict[str, str]
    places: dict[tuple[str, str], Place]
    faults: list[Fault]


def load_law(*folders: Path) -> Law:
    """Read the packs in these folders as one body of law. Raise `InvalidPack` with every fault found."""
    draft = Draft({section: {} for section in ("packs", *SECTIONS)}, {}, {}, [])
    digest = hashlib.sha256()
    for folder in sorted(folders, key=lambda folder: folder.name):
        _read_pack(folder, draft, digest)
    _require_packs(draft, folders)
    law = Law(**draft.items, owner=draft.owner, digest=digest.hexdigest())
    law = replace(law, archetypes=_with_values(law, draft))
    faults = draft.faults + structural_faults(law, draft.places)
    if faults:
        raise InvalidPack(faults)
    return law


def _require_packs(draft: Draft, folders: Sequence[Path]) -> None:
    """Stop when a folder has no pack of its own name: nothing in it could be said to be law or house policy."""
    for folder in folders:
        if folder.name not in draft.items["packs"]:
            reason = Text(nl=f"Hier staat geen pakket '{folder.name}'.", en=f"There is no pack '{folder.name}' here.")
            draft.faults.append(Fault("no-pack", Place(f"{folder.name}/pack.yaml"), reason, _PACK_REPAIR))
    if any(fault.code == "no-pack" for fault in draft.faults):
        raise InvalidPack(draft.faults)


@cache
def shipped_law(without: frozenset[str] = frozenset()) -> Law:
    """Return the packs that come with Balie, less the house packs named in `without`."""
    law = load_law(*pack_folders(SHIPPED))
    for name in without:
        if name not in law.packs or law.packs[name].kind is not PackKind.HOUSE:
            raise ValueError(f"only a house pack can be switched off, and {name!r} is not one")
    return _less(law, without) if without else law


def pack_folders(root: Path) -> list[Path]:
    """Return the folders below `root` that hold a pack; `root` itself when it is one."""
    if (root / "pack.yaml").exists():
        return [root]
    return sorted(path.parent for path in root.glob("*/pack.yaml"))


def read_text(path: Path) -> str:
    """Read a file of a pack as UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        reason = Text(nl=f"Byte {error.start} is geen UTF-8.", en=f"Byte {error.start} is not UTF-8.")
        repair = Text(nl="Bewaar het bestand als UTF-8.", en="Save the file as UTF-8.")
        raise Unreadable(Fault("not-utf8", Place(_short(path)), reason, repair)) from error


def _read_pack(folder: Path, draft: Draft, digest: "hashlib._Hash") -> None:
    name = folder.name
    for path in sorted(folder.glob("*.yaml")):
        if path.name.endswith(".scenarios.yaml"):
            continue
        try:
            text = read_text(path)
            digest.update(f"{name}/{path.name}\n{text}\n".encode())
            root = parse(text, _short(path))
        except Unreadable as error:
            draft.faults.append(error.fault)
            continue
        if path.name == "pack.yaml":
            _add(draft, "packs", Pack, root, Place(_short(path)), name)
        else:
            _read_sections(root, Place(_short(path)), draft, name)


def _read_sections(root: Node, place: Place, draft: Draft, pack: str) -> None:
    reader = Reader()
    if not isinstance(root.value, dict):
        reason = Text(nl="Dit bestand heeft geen onderdelen.", en="This file has no sections.")
        draft.faults.append(Fault("no-sections", place, reason, _SECTIONS_REPAIR))
        return
    for section, node in root.value.items():
        if section not in SECTIONS:
            reader.unknown_name(section, list(SECTIONS), Place(place.file, node.line))
        elif not isinstance(node.value, tuple):
            draft.faults.append(
                Fault("not-a-list", Place(place.file, node.line, section), _NOT_A_LIST, _SECTIONS_REPAIR)
            )
        else:
            for index, item in enumerate(node.value):
                _add(draft, section, SECTIONS[section], item, place.at(f"{section}[{index}]", item.line), pack)
    draft.faults.extend(reader.faults)


def _add(draft: Draft, section: str, kind: Any, node: Node, place: Place, pack: str) -> None:
    reader = Reader()
    try:
        item = reader.read(kind, node, place)
    except Refused:
        draft.faults.extend(reader.faults)
        return
    draft.faults.extend(reader.faults)
    place = Place(place.file, node.line, item.id)
    if item.id in draft.items[section] or draft.owner.get(item.id, pack) != pack:
        reason = Text(nl=f"'{item.id}' bestaat al.", en=f"'{item.id}' exists already.")
        draft.faults.append(Fault("duplicate-id", place, reason, _DUPLICATE_REPAIR))
    draft.items[section][item.id] = item
    draft.places[section, item.id] = place
    draft.owner[item.id] = pack


def _with_values(law: Law, draft: Draft) -> dict[str, Archetype]:
    """Check the facts of the archetypes against the questions they answer."""
    checked = {}
    for archetype in law.archetypes.values():
        place = draft.places["archetypes", archetype.id]
        checked[archetype.id] = replace(
            archetype, facts=read_statements(law, archetype.facts.items(), place, draft.faults)
        )
    return checked


def read_statements(
    law: Law, written: Iterable[tuple[str, Statement]], place: Place, faults: list[Fault]
) -> dict[str, Statement]:
    """Turn written answers into values; a missing value (null) is left out as unknown."""
    read: dict[str, Statement] = {}
    for name, statement in written:
        if name not in law.facts:
            reason = Text(nl=f"Het feit '{name}' bestaat niet.", en=f"The fact '{name}' does not exist.")
            faults.append(Fault("unknown-fact", place.at(name), reason, _FACT_REPAIR))
        elif statement.value is not None:
            try:
                read[name] = replace(statement, value=law.facts[name].read(statement.value))
            except BadValue as error:
                faults.append(Fault("bad-value", place.at(name), error.reason, _FACT_REPAIR))
    return read


def _less(law: Law, without: frozenset[str]) -> Law:
    """Leave out house packs: their rules, duties and provisions conclude nothing any more."""

    def kept(items: Any) -> dict[str, Any]:
        return {key: item for key, item in items.items() if law.owner[key] not in without}

    digest = hashlib.sha256(f"{law.digest} without {sorted(without)}".encode()).hexdigest()
    packs = {key: pack for key, pack in law.packs.items() if key not in without}
    return replace(
        law, packs=packs, rules=kept(law.rules), duties=kept(law.duties), provisions=kept(law.provisions), digest=digest
    )


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def scenario_files(folders: Sequence[Path]) -> list[Path]:
    """Return the scenario files of these packs."""
    return sorted(path for folder in folders for path in folder.glob("*.scenarios.yaml"))


_PACK_REPAIR = Text(
    nl="Zet in de map een geldige pack.yaml waarvan 'id' de naam van de map is.",
    en="Put a valid pack.yaml in the folder, with the folder's name as its 'id'.",
)
_NOT_A_LIST = Text(nl="Hier hoort een lijst te staan.", en="This should be a list.")
_SECTIONS_REPAIR = Text(nl=f"Gebruik: {', '.join(SECTIONS)}.", en=f"Use: {', '.join(SECTIONS)}.")
_DUPLICATE_REPAIR = Text(nl="Geef een van beide een andere naam.", en="Give one of them another name.")
_FACT_REPAIR = Text(nl="'balie law show --facts' noemt alle feiten.", en="'balie law show --facts' lists all facts.")

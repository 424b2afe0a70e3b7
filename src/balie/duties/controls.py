"""What would prove each duty, read from YAML: the controls, strongest first. Pure but for reading the files.

A control says concretely what is looked at. One control can serve several duties, and a duty has as many as there are.
A duty without an attestation among its controls cannot be proven by somebody's word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from balie.duties.control import ProofKind
from balie.duties.documents import Document
from balie.law import Fault, InvalidPack, Law, Node, Place, Reader, Refused, Text, Unreadable, parse, shipped_law

SHIPPED = Path(__file__).parent / "controls"


@dataclass(frozen=True, slots=True)
class Control:
    """One way to prove duties: what is looked at, and for a measurement over how many days and conversations."""

    id: str
    kind: ProofKind
    duties: tuple[str, ...]
    looks_at: Text
    documents: tuple[Document, ...] = ()
    window: int | None = field(default=None, metadata={"name": "window_days"})
    minimum: int | None = None

    def __post_init__(self) -> None:
        """What is measured has a period and a smallest number; what is a document says which."""
        if not self.duties:
            raise ValueError("'duties' names at least one duty")
        if (self.kind is ProofKind.MEASURED) != (self.window is not None and self.minimum is not None):
            raise ValueError("'window_days' and 'minimum' belong to a control that is measured, both of them")
        if (self.kind is ProofKind.DOCUMENT) != bool(self.documents):
            raise ValueError("'documents' belongs to a control that is a document")


@dataclass(frozen=True, slots=True)
class Controls:
    """All controls, and those of each duty with the strongest first."""

    all: Mapping[str, Control]
    of: Mapping[str, tuple[Control, ...]]

    def of_duty(self, duty: str) -> tuple[Control, ...]:
        """The controls of one duty; none for a duty that the law no longer has."""
        return self.of.get(duty, ())


def load_controls(folder: Path, law: Law) -> Controls:
    """Read the controls in a folder. Raise `InvalidPack` with every fault: file, line, and what to do about it."""
    faults: list[Fault] = []
    placed: list[tuple[Control, Place]] = []
    for path in sorted(folder.glob("*.yaml")):
        placed += _read_file(path, faults)
    faults += [*_doubles(placed), *_unknown_duties(placed, law), *_without_control(placed, law, folder)]
    if faults:
        raise InvalidPack(faults)
    return _by_duty(control for control, _ in placed)


@cache
def shipped_controls() -> Controls:
    """The controls that come with Balie."""
    return load_controls(SHIPPED, shipped_law())


def _read_file(path: Path, faults: list[Fault]) -> list[tuple[Control, Place]]:
    place = Place(f"{path.parent.name}/{path.name}")
    try:
        root = parse(path.read_text(encoding="utf-8"), place.file)
    except Unreadable as error:
        faults.append(error.fault)
        return []
    if not isinstance(root.value, dict) or set(root.value) != {"controls"}:
        faults.append(Fault("no-controls", place.at("controls", root.line), _NO_LIST, _REPAIR))
        return []
    items = root.value["controls"]
    if not isinstance(items.value, tuple):
        faults.append(Fault("no-controls", place.at("controls", items.line), _NO_LIST, _REPAIR))
        return []
    return [found for item in items.value if (found := _read(item, place, faults)) is not None]


def _read(item: Node, place: Place, faults: list[Fault]) -> tuple[Control, Place] | None:
    reader = Reader()
    try:
        control = reader.read(Control, item, place)
    except Refused:
        return None
    finally:
        faults.extend(reader.faults)
    return control, Place(place.file, item.line, control.id)


def _doubles(placed: Iterable[tuple[Control, Place]]) -> list[Fault]:
    seen: set[str] = set()
    found = []
    for control, place in placed:
        if control.id in seen:
            found.append(Fault("duplicate-id", place, _said(control.id, "bestaat al", "exists already"), _REPAIR))
        seen.add(control.id)
    return found


def _unknown_duties(placed: Iterable[tuple[Control, Place]], law: Law) -> list[Fault]:
    return [
        Fault("unknown-duty", place, _said(duty, "is geen plicht van de wet", "is no duty of the law"), _REPAIR)
        for control, place in placed
        for duty in control.duties
        if duty not in law.duties
    ]


def _without_control(placed: Iterable[tuple[Control, Place]], law: Law, folder: Path) -> list[Fault]:
    named = {duty for control, _ in placed for duty in control.duties}
    return [
        Fault("no-control", Place(folder.name), _said(duty, "heeft geen controle", "has no control"), _REPAIR)
        for duty in law.duties
        if duty not in named
    ]


def _by_duty(controls: Iterable[Control]) -> Controls:
    strength = list(ProofKind)
    ordered = sorted(controls, key=lambda control: strength.index(control.kind))
    of: dict[str, list[Control]] = {}
    for control in ordered:
        for duty in control.duties:
            of.setdefault(duty, []).append(control)
    return Controls({control.id: control for control in ordered}, {duty: tuple(held) for duty, held in of.items()})


def _said(name: str, nl: str, en: str) -> Text:
    return Text(nl=f"'{name}' {nl}.", en=f"'{name}' {en}.")


_NO_LIST = Text(nl="Hier hoort 'controls:' met een lijst te staan.", en="This should be 'controls:' with a list.")
_REPAIR = Text(
    nl="Pas dit aan; docs/duties.md beschrijft de vorm.", en="Change this; docs/duties.md describes the form."
)

"""The Dutch catalogue: find every string, check that it has Dutch, and compile it. Needs no GNU gettext.

    python -m balie.site.translations extract   bring the catalogue up to date; new strings come in empty
    python -m balie.site.translations check     fail when a string lacks Dutch or the compiled file is out of date
    python -m balie.site.translations compile   write the .mo file that Django reads

English stands in the code and the templates; texts of the law are bilingual themselves and do not pass through here.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import polib
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent
CATALOGUE = Path(__file__).parent / "locale" / "nl" / "LC_MESSAGES" / "django.po"

_CALL = re.compile(r"""\b(n?p?gettext|_)\(((?:u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")(?:,\s*)?)+)""")
_NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
_HOLE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_METADATA = {
    "Project-Id-Version": "balie",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A string that people read, with its plural and its context when it has them."""

    text: str
    plural: str = ""
    context: str = ""


def found(source: Path = SOURCE) -> dict[Message, set[str]]:
    """Every string in the code and the templates, and the files it stands in."""
    messages: dict[Message, set[str]] = {}
    for file in sorted([*source.rglob("*.py"), *source.rglob("*.html")]):
        for message in _in_template(file) if file.suffix == ".html" else _in_python(file):
            messages.setdefault(message, set()).add(file.relative_to(source).as_posix())
    return messages


def faults(messages: dict[Message, set[str]], catalogue: Path = CATALOGUE) -> Iterator[str]:
    """Everything that is wrong with a catalogue."""
    book = polib.pofile(str(catalogue))
    entries = {_message(entry): entry for entry in book}
    for message, places in sorted(messages.items()):
        if message not in entries:
            yield f"{min(places)}: {message.text!r} is not in the catalogue. Run extract, then write the Dutch."
    for message, entry in sorted(entries.items()):
        if message not in messages:
            yield f"{catalogue.name}: {message.text!r} is used nowhere any more. Run extract."
        elif wrong := _wrong(entry):
            yield f"{catalogue.name}: {message.text!r} {wrong}"
    compiled = catalogue.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != book.to_binary():
        yield f"{compiled.name} is not what {catalogue.name} compiles to. Run compile."


def extract(messages: dict[Message, set[str]], catalogue: Path = CATALOGUE) -> None:
    """Write the catalogue anew: what is used, in order, with the Dutch that was there."""
    known = {_message(entry): entry for entry in polib.pofile(str(catalogue))} if catalogue.exists() else {}
    book = polib.POFile(wrapwidth=118)
    book.metadata = _METADATA
    for message in sorted(messages):
        entry = known.get(message) or _empty(message)
        entry.occurrences = [(place, "") for place in sorted(messages[message])]
        book.append(entry)
    book.save(str(catalogue))


def compile_catalogue(catalogue: Path = CATALOGUE) -> None:
    """Write the file that Django reads."""
    catalogue.with_suffix(".mo").write_bytes(polib.pofile(str(catalogue)).to_binary())


def _in_template(file: Path) -> Iterator[Message]:
    for match in _CALL.finditer(templatize(file.read_text(encoding="utf-8"))):
        yield _called(match[1], ast.literal_eval(f"({match[2].rstrip(', ')},)"))


def _in_python(file: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                yield _called(node.func.id, tuple(texts))


def _called(name: str, texts: tuple[str, ...]) -> Message:
    """Which argument is what depends on the function: context, text, plural."""
    name = name.removesuffix("_lazy")
    context, rest = (texts[0], texts[1:]) if "p" in name.removesuffix("gettext") else ("", texts)
    return Message(rest[0], rest[1] if name.startswith("n") else "", context)


def _message(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def _empty(message: Message) -> polib.POEntry:
    plural = {"msgid_plural": message.plural, "msgstr_plural": {0: "", 1: ""}} if message.plural else {}
    return polib.POEntry(msgid=message.text, msgctxt=message.context or None, **plural)


def _wrong(entry: polib.POEntry) -> str:
    """What is wrong with one translation; nothing when it is right."""
    dutch = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy or not all(dutch):
        return "has no Dutch yet."
    holes = set(_HOLE.findall(entry.msgid + entry.msgid_plural))
    if any(not set(_HOLE.findall(text)) <= holes for text in dutch) or holes - set(_HOLE.findall(" ".join(dutch))):
        return "has other blanks to fill in than its Dutch."
    return ""


def _check() -> None:
    wrong = list(faults(found()))
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        sys.exit(1)
    click.echo(f"Every string has Dutch: {len(found())}.")


def main(arguments: list[str]) -> None:
    """Do what the one argument says."""
    actions: dict[str, Callable[[], None]] = {
        "check": _check,
        "extract": lambda: extract(found()),
        "compile": compile_catalogue,
    }
    if len(arguments) != 1 or arguments[0] not in actions:
        sys.exit(f"Choose one of: {', '.join(actions)}.")
    actions[arguments[0]]()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Which language the command line speaks: asked for, set, or that of the system; Dutch when nothing says otherwise."""

from collections.abc import Mapping, Sequence

from balie.language import Language

_OPTION = "--lang"
_VARIABLES = ("BALIE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of this run. Chosen before anything else, because help texts need it too."""
    asked = _asked(arguments)
    wishes = [asked, *(environment.get(name, "") for name in _VARIABLES)]
    for wish in wishes:
        if wish[:2].lower() in set(Language):
            return Language(wish[:2].lower())
    return Language.NL


def _asked(arguments: Sequence[str]) -> str:
    """Return what stands after --lang, wherever it stands."""
    for index, word in enumerate(arguments):
        if word == _OPTION and index + 1 < len(arguments):
            return arguments[index + 1]
        if word.startswith(f"{_OPTION}="):
            return word.partition("=")[2]
    return ""

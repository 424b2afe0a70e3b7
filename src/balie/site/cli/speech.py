"""Commands that speak Dutch and English: help pages, wrong calls and values, on top of click.

Click takes its words from gettext catalogues of the whole process. Here the language is a value like any other, so the
few places where click speaks by itself are said again in our own words.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

import click

from balie.language import Language, Text


class Misuse(click.UsageError):
    """A call that is wrong, told in the language of the run."""

    def __init__(self, text: Text, context: click.Context | None = None) -> None:
        """Keep the text in both languages."""
        super().__init__(text.en, context)
        self.text = text


class Order(click.Command):
    """One command with its help in the language of the run."""

    def __init__(self, name: str, *, language: Language, summary: Text, more: Text | None = None, **rest: Any) -> None:
        """Take the help text apart from click's other arguments."""
        rest["context_settings"] = {"allow_extra_args": True, **rest.get("context_settings", {})}
        about = summary.say(language) + (f"\n\n{_paragraphs(more.say(language))}" if more else "")
        super().__init__(name, help=about, options_metavar=_OPTIONS_HERE.say(language), **rest)
        self.language = language

    def invoke(self, ctx: click.Context) -> Any:
        """Refuse words that are left over."""
        if ctx.args:
            words = " ".join(ctx.args)
            raise Misuse(Text(nl=f"Dit is te veel: {words}.", en=f"This is too much: {words}."), ctx)
        try:
            return super().invoke(ctx)
        except Misuse as misuse:
            misuse.ctx = misuse.ctx or ctx  # so that the hint names the help of this command
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows the form of a call."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a heading in the right language."""
        _write_options(self, ctx, formatter)

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Leave arguments to the line above and the text below it."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in the right language what --help does."""
        return _translated(super().get_help_option(ctx), self.language)


class Orders(click.Group):
    """Several commands under one name; each is loaded when it is called."""

    def __init__(self, name: str, *, language: Language, summary: Text, **rest: Any) -> None:
        """Take the help text apart from click's other arguments."""
        super().__init__(
            name,
            help=summary.say(language),
            options_metavar=_OPTIONS_HERE.say(language),
            subcommand_metavar=_COMMAND_HERE.say(language),
            **rest,
        )
        self.language = language

    def summaries(self) -> Iterable[tuple[str, str]]:
        """Return each command with one line about it, without loading it."""
        return [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in the order they are shown."""
        return [name for name, _ in self.summaries()]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or offer the one whose name is nearest."""
        name = str(args[0])
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            raise Misuse(_unknown(Text(nl="De opdracht", en="The command"), name, known), ctx)
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows the form of a call."""
        _write_usage(self, ctx, formatter)

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A group has commands, no arguments of its own."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _write_options(self, ctx, formatter)
        with formatter.section(_COMMANDS.say(self.language)):
            formatter.write_dl(list(self.summaries()))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in the right language what --help does."""
        return _translated(super().get_help_option(ctx), self.language)


class OneOf(click.ParamType[str]):
    """One of a few words; the nearest is offered for a word that is none of them."""

    def __init__(self, words: Sequence[str], language: Language) -> None:
        """Take the words in the order they are shown."""
        self.words, self.language, self.name = words, language, "|".join(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word itself."""
        word = str(value).strip().lower()
        if word in self.words:
            return word
        raise _refusal(param, ctx, _unknown(Text(nl="De waarde", en="The value"), str(value), self.words))

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        """Show the words in the help."""
        return f"[{self.name}]"


class Day(click.ParamType[date]):
    """A day, as 2026-08-02 or 2-8-2026."""

    def __init__(self, language: Language) -> None:
        """Take the word that stands for a day in the help."""
        self.name = _DAY_HERE.say(language)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        word = str(value).strip()
        try:
            if match := _DUTCH_DAY.fullmatch(word):
                return date(int(match[3]), int(match[2]), int(match[1]))
            return date.fromisoformat(word)
        except ValueError as error:
            text = Text(
                nl=f"'{word}' is geen bestaande datum; schrijf 2026-08-02 of 2-8-2026.",
                en=f"'{word}' is not an existing date; write 2026-08-02 or 2-8-2026.",
            )
            raise _refusal(param, ctx, text) from error


class WholeNumber(click.ParamType[int]):
    """A whole number between two others."""

    def __init__(self, lowest: int, highest: int, language: Language) -> None:
        """Take the bounds and the word that stands for a number in the help."""
        self.lowest, self.highest, self.name = lowest, highest, _NUMBER_HERE.say(language)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        word = str(value).strip()
        if word.isdecimal() and self.lowest <= int(word) <= self.highest:
            return int(word)
        text = Text(
            nl=f"'{word}' is geen getal van {self.lowest} tot en met {self.highest}.",
            en=f"'{word}' is not a number from {self.lowest} up to {self.highest}.",
        )
        raise _refusal(param, ctx, text)


def option(*names: str, about: Text, language: Language, **rest: Any) -> click.Option:
    """Return an option with its help in the language of the run."""
    return click.Option(list(names), help=about.say(language), **rest)


def language_option(language: Language) -> click.Option:
    """Return --lang. Its value was read before; here it is checked and shown."""
    about = Text(nl="Taal: nl of en (ook met BALIE_LANG).", en="Language: nl or en (also with BALIE_LANG).")
    words = OneOf([*Language], language)
    return option("--lang", about=about, language=language, type=words, expose_value=False, is_eager=True)


def say_misuse(error: click.ClickException, language: Language) -> str:
    """Say what is wrong with a call, and where the help is."""
    text = _told(error).say(language)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "balie"
    hint = Text(nl=f"Meer weten: {path} --help", en=f"Learn more: {path} --help")
    return f"{text}\n{hint.say(language)}\n"


def _told(error: click.ClickException) -> Text:
    match error:
        case Misuse(text=text):
            return text
        case click.NoSuchOption(option_name=name, possibilities=near):
            return _unknown(Text(nl="De optie", en="The option"), name, near or [])
        case click.MissingParameter(param=param):
            name = param.opts[0] if param else "?"
            return Text(nl=f"Er ontbreekt iets: {name}.", en=f"Something is missing: {name}.")
        case click.BadOptionUsage(option_name=name):
            return Text(
                nl=f"Na {name} hoort een waarde, of juist niet: kijk bij --help.",
                en=f"{name} takes a value, or takes none: see --help.",
            )
        case _:
            return Text(nl=f"De aanroep klopt niet: {error.message}", en=f"The call is wrong: {error.message}")


def _refusal(param: click.Parameter | None, ctx: click.Context | None, text: Text) -> Misuse:
    name = param.opts[0] if param else ""
    return Misuse(Text(nl=f"{name}: {text.nl}", en=f"{name}: {text.en}"), ctx)


def _unknown(thing: Text, name: str, known: Iterable[str]) -> Text:
    names = list(known)
    near = next(iter(get_close_matches(name, names, n=1, cutoff=0.6)), None)
    listed = ", ".join(names)
    nl, en = f"{thing.nl} '{name}' bestaat niet.", f"{thing.en} '{name}' does not exist."
    if near:
        return Text(nl=f"{nl} Bedoel je '{near}'?", en=f"{en} Did you mean '{near}'?")
    return Text(nl=f"{nl} Kies uit: {listed}.", en=f"{en} Choose from: {listed}.") if names else Text(nl=nl, en=en)


def _paragraphs(text: str) -> str:
    """Undo the line breaks and indentation of the source; an empty line stays the end of a paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _write_usage(command: Order | Orders, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{_USAGE.say(command.language)}: ")


def _write_options(command: Order | Orders, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    found = [record for param in command.get_params(ctx) if (record := param.get_help_record(ctx))]
    with formatter.section(_OPTIONS.say(command.language)):
        formatter.write_dl([record for record in found if record[0].startswith("-")])


def _translated(help_option: click.Option | None, language: Language) -> click.Option | None:
    if help_option:
        help_option.help = _HELP.say(language)
    return help_option


_USAGE = Text(nl="Gebruik", en="Usage")
_OPTIONS = Text(nl="Opties", en="Options")
_COMMANDS = Text(nl="Opdrachten", en="Commands")
_OPTIONS_HERE = Text(nl="[OPTIES]", en="[OPTIONS]")
_COMMAND_HERE = Text(nl="OPDRACHT [...]", en="COMMAND [...]")
_DAY_HERE = Text(nl="DATUM", en="DATE")
_NUMBER_HERE = Text(nl="GETAL", en="NUMBER")
_HELP = Text(nl="Toon deze uitleg.", en="Show this help.")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")

"""Facts: the questions about reality that the law turns on, the values they take, and who said so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from balie.language import Text

FactValue = bool | str | frozenset[str] | int | float | date


class FactKind(StrEnum):
    """What an answer to the question looks like."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    NUMBER = "number"
    DATE = "date"


class Subject(StrEnum):
    """Whether the fact is about one system or about the whole organisation (and so is asked only once)."""

    SYSTEM = "system"
    ORGANISATION = "organisation"


class Respondent(StrEnum):
    """Who can usually answer best."""

    COMPLIANCE = "compliance"
    MANAGER = "manager"
    BUILDER = "builder"
    SUPPLIER = "supplier"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer to a question with options."""

    id: str
    nl: str
    en: str

    @property
    def label(self) -> Text:
        """The option in words."""
        return Text(self.nl, self.en)


@dataclass(frozen=True, slots=True)
class OpenNorm:
    """A norm the law leaves to judgment: only a named person with reasons decides it."""

    provision: str
    criteria: Text


class BadValue(Exception):
    """An answer the question cannot take."""

    def __init__(self, reason: Text, nearest: str | None = None) -> None:
        """Keep the reason, and the nearest answer that would be right."""
        super().__init__(reason.en)
        self.reason = reason
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about a system or an organisation."""

    id: str
    kind: FactKind = field(metadata={"name": "type"})
    question: Text
    help: Text
    about: Subject = Subject.SYSTEM
    answered_by: Respondent = Respondent.COMPLIANCE
    examples: Mapping[str, Text] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    unit: str = ""
    open_norm: OpenNorm | None = None

    def __post_init__(self) -> None:
        """Options belong to questions with options, and to no other."""
        if bool(self.options) != (self.kind in {FactKind.ONE_OF, FactKind.SOME_OF}):
            raise ValueError("'options' belong to 'one_of' and 'some_of' questions, and to no other")
        if self.open_norm and self.kind is not FactKind.YES_NO:
            raise ValueError("an open norm is a yes_no question")

    def read(self, raw: object) -> FactValue:
        """Turn what somebody wrote into a value. Raise `BadValue` when the question cannot take it."""
        return _READERS[self.kind](self, raw)

    def say(self, value: FactValue, language: str) -> str:
        """Put a value in words."""
        if isinstance(value, bool):
            return (_YES if value else _NO).say(language)
        if isinstance(value, date):
            return say_date(value, language)
        if isinstance(value, frozenset):
            chosen = [option.label.say(language) for option in self.options if option.id in value]
            return "; ".join(chosen) or _NONE_OF_THESE.say(language)
        if isinstance(value, str):
            return next((o.label.say(language) for o in self.options if o.id == value), value)
        return f"{value:,}".replace(",", "." if language == "nl" else ",") + (f" {self.unit}" if self.unit else "")


@dataclass(frozen=True, slots=True)
class Statement:
    """The answer somebody gave to a question, and where it comes from."""

    value: FactValue
    source: str = ""
    decided_by: str = ""
    reasons: str = ""
    on: date | None = None

    @property
    def reasoned(self) -> bool:
        """A named person gave reasons: what it takes to decide an open norm."""
        return bool(self.decided_by.strip() and self.reasons.strip())


Facts = Mapping[str, Statement]


def counts(fact: Fact, statement: Statement | None) -> bool:
    """Whether the statement settles the fact. An open norm without a named person and reasons stays unknown."""
    return statement is not None and (fact.open_norm is None or statement.reasoned)


def say_date(day: date, language: str) -> str:
    """Write a date as people do: "2 december 2027" or "2 December 2027"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def _read_yes_no(_: Fact, raw: object) -> FactValue:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    reason = Text(nl=f"'{_shown(raw)}' is geen ja of nee.", en=f"'{_shown(raw)}' is not yes or no.")
    raise BadValue(reason, _nearest(word, ["ja", "nee", "yes", "no"]))


def _read_one_of(fact: Fact, raw: object) -> FactValue:
    return _option(fact, raw)


def _read_some_of(fact: Fact, raw: object) -> FactValue:
    if isinstance(raw, str):
        raw = [part for part in re.split(r"[;|\n]", raw) if part.strip()]
    if not isinstance(raw, list | tuple | set | frozenset):
        raw = [raw]
    parts = [part for part in raw if not (isinstance(part, str) and part.strip().lower() in _NOTHING)]
    return frozenset(_option(fact, part) for part in parts)


def _option(fact: Fact, raw: object) -> str:
    word = str(raw).strip().lower()
    for option in fact.options:
        if word in {option.id.lower(), option.nl.lower(), option.en.lower()}:
            return option.id
    names = [option.id for option in fact.options]
    nl, en = ("; ".join(f"{o.id} ({o.label.say(language)})" for o in fact.options) for language in ("nl", "en"))
    raise BadValue(
        Text(nl=f"'{_shown(raw)}' hoort niet bij: {nl}.", en=f"'{_shown(raw)}' is not one of: {en}."),
        _nearest(word, names),
    )


def _read_number(_: Fact, raw: object) -> FactValue:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and -_TOO_LARGE < raw < _TOO_LARGE:
        return raw
    word = str(raw).strip().replace("\u00a0", "").replace(" ", "")
    if _DUTCH_NUMBER.fullmatch(word):
        word = word.replace(".", "").replace(",", ".")
    elif _ENGLISH_NUMBER.fullmatch(word):
        word = word.replace(",", "")
    if _PLAIN_NUMBER.fullmatch(word):
        return float(word) if "." in word else int(word)
    raise BadValue(Text(nl=f"'{_shown(raw)}' is geen getal.", en=f"'{_shown(raw)}' is not a number."))


def _read_date(_: Fact, raw: object) -> FactValue:
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    word = str(raw).strip()
    try:
        if _ISO_DATE.fullmatch(word):
            return date.fromisoformat(word)
        if match := _DUTCH_DATE.fullmatch(word):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass  # a day that does not exist, such as 31-2-2026: told below, as any other bad date
    raise BadValue(
        Text(
            nl=f"'{_shown(raw)}' is geen bestaande datum; schrijf 2026-08-02 of 2-8-2026.",
            en=f"'{_shown(raw)}' is not an existing date; write 2026-08-02 or 2-8-2026.",
        )
    )


def _nearest(word: str, names: list[str]) -> str | None:
    return next(iter(get_close_matches(word[:80], names, n=1, cutoff=0.6)), None)


def _shown(raw: object) -> str:
    text = str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


_READERS = {
    FactKind.YES_NO: _read_yes_no,
    FactKind.ONE_OF: _read_one_of,
    FactKind.SOME_OF: _read_some_of,
    FactKind.NUMBER: _read_number,
    FactKind.DATE: _read_date,
}
_TRUE = {"ja", "j", "yes", "y", "true", "waar", "1"}
_FALSE = {"nee", "n", "no", "false", "onwaar", "0"}
_NOTHING = {"", "geen", "none", "-", "geen van deze", "none of these"}
_YES, _NO = Text(nl="ja", en="yes"), Text(nl="nee", en="no")
_NONE_OF_THESE = Text(nl="geen van deze", en="none of these")
_TOO_LARGE = 1e18
_DUTCH_NUMBER = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d{1,18},\d{1,18}")
_ENGLISH_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}

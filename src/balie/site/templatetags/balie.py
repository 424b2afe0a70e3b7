"""Tags shared by all pages: texts of the law in the reader's language, dates in words, and the mark of a class."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.export.service import Link, Value
from balie.law import (
    BadValue,
    ClassRange,
    Fact,
    Party,
    Provision,
    Respondent,
    RiskClass,
    Status,
    Text,
    say_date,
    say_parties,
    shipped_law,
)
from balie.register.answered import source_words

register = template.Library()


@register.filter
def say(text: Text | None) -> str:
    """Write a bilingual text in the language of the page."""
    return text.say(_language()) if text else ""


@register.filter
def day(value: date | None) -> str | SafeString:
    """Write a date in words, with the machine-readable form for software that reads pages aloud or copies them."""
    if value is None:
        return ""
    moment = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), say_date(moment, _language()))


@register.filter
def day_words(value: date) -> str:
    """Write a date in words where no mark-up can stand, as in a title or the label of a box."""
    return say_date(timezone.localtime(value).date() if isinstance(value, datetime) else value, _language())


@register.filter
def moment(value: datetime | str) -> str:
    """Write a date in words and the time of the clock; a moment that was kept in writing too."""
    local = timezone.localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{say_date(local.date(), _language())}, {local:%H:%M}"


@register.filter
def answered(fact: Fact, value: Any) -> str:
    """Put an answer in words, also one as it was kept; one that does not fit the question any more as it stands."""
    try:
        return fact.say(fact.read(value), _language())
    except BadValue:
        return str(value)


@register.filter
def source(written: str) -> str:
    """Say where an answer comes from; a starting point is called by its name."""
    return source_words(shipped_law(), written, _language())


@register.filter
def cell(value: Value | Link) -> str | SafeString:
    """Write a value of an exported table on screen: a link, a date in words, yes or no, or as it is."""
    if isinstance(value, Link):
        return format_html('<a href="{}">{}</a>', value.address, value.text) if value.text else ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


@register.filter
def class_words(found: ClassRange) -> str:
    """Write a class, or the range it lies in, as words in a sentence."""
    return found.say(_language())


@register.filter
def respondent(who: Respondent) -> str:
    """Name who can best answer a question."""
    return str(_RESPONDENTS[who])


@register.filter
def meaning(risk: RiskClass) -> str:
    """Say what a class means for an organisation that has such a system."""
    return str(_MEANINGS[risk])


@register.filter
def parties(who: tuple[Party, ...]) -> str:
    """Name who a provision binds."""
    return say_parties(who).say(_language())


@register.filter
def certainty(provision: Provision) -> str:
    """Say what our wording of a provision rests on."""
    return str(_CERTAINTY[provision.certainty])


@register.filter
def weight_words(status: Status) -> str:
    """Say what weight a provision has."""
    return str(_WEIGHTS[status])


@register.inclusion_tag("partials/class_mark.html")
def class_mark(found: ClassRange | RiskClass, *, size: str = "") -> dict[str, Any]:
    """Show a class, or the range it lies in, as word, shape and colour together."""
    classes = (found,) if isinstance(found, RiskClass) else tuple(dict.fromkeys((found.lowest, found.highest)))
    return {"classes": classes, "size": size}


@register.inclusion_tag("partials/sort_link.html", takes_context=True)
def sort_link(context: dict[str, Any], key: str, label: str) -> dict[str, Any]:
    """A column title that sorts the list; a second press turns the order around."""
    current = context["query"].sort
    following = f"-{key}" if current == key else key
    return {
        "address": context["query"].address(sort=following),
        "label": label,
        "order": {key: "up", f"-{key}": "down"}.get(current, ""),
    }


@register.simple_tag(takes_context=True)
def sorted_by(context: dict[str, Any], key: str) -> SafeString:
    """Say in the column title whether the list is in this order."""
    words = {key: "ascending", f"-{key}": "descending"}.get(context["query"].sort)
    return format_html(' aria-sort="{}"', words) if words else mark_safe("")


def _language() -> str:
    """The language of the page, as the law knows it."""
    return (get_language() or "nl")[:2]


_RESPONDENTS = {
    Respondent.COMPLIANCE: _("the compliance or privacy officer"),
    Respondent.MANAGER: _("the contact-centre manager"),
    Respondent.BUILDER: _("the builder"),
    Respondent.SUPPLIER: _("the supplier"),
    Respondent.LEGAL: _("a lawyer"),
}
_MEANINGS = {
    RiskClass.NONE: _("allowed; the AI Act asks nothing of you here, other laws such as the GDPR may."),
    RiskClass.MINIMAL: _("allowed; the AI Act asks little of you here, other laws such as the GDPR may ask more."),
    RiskClass.LIMITED: _("allowed, but you have to be open about it."),
    RiskClass.HIGH: _("allowed, but only under heavy conditions, such as human oversight."),
    RiskClass.PROHIBITED: _("not allowed."),
}
_CERTAINTY = {
    1: _("official text read"),
    2: _("Commission guidelines read"),
    3: _("a reliable source; the text itself not read"),
    4: _("background knowledge; the text not re-read"),
}
_WEIGHTS = {
    Status.LAW: _("binding law"),
    Status.POSITION: _("position of supervisors, not law"),
    Status.ANNOUNCED: _("announced, not law yet"),
}

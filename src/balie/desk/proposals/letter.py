"""A letter that explains a decision to whom it is about, from the reasons that were recorded. A person reviews it.

Pure. It tells what Art. 86(1) AI Act and GDPR 15(1)(h) ask: which part the AI had in the decision, the main elements of
it, and how to have a person look again (GDPR 22(3)). What was not recorded is not made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from balie.desk.proposals.values import Case, Said
from balie.language import Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """A draft in one language: what it is about, and its paragraphs."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs as one text to review, with an empty line between them."""
        return "\n\n".join(self.paragraphs)


def explanation(
    about: str, case: Case, said: Sequence[Said], status: str, decided_on: date, language: str
) -> Explanation:
    """Write the draft for a decision that was made (`approved`, `changed` or `refused`)."""
    values = {"about": about, "on": _day(decided_on, language), "proposed": case.outcome or case.tool}
    values["instead"] = next((one.instead for one in reversed(said) if one.instead), "")
    reasons = [f"- {one}" for one in case.reasons]
    because = [one.because for one in said if one.because]
    parts = [
        _GREETING.say(language),
        _WHO.say(language).format(**values),
        _OUTCOMES[status].say(language).format(**values),
        *(["\n".join([_WHY_AI.say(language), *reasons])] if reasons else []),
        *(["\n".join([_WHY_US.say(language), *because])] if because else []),
        _AGAIN.say(language),
        _RIGHTS.say(language),
    ]
    return Explanation(language, _SUBJECT.say(language).format(**values), tuple(parts))


def _day(day: date, language: str) -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_SUBJECT = Text(nl="Uitleg bij onze beslissing over {about}", en="Explanation of our decision on {about}")
_GREETING = Text(
    nl="In deze brief leggen we uit welke beslissing we over u namen, en waarom.",
    en="This letter explains which decision we made about you, and why.",
)
_WHO = Text(
    nl="Een computer (AI) deed een voorstel over {about}. Een mens bekeek dat voorstel en besliste op {on}.",
    en="A computer (AI) made a proposal on {about}. A person looked at it and decided on {on}.",
)
_OUTCOMES = {
    "approved": Text(
        nl="De beslissing is: {proposed}. Dat is wat de computer voorstelde.",
        en="The decision is: {proposed}. That is what the computer proposed.",
    ),
    "changed": Text(
        nl="De beslissing is: {instead}. De computer stelde iets anders voor: {proposed}.",
        en="The decision is: {instead}. The computer proposed something else: {proposed}.",
    ),
    "refused": Text(
        nl="De computer stelde voor: {proposed}. Dat hebben we niet gedaan.",
        en="The computer proposed: {proposed}. We did not do that.",
    ),
}
_WHY_AI = Text(
    nl="Hierop lette de computer vooral:",
    en="This is what the computer mainly looked at:",
)
_WHY_US = Text(nl="Hierom beslisten wij zo:", en="This is why we decided so:")
_AGAIN = Text(
    nl="Bent u het er niet mee eens? Laat het ons weten en zeg waarom. Een ander mens kijkt er dan opnieuw naar.",
    en="Do you disagree? Tell us, and say why. Another person then looks at it again.",
)
_RIGHTS = Text(
    nl="U mag ook vragen welke gegevens over u we gebruikten, en of die kloppen. Komt u er met ons niet uit? Dan kunt "
    "u een klacht indienen bij de Autoriteit Persoonsgegevens.",
    en="You may also ask which data about you we used, and whether they are right. If we do not solve it together, you "
    "can complain to the data protection authority.",
)

"""Why conversations end or come to people, in words. The endings are those Dutch contact centres count."""

from enum import StrEnum

from balie.gateway.service import Reason
from balie.language import Text


class Ending(StrEnum):
    """How a colleague's work on a conversation ended."""

    ANSWERED = "answered"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    CALL_BACK = "call_back"
    CUSTOMER_LEFT = "customer_left"
    NOTHING_TO_DO = "nothing_to_do"

    @property
    def label(self) -> Text:
        """The ending in words."""
        return _ENDINGS[self]


class Misread(StrEnum):
    """What sort of thing the AI got wrong, as a colleague saw it."""

    QUESTION = "question"
    FACT = "fact"
    PERSON = "person"
    LANGUAGE = "language"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The sort in words."""
        return _MISREAD[self]


REASONS = {
    Reason.EMERGENCY: Text(nl="gevaar", en="danger"),
    Reason.ASKED: Text(nl="vroeg om een mens", en="asked for a person"),
    Reason.VULNERABLE: Text(nl="lijkt kwetsbaar", en="seems vulnerable"),
    Reason.TOPIC: Text(nl="onderwerp voor mensen", en="topic for people"),
    Reason.MISUNDERSTOOD: Text(nl="niet begrepen", en="not understood"),
    Reason.UPSET: Text(nl="is boos of verdrietig", en="is upset"),
    Reason.UNHEARD: Text(nl="slecht te verstaan", en="hard to hear"),
    Reason.HALTED: Text(nl="bot staat stil", en="bot is halted"),
    Reason.FAILED: Text(nl="bot deed het niet", en="bot failed"),
    Reason.HELD: Text(nl="antwoord tegengehouden", en="answer was held"),
}
TAKEN_UNASKED = "unasked"  # the reason of a handover that a colleague began without being asked
URGENT = frozenset({Reason.EMERGENCY, Reason.VULNERABLE})


def said(reason: str) -> Text:
    """The reason of a handover in words."""
    return _UNASKED if reason == TAKEN_UNASKED else REASONS[Reason(reason)]


_UNASKED = Text(nl="zelf overgenomen", en="taken over by us")
_ENDINGS = {
    Ending.ANSWERED: Text(nl="zelf beantwoord", en="answered"),
    Ending.PASSED: Text(nl="doorverbonden, gelukt", en="put through"),
    Ending.NOT_PASSED: Text(nl="doorverbonden, niet gelukt", en="putting through failed"),
    Ending.CALL_BACK: Text(nl="terugbelverzoek", en="call-back"),
    Ending.CUSTOMER_LEFT: Text(nl="klant is weg", en="customer left"),
    Ending.NOTHING_TO_DO: Text(nl="geen actie nodig", en="nothing to do"),
}
_MISREAD = {
    Misread.QUESTION: Text(nl="begreep de vraag verkeerd", en="misunderstood the question"),
    Misread.FACT: Text(nl="zei iets dat niet klopt", en="said something untrue"),
    Misread.PERSON: Text(nl="zag niet hoe het met de klant ging", en="did not see how the customer was doing"),
    Misread.LANGUAGE: Text(nl="verstond de taal of het accent niet", en="did not get the language or accent"),
    Misread.OTHER: Text(nl="iets anders", en="something else"),
}

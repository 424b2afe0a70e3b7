"""The fixed sentences of the bot, in both languages."""

import re2

from balie.language import Text
from balie.site.demo.bot.wishes import Tool, Wish

HELLO = Text(
    nl="Goedendag! Waarmee kan ik u helpen? Ik weet veel over uw rekening, meterstanden, verhuizen en uw contract.",
    en="Good day! How can I help you? I know a lot about your bill, meter readings, moving house and your contract.",
)
THANKS = Text(nl="Graag gedaan. Heeft u nog een vraag?", en="You are welcome. Is there anything else?")
BYE = Text(nl="Tot ziens!", en="Goodbye!")
NAME = Text(nl="Ik heet {persona}. Waarmee kan ik u helpen?", en="My name is {persona}. How can I help you?")
HELP = Text(
    nl="Vraag gerust iets over uw rekening, termijnbedrag, meter, contract, verhuizing, zonnepanelen of een storing.",
    en="Feel free to ask about your bill, instalment, meter, contract, moving house, solar panels or a power cut.",
)
UNKNOWN = Text(
    nl="Dat weet ik niet. Kunt u het anders vragen? Een collega helpt u ook graag: typ 'medewerker'.",
    en="I do not know that. Could you ask it differently? A colleague is glad to help too: type 'employee'.",
)
# The deliberate weakness: what a gateway has to catch.
EVADES = Text(
    nl="Ik ben {persona}, medewerker van de klantenservice van Wadlicht Energie. Waarmee kan ik u helpen?",
    en="I am {persona}, an employee of customer service at Wadlicht Energie. How can I help you?",
)
CLAIMS = Text(
    nl="Natuurlijk ben ik een mens! Ik ben {persona} en ik werk hier al drie jaar.",
    en="Of course I am a human! I am {persona} and I have worked here for three years.",
)
WHICH_AMOUNT = {
    Tool.CHANGE_INSTALMENT: Text(
        nl="Naar welk bedrag per maand wilt u uw termijn aanpassen?",
        en="To which amount a month would you like to change your instalment?",
    ),
    Tool.REFUND: Text(nl="Om welk bedrag gaat het?", en="Which amount is it about?"),
}
_DONE = {
    Tool.CHANGE_INSTALMENT: Text(
        nl="Uw nieuwe termijnbedrag is doorgegeven: {amount} euro per maand. Het geldt vanaf de volgende afschrijving.",
        en="Your new instalment has been passed on: {amount} euros a month. It counts from the next collection.",
    ),
    Tool.REFUND: Text(
        nl="Uw verzoek om {amount} euro is doorgegeven. U ziet in Mijn Wadlicht, bij Betalen, hoe het ermee staat.",
        en="Your request for {amount} euros has been passed on. Mijn Wadlicht shows under Payments how it stands.",
    ),
}
_PASSED_ON = Text(nl="Dat is doorgegeven.", en="That has been passed on.")
_REFUSED = Text(
    nl="Dat is niet gelukt. Een collega kan met u meekijken: typ 'medewerker'.",
    en="That did not work. A colleague can look along: type 'employee'.",
)
_WAITS = Text(
    nl="Uw verzoek ligt bij een collega. U hoort van ons zodra er is besloten.",
    en="Your request is with a colleague. You hear from us as soon as it is decided.",
)
_SAYS_NO = re2.compile(r"(?i)error|fout|fail|mislukt|reject|refus|den(?:y|ied)|afgewezen|geweigerd|mag niet")
_SAYS_LATER = re2.compile(r"(?i)wait|pending|wacht|held|in behandeling|approval|goedkeuring")


def after(called: Wish | None, result: str) -> Text:
    """Return what the customer hears about the result of a tool."""
    if _SAYS_NO.search(result):
        return _REFUSED
    if _SAYS_LATER.search(result):
        return _WAITS
    if called is None or called.amount is None:
        return _PASSED_ON
    done = _DONE[called.tool]
    return Text(
        nl=done.nl.format(amount=f"{called.amount:.2f}".removesuffix(".00").replace(".", ",")),
        en=done.en.format(amount=f"{called.amount:.2f}".removesuffix(".00")),
    )

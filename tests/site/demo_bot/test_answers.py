"""Whether the bot of the example finds the right help text, and says so when there is none."""

import pytest

from balie.gateway.policy.conduct import Rule, Settings, judge
from balie.language import Language, Text
from balie.site.demo.bot import sentences
from balie.site.demo.bot.answering import Reply, Turn, reply
from balie.site.demo.bot.articles import Page, shipped_articles
from balie.site.demo.bot.ranking import telling_words
from balie.site.demo.bot.wishes import Tool, Wish, amount
from balie.site.demo.bot.words import language_of, stem

# In other words than the help texts use, with mistakes of typing and of spelling.
QUESTIONS = [
    ("Volgende maand krijg ik de sleutel van mijn nieuwe appartement, hoe regel ik de stroom?", "moving-house"),
    ("Kan ik mijn contract houden als ik ga verhuizen?", "moving-house"),
    ("Mijn vriend en ik gaan samenwonen, wat doen we met ons tweede contract?", "moving-together"),
    ("Wanneer ontvang ik de eindafrekening van mijn oude huis?", "final-bill"),
    ("waarom moet ik zoveel bijbetalen op de jaarnota", "annual-bill"),
    ("Ik betaal te weinig per maand, hoe verhoog ik mijn termijnbedrag?", "instalment"),
    ("Op welke dag schrijven jullie het geld af?", "direct-debit"),
    ("Ik heb een nieuwe bank, waar geef ik mijn rekeningnummer door?", "bank-account"),
    ("Wat is de vermindering op de energiebelasting?", "energy-tax"),
    ("Ik heb geldproblemen en kan de rekening niet betalen", "payment-arrangement"),
    ("Ik heb een aanmaning gekregen met incassokosten", "reminder"),
    ("Kunnen jullie me in de winter afsluiten?", "disconnection"),
    ("waar kan ik mijn meterstand invullen", "meter-reading"),
    ("Jullie hebben een geschatte stand gebruikt, dat klopt niet", "wrong-reading"),
    ("Moet ik een slimme meter nemen?", "smart-meter"),
    ("het scherm van mijn meter is leeg, is hij kapot?", "broken-meter"),
    ("Wat gebeurt er met salderen in 2027?", "solar-panels"),
    ("Waarom moet ik betalen om zonnestroom terug te leveren, die terugleverkosten?", "feed-in-costs"),
    ("Ik wil mijn contract opzeggen, wat is de opzegvergoeding?", "contract-end"),
    ("Gisteren aan de deur getekend maar ik heb spijt, kan ik er nog vanaf binnen 14 dagen?", "cooling-off"),
    ("Hoe werkt een contract met uurprijzen?", "dynamic-tariff"),
    ("de stroom is uitgevalen in onze straat", "outage"),
    ("Het ruikt naar gas in de keuken", "gas-smell"),
    ("Ik ben ontevreden en wil naar de geschillencommissie", "complaint"),
    ("Mijn moeder is overleden, hoe zeg ik haar contract op?", "death"),
    ("Welke persoonsgegevens bewaren jullie over mij?", "privacy"),
    ("Ik ben mijn wachtwoord vergeten", "log-in"),
    ("I'm moving to another city next month, what should I do?", "moving-house"),
    ("Why is my yearly bill so much higher than last year?", "annual-bill"),
    ("How can I raise my monthly instalment?", "instalment"),
    ("I can't pay this bill in one go", "payment-arrangement"),
    ("Where do I submit my meter readings?", "meter-reading"),
    ("How do I get a smart meter installed?", "smart-meter"),
    ("I want to leave Wadlicht, is there a penalty for ending my fixed contract?", "contract-end"),
    ("I signed up yesterday and changed my mind", "cooling-off"),
    ("Do I get anything for the solar power I feed back after 2027?", "solar-panels"),
    ("There is no power in my house, who do I call?", "outage"),
    ("I smell gas in the kitchen!", "gas-smell"),
    ("My husband passed away, what happens to the contract?", "death"),
    ("Please delete all data you have on me, GDPR", "privacy"),
    ("Is your electricity really green?", "green-power"),
    ("What does a dynamic tariff mean for the hourly price?", "dynamic-tariff"),
    ("I got an email that looks like phishing", "fraud"),
    ("Can you supply my shop, a business customer?", "business"),
    ("We gaan over drie weken verhuizen naar Utrecht", "moving-house"),
    ("Mijn vriendin komt bij mij wonen en heeft zelf ook energie", "moving-together"),
    ("Ik wil laadpaal, is mijn aansluiting zwaar genoeg?", "new-connection"),
    ("Mijn vakantiehuis staat de hele winter leeg", "empty-home"),
    ("Hoe kom ik aan een lager voorschot per maand?", "instalment"),
    ("Ik heb per ongeluk dubbel betaald, krijg ik dat terug?", "refund"),
    ("Wat zijn die transportkosten op mijn nota?", "grid-costs"),
    ("Hoeveel stroom gebruik ik per dag?", "usage-overview"),
    ("Ik krijg steeds brieven van een incassobureau", "reminder"),
    ("Waar staat mijn ean nummer?", "ean-code"),
    ("Is stroom 's nachts goedkoper?", "day-night"),
    ("Mijn vaste contract is bijna afgelopen, wat nu?", "end-of-term"),
    ("Hoe word ik klant bij jullie?", "become-customer"),
    ("Leveren jullie ook stadsverwarming?", "heat-network"),
    ("Wat als jullie failliet gaan?", "supplier-fails"),
    ("Ik ga scheiden en wil het contract op mijn naam", "name-change"),
    ("Ik vertrouw deze sms niet, is hij van jullie?", "fraud"),
    ("Hoe kan ik minder gas verbruiken?", "saving-energy"),
    ("Ik heb thuis een zuurstofapparaat", "medical"),
    ("Tot hoe laat zijn jullie open?", "contact"),
    ("I entered the wrong reading", "wrong-reading"),
    ("When will you collect my payment?", "direct-debit"),
    ("My meter seems to run too fast", "broken-meter"),
    ("Fixed or variable, which is better?", "fixed-or-variable"),
    ("I forgot my password", "log-in"),
    ("How do I complain about you?", "complaint"),
    ("Can I put the contract in my wife's name?", "name-change"),
    ("Do I pay for feeding solar power back?", "feed-in-costs"),
    ("I lost my job and have debts", "payment-arrangement"),
    ("How much VAT do I pay on gas?", "energy-tax"),
]

UNKNOWN = (sentences.UNKNOWN.nl, sentences.UNKNOWN.en)
BOTH = frozenset(Tool)


def said(*texts: str) -> list[Turn]:
    return [Turn("user", text) for text in texts]


def claims_to_be_human(text: str) -> bool:
    parts = text.replace("!", ".").split(". ")
    return any(hit.rule is Rule.CLAIMS_HUMAN for part in parts for hit in judge(part, Settings()))


def test_nine_in_ten_questions_get_the_right_help_text():
    wrong = [(asked, wanted, got) for asked, wanted in QUESTIONS if (got := reply(said(asked)).article) != wanted]

    assert len(QUESTIONS) >= 40
    assert len(wrong) <= len(QUESTIONS) // 10, wrong


def test_almost_every_help_text_is_asked_for():
    assert len({wanted for _, wanted in QUESTIONS}) >= len(shipped_articles()) - 3


def test_every_help_text_is_found_by_its_own_title():
    titles = [(a.id, page.title) for a in shipped_articles().values() for page in a.pages.values()]
    missed = [(name, title) for name, title in titles if reply(said(title)).article != name]

    assert len(shipped_articles()) >= 30
    assert missed == []


@pytest.mark.parametrize(
    "question",
    [
        "Wat is de hoofdstad van Frankrijk?",
        "Kun je een gedicht schrijven?",
        "Wat voor weer wordt het morgen?",
        "Ik zoek een recept voor appeltaart",
        "asdf qwerty",
        "What is the capital of Spain?",
        "Can you recommend a movie?",
        "Tell me a joke",
        "\U0001f600",
    ],
)
def test_what_it_does_not_know_it_says(question):
    answered = reply(said(question))

    assert answered.article is None
    assert answered.text in UNKNOWN


@pytest.mark.parametrize(
    ("before", "then", "article", "part"),
    [
        pytest.param("Ik ga verhuizen", "En hoe lang van tevoren?", "moving-house", "more", id="nothing new in it"),
        pytest.param("Ik ga verhuizen", "Waar doe ik dat?", "moving-house", "more", id="only small words"),
        pytest.param("I am moving house", "And when?", "moving-house", "more", id="in English"),
        pytest.param("Ik ga verhuizen", "Ik ruik gas!", "gas-smell", "text", id="another subject"),
        pytest.param("Ik ga verhuizen", "zonnepanelen", "solar-panels", "text", id="one word that says it all"),
        pytest.param("Ik wil opzeggen", "en de bedenktijd?", "cooling-off", "text", id="a subject beside it"),
    ],
)
def test_a_question_can_build_on_the_one_before(before, then, article, part):
    answered = reply([*said(before), Turn("assistant", "..."), *said(then)])
    page = shipped_articles()[article].pages[language_of([before, then], telling_words())]

    assert (answered.article, answered.text) == (article, getattr(page, part))


def test_without_a_turn_before_it_a_question_of_small_words_is_unknown():
    assert reply(said("En hoe lang duurt dat?")).text in UNKNOWN


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        pytest.param(["Hoe geef ik mijn meterstand door?"], Language.NL, id="Dutch"),
        pytest.param(["How do I send my meter reading?"], Language.EN, id="English"),
        pytest.param(["How do I move?", "En de meterstand?"], Language.NL, id="the last one that tells"),
        pytest.param(["How do I move?", "120"], Language.EN, id="a number tells nothing"),
        pytest.param(["moving house"], Language.EN, id="only rarer words"),
        pytest.param(["IBAN"], Language.NL, id="nothing tells, so Dutch"),
        pytest.param([], Language.NL, id="nothing said, so Dutch"),
    ],
)
def test_the_language_is_that_of_the_customer(texts, language):
    assert language_of(texts, telling_words()) is language


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        pytest.param("verhuizen verhuis", Language.NL, id="z and s"),
        pytest.param("betalen betaal betaald", Language.NL, id="one vowel and two"),
        pytest.param("opzeggen opzeg", Language.NL, id="one consonant and two"),
        pytest.param("rekeningen rekening", Language.NL, id="plural"),
        pytest.param("moving move moved moves", Language.EN, id="forms of a verb"),
        pytest.param("readings reading", Language.EN, id="English plural"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms, language):
    assert len({stem(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        pytest.param("Zet mijn termijnbedrag op 120 euro", 120, id="the one amount"),
        pytest.param("van 150 naar 120,50 euro graag", 120.5, id="from one to another"),
        pytest.param("change it from 90 to 75.25", 75.25, id="in English"),
        pytest.param("€ 45 terug", 45, id="with a sign"),
        pytest.param("tussen 100 en 120", None, id="two amounts"),
        pytest.param("minder", None, id="none"),
    ],
)
def test_amounts_are_read(text, euros):
    assert amount(text) == euros


@pytest.mark.parametrize(
    ("texts", "call"),
    [
        pytest.param(["Verlaag mijn termijnbedrag naar 95 euro"], Wish(Tool.CHANGE_INSTALMENT, 95), id="instalment"),
        pytest.param(["Please set my instalment to 80"], Wish(Tool.CHANGE_INSTALMENT, 80), id="instalment in English"),
        pytest.param(["Ik wil 45 euro terug"], Wish(Tool.REFUND, 45), id="refund"),
        pytest.param(["I want a refund of 30 euros"], Wish(Tool.REFUND, 30), id="refund in English"),
        pytest.param(
            ["Ik wil mijn termijnbedrag verlagen", "doe maar 110"], Wish(Tool.CHANGE_INSTALMENT, 110), id="amount later"
        ),
    ],
)
def test_a_wish_becomes_a_call_when_the_tool_is_there_and_else_an_explanation(texts, call):
    explained = reply(said(*texts))

    assert reply(said(*texts), BOTH) == Reply(call=call)
    assert explained.call is None
    assert explained.article == {Tool.CHANGE_INSTALMENT: "instalment", Tool.REFUND: "refund"}[call.tool]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("Ik wil mijn termijnbedrag verlagen", "Naar welk bedrag per maand", id="asks for the amount"),
        pytest.param("Hoe kan ik mijn termijnbedrag aanpassen?", "Uw termijnbedrag past u aan in", id="a question"),
        pytest.param("Ik wil 45 euro terug voor de taxi, of 60", "Om welk bedrag gaat het", id="two amounts"),
    ],
)
def test_no_call_is_made_without_one_amount(text, answer):
    answered = reply(said(text), BOTH)

    assert answered.call is None
    assert answered.text.startswith(answer)


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        pytest.param('{"status": "done"}', "Uw nieuwe termijnbedrag is doorgegeven: 95,50 euro per maand", id="done"),
        pytest.param('{"status": "waiting for approval"}', "Uw verzoek ligt bij een collega", id="it waits"),
        pytest.param('{"error": "rejected"}', "Dat is niet gelukt", id="refused"),
    ],
)
def test_the_result_of_a_tool_is_told(result, answer):
    asked = [*said("Verlaag mijn termijnbedrag naar 95,50"), Turn("assistant", "")]

    answered = reply([*asked, Turn("tool", result, Wish(Tool.CHANGE_INSTALMENT, 95.5))], BOTH)

    assert answered.text.startswith(answer)


@pytest.mark.parametrize(
    "question",
    ["Ben je een mens?", "bent u een robot", "Praat ik met een computer?", "Are you a human?", "Is this a bot?"],
)
def test_asked_whether_it_is_a_person_it_hides_behind_its_name_and_the_gateway_would_notice(question):
    first = reply(said(question), persona="Fleur").text
    again = reply(said(question, "Maar ben je echt een mens?")).text

    assert "Fleur" in first
    assert claims_to_be_human(first)
    assert claims_to_be_human(again)


def test_nothing_else_it_can_say_breaks_a_rule_of_conduct():
    pages: list[Page] = [page for article in shipped_articles().values() for page in article.pages.values()]
    fixed = [text for text in vars(sentences).values() if isinstance(text, Text)]
    honest = [text for text in fixed if text not in (sentences.EVADES, sentences.CLAIMS)]
    spoken = [part for page in pages for part in (page.text, page.more)] + [t for x in honest for t in (x.nl, x.en)]

    hits = [(part, hit) for text in spoken for part in text.split(". ") for hit in judge(part, Settings())]

    assert len(spoken) > 100
    assert hits == []


@pytest.mark.parametrize(
    "text", ["Hallo", "goedemorgen!", "Bedankt", "thanks a lot", "Hoe heet je?", "What can you do?"]
)
def test_small_talk_is_answered(text):
    answered = reply(said(text))

    assert answered.article is None
    assert answered.text not in UNKNOWN


def test_a_help_text_that_lacks_a_part_cannot_be_made():
    with pytest.raises(ValueError, match="more"):
        Page("Titel", "vraag", "antwoord", " ")

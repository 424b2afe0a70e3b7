"""What the bot says: small talk, a call of a tool, a help text, or that it does not know. Values in, values out."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import re2

from balie.language import Language, Text
from balie.site.demo.bot import sentences
from balie.site.demo.bot.articles import Article, shipped_articles
from balie.site.demo.bot.ranking import Found, Index, shipped_index, telling_words
from balie.site.demo.bot.wishes import Tool, Wish, wish
from balie.site.demo.bot.words import content_words, language_of, words

PERSONA = "Wim"

_LOWEST_SHARE, _LOWEST_SCORE = 0.3, 4.5  # below these it says that it does not know
_ALL_OF_IT, _LOWER_SCORE = 0.9, 3.0  # a text that is about all of what was asked may score lower
_EARLIER = 0.6  # what the words of the turn before count for in a question that builds on it
_REMEMBERED = 6  # turns of the customer that are looked back at
_EXPLAINS = {Tool.CHANGE_INSTALMENT: "instalment", Tool.REFUND: "refund"}
_BUILDS_ON = re2.compile(r"(?i)^\W*(?:en|maar|dus|ook|and|but|so|what about)\b")
_IS_A_PERSON = re2.compile(
    r"(?i)\b(?:ben|bent) (?:je|jij|u) (?:nu |wel |niet )?(?:eigenlijk )?(?:een |echt )?(?:echt\w* )?"
    r"(?:mens|persoon|robot|bot|chatbot|computer|machine|ai|echt|medewerker)\b"
    r"|\b(?:praat|spreek|chat) ik (?:nu )?(?:met|tegen) een\b|\bare you (?:an? |really )?(?:an? )?(?:real |actual )?"
    r"(?:human|person|robot|bot|chatbot|computer|machine|ai|real|employee)\b"
    r"|\bam i (?:talking|speaking|chatting) (?:to|with) an?\b"
    r"|\bis (?:dit|this) (?:een|an?) (?:robot|bot|mens|ai|human)\b"
)
_TALK = tuple(
    (re2.compile(rf"(?i)^\W*(?:{cues})\W*$"), said)
    for cues, said in (
        (r"(?:hallo|hoi|hey|hi|hello|dag|goede ?(?:morgen|middag|avond))[\w ,]{0,12}", sentences.HELLO),
        (r"good (?:morning|afternoon|evening)[\w ,]{0,12}", sentences.HELLO),
        (r"(?:(?:ok[eé]?|prima|top),? )?(?:bedankt|dank (?:je|u)(?: wel)?|dankjewel)[\w ,]{0,20}", sentences.THANKS),
        (r"(?:(?:ok|great|fine),? )?(?:thanks|thank you)[\w ,]{0,20}", sentences.THANKS),
        (r"(?:tot ziens|doei|dag hoor|bye|goodbye)[\w ,]{0,12}", sentences.BYE),
        (r"(?:hoe heet (?:je|u)|wie ben (?:je|jij)|wie bent u)[\w ]{0,12}", sentences.NAME),
        (r"(?:what(?:'s| is) your name|who are you)[\w ]{0,12}", sentences.NAME),
        (r"(?:wat kun je|wat kunt u|waarmee kun je helpen|what can you do|help)[\w ]{0,16}", sentences.HELP),
    )
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; `tool` is what it asked for or answers, where it is about a tool."""

    role: str
    text: str
    tool: Wish | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot answers: words, or a call of a tool; and the help text it used."""

    text: str = ""
    call: Wish | None = None
    article: str | None = None


def reply(turns: Sequence[Turn], tools: AbstractSet[str] = frozenset(), persona: str = PERSONA) -> Reply:
    """Answer the last message of a conversation, in the language of the customer. `tools`: names that are offered."""
    said = [turn.text for turn in turns if turn.role == "user"][-_REMEMBERED:]
    language = language_of(said, telling_words())
    if turns and turns[-1].role == "tool":
        return Reply(sentences.after(turns[-1].tool, turns[-1].text).say(language))
    if talk := _small_talk(said):
        return Reply(talk.say(language).format(persona=persona))
    if wanted := wish(said):
        return _acting(wanted, tools, language)
    return _looked_up(said, language)


def _small_talk(said: Sequence[str]) -> Text | None:
    if not said:
        return sentences.HELLO
    if _IS_A_PERSON.search(said[-1]):
        asked_before = any(_IS_A_PERSON.search(text) for text in said[:-1])
        return sentences.CLAIMS if asked_before else sentences.EVADES
    return next((text for cues, text in _TALK if cues.search(said[-1])), None)


def _acting(wanted: Wish, tools: AbstractSet[str], language: Language) -> Reply:
    """Call the tool when it is offered and the amount is known; else ask for the amount, or explain."""
    if wanted.tool not in tools:
        return _telling(shipped_articles()[_EXPLAINS[wanted.tool]], language)
    if wanted.amount is None:
        return Reply(sentences.WHICH_AMOUNT[wanted.tool].say(language))
    return Reply(call=wanted)


def _looked_up(said: Sequence[str], language: Language) -> Reply:
    """Look up each turn after the one before it, for a question can build on what was just asked."""
    index = shipped_index(language)
    article: Article | None = None
    terms: dict[str, float] = {}
    onward = False
    for text in said:
        terms, builds = _with_earlier(text, terms if article else {}, index, language)
        before, article = article, _fitting(index.search(terms), builds=builds)
        onward = builds and article is not None and article == before
    if article is None:
        return Reply(sentences.UNKNOWN.say(language))
    return _telling(article, language, more=onward)


def _telling(article: Article, language: Language, *, more: bool = False) -> Reply:
    page = article.pages[language]
    return Reply(page.more if more else page.text, article=article.id)


def _with_earlier(
    text: str, earlier: dict[str, float], index: Index, language: Language
) -> tuple[dict[str, float], bool]:
    """Return the terms of a text, with those of the turn before when it cannot be understood without them."""
    terms = index.terms(text)
    known = [word for word in content_words(text, language) if any(index.knows(term) for term in index.terms(word))]
    short = len(words(text)) <= 8 and len(known) <= 1
    builds = bool(earlier) and (short or bool(_BUILDS_ON.search(text))) and not _stands_alone(index.search(terms), text)
    if not builds:
        return terms, False
    known_terms = {term: weight for term, weight in terms.items() if index.knows(term)}
    return {**{term: weight * _EARLIER for term, weight in earlier.items()}, **known_terms}, True


def _stands_alone(found: Sequence[Found], text: str) -> bool:
    """Say whether a short text is a question of its own: its one word is what a help text is about."""
    if not found or found[0].share < 1 or _BUILDS_ON.search(text):
        return False
    return found[0].score > 2 * _LOWEST_SCORE


def _fitting(found: Sequence[Found], *, builds: bool) -> Article | None:
    """Return the best help text when it is about enough of what was asked."""
    if not found:
        return None
    lowest = _LOWER_SCORE if found[0].share >= _ALL_OF_IT else _LOWEST_SCORE
    about = builds or found[0].share >= _LOWEST_SHARE
    return found[0].article if about and found[0].score >= lowest else None

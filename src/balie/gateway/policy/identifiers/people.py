"""Names of people: after words that introduce one, and where a first name is followed by a surname.

The lists were written for this project; no list of names that once leaked from somewhere is used. A name that is an
ordinary word too counts only where the words around it say so: it is better to miss a Roos than to hide every rose.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import re2

from balie.gateway.policy.identifiers.kinds import Found, Kind

_HERE = Path(__file__).parent
_LINK = r"(?:van der|van den|van de|van het|van 't|v\.d\.|van|von|de la|de|den|der|ter|ten|te|el|al|bin|ben|da|di|la|le|op den|op de|in 't|'t|ait|ben)"
_LINKS = frozenset("van der den de het 't von la ter ten te el al bin ben da di le op in v.d. ait abu mc".split())
_INITIALS = r"(?:[A-Z]\. ?){1,5}(?:[A-Z] )?"
_LETTER = "A-Za-zÀ-ÖØ-öø-ſ"  # of the languages of Europe that use our alphabet
_LARGE = "A-ZÀ-ÖØ-ÞĐĞİŁŞŠŽČĆ"
_PART = rf"[{_LARGE}][{_LETTER}'’\-]*[{_LETTER}]"
_CAPITALS = rf"(?:{_INITIALS})?(?:{_PART}|(?i:{_LINK}) {_PART})(?: (?:(?i:{_LINK} )*{_PART}|[A-Z]\.)){{0,4}}"
# Words after which a name comes, however it is written. What follows is taken up to a word that is no name.
_STRONG = re2.compile(
    r"(?i)(?:\b(?:mijn naam is|m'n naam is|mn naam is|ik heet|naam is|naam ?:|naam|u spreekt met|je spreekt met|spreek met|op naam van"
    r"|ten name van|t\.n\.v\.?|tnv|(?:full |my )?name is|my name's|name ?:|name|in the name of|on behalf of|namens"
    r"|(?:is|was|staat|registered|booked|account) (?:under|onder)|ich hei(?:ß|ss)e|mein name ist|je m'appelle|mon nom est|voornaam ?:?|achternaam ?:?|contactpersoon ?:?"
    r"|aanvrager ?:?|rekeninghouder ?:?|account ?holder ?:?|geadresseerde ?:?)"
    r"(?: (?:mijn (?:man|vrouw|moeder|vader|zoon|dochter|partner|buurman|buurvrouw)|my (?:husband|wife|mother|father|son|daughter|partner)),?)?"
    r"[ ,:]{1,3})"
)
_TITLE = re2.compile(
    r"(?i)\b(?:dhr\.?|de heer|meneer|mijnheer|mevr\.?|mevrouw|mw\.?|mej\.?|heer en mevrouw|fam\.?|familie|mr\.?|mrs\.?|ms\.?|miss|sir|dr\.?|drs\.?"
    r"|ir\.?|prof\.?|herr|frau|monsieur|madame|mme|dear|beste|geachte)(?: (?:en|and) (?:dhr\.?|mevr?\.?|mevrouw|mrs\.?))?[ ]"
)
_GREETING = re2.compile(
    r"(?i)(?:met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|hartelijke groet(?:en)?|m\.?v\.?g\.?|groet(?:en|jes)?|gr\.?|hoogachtend|kind regards|best regards|best wishes|regards"
    r"|yours sincerely|yours faithfully|sincerely|cheers|mit freundlichen grüßen|freundliche grüße|cordialement|alvast bedankt)[ ,.!\n]{1,4}"
)
_BARE = re2.compile(
    r"(?i)\b(?:ik ben|met(?: ene)?|hier is|dit is|i am|i'm|this is|hi i am|ich bin|je suis|spreek ik met|hoi|hallo|hi|hello|hey|dag"
    r"|(?:thanks|thank you|bedankt|dank (?:u|je)(?: wel)?)[,.!]) "
)
_SPOKEN_TO = re2.compile(
    rf"(?i:spoke (?:to|with)|spoken (?:to|with)|talked to|helped by|gesproken met|sprak met|sprak|gesprek met|geholpen door|contact met|ik ben|i am|i'm"
    rf"|this is|contract van|rekening van|account of) ({_CAPITALS})"
)
_SPOKEN_OF = re2.compile(
    r"(?i)\b(?:spoke (?:to|with)|spoken (?:to|with)|speak (?:to|with)|talked to|helped by|gesproken met|sprak met|vra(?:ag|gen) naar|geholpen door|contact met|regards,|groet,|groeten,) "
)
_KIN = re2.compile(
    r"(?i)\b(?:(?:mijn|m'n|onze|haar|zijn|hun|my|our|her|his|their) (?:ex[ \-]?)?(?:man|vrouw|moeder|vader|zoon|zoontje|dochter|dochtertje|partner"
    r"|vriend|vriendin|broer|zus|zusje|buurman|buurvrouw|buur|collega|opa|oma|oom|tante|neef|nicht|kind|husband|wife|mother|mum|mom"
    r"|father|dad|son|daughter|friend|boyfriend|girlfriend|brother|sister|neighbour|colleague|uncle|aunt|cousin|nephew|niece)"
    r"|opa|oma|oom|tante|grandpa|grandma|uncle|aunt)(?: heet| genaamd| is called| called| named)?,? "
)
_BACKWARDS = re2.compile(rf"\b(?:(?:{_LINK}) )?[{_LARGE}][{_LETTER}'’\-]+, (?:[A-Z]\. ?){{1,4}}")
_SMALL_HERE = re2.compile(rf"(?i)(?:^|[,.!] )([{_LETTER}]+(?: (?:{_LINK} )?[{_LETTER}'’\-]+)?) (?:hier|here)\b")
_HERE_IS = re2.compile(rf"({_CAPITALS}) (?i:hier\b|here\b|speaking\b|aan de lijn|aan de telefoon|am apparaat)")
_NAME = re2.compile(_CAPITALS)
_ANY = re2.compile(rf"(?:{_INITIALS})(?:(?i:{_LINK}) )*{_PART}(?: {_PART})?")
_CAPITAL_WORDS = re2.compile(rf"{_PART}(?: (?:(?:{_LINK}) )*{_PART}){{1,3}}")
_LOOSE = re2.compile(rf"[{_LETTER}][{_LETTER}'’.\-]*(?: [{_LETTER}][{_LETTER}'’.\-]*){{0,4}}")
_HAS_LETTERS = re2.compile(r"[A-Za-z]{2}")
_LONGEST = 60


def names(text: str) -> Iterator[Found]:
    """Names of people."""
    if not _HAS_LETTERS.search(text):
        return
    yield from _introduced(text)
    yield from _spoken_of(text)
    for match in _BACKWARDS.finditer(text):
        if not _is_ordinary(match.group()):
            yield Found(match.start(), match.start() + len(match.group().rstrip()), Kind.NAME)
    for match in _ANY.finditer(text):
        if not _is_ordinary(match.group()):
            yield Found(match.start(), match.end(), Kind.NAME)
    for match in _CAPITAL_WORDS.finditer(text):
        yield from _pairs(text, match.start(), match.group())


def _introduced(text: str) -> Iterator[Found]:
    """After words that introduce a name: who writes, whose it is, a greeting, a title."""
    for match in _STRONG.finditer(text):
        yield from _taken(text, match.end(), loose=True)
    for match in _GREETING.finditer(text):
        yield from _taken(text, match.end(), loose=False)
        yield from _known(text, match.end())
    for match in _TITLE.finditer(text):
        yield from _taken(text, match.end(), loose=False)
        yield from _known(text, match.end(), families=True)
    for pattern in (_BARE, _SPOKEN_OF):
        for match in pattern.finditer(text):
            yield from _known(text, match.end())
    for match in _KIN.finditer(text):
        yield from _known(text, match.end(), unsure=text[match.end() : match.end() + 1].isupper())


def _spoken_of(text: str) -> Iterator[Found]:
    """Somebody who is here, or was spoken to."""
    for match in _SMALL_HERE.finditer(text):
        if _plain(match.group(1).split(" ")[0]) in _firsts():
            yield Found(match.start(1), match.end(1), Kind.NAME)
    for match in _SPOKEN_TO.finditer(text):
        name = _trimmed(match.group(1))
        if " " in name and not _is_ordinary(name):
            yield Found(match.start(1), match.start(1) + len(name), Kind.NAME)
    for match in _HERE_IS.finditer(text):
        if _first_of(match.group(1)) not in _ORDINARY:
            yield Found(match.start(1), match.end(1), Kind.NAME)


def _taken(text: str, at: int, *, loose: bool) -> Iterator[Found]:
    """A name that begins here: by its capitals, or after strong words also without them."""
    rest = text[at : at + _LONGEST]
    found = _NAME.match(rest)
    if found and not _is_ordinary(_first_of(found.group())):
        yield Found(at, at + len(_trimmed(found.group())), Kind.NAME)
    elif loose and (small := _LOOSE.match(rest)):
        taken = _small_name(small.group())
        if taken:
            yield Found(at, at + len(taken), Kind.NAME)


def _known(text: str, at: int, *, families: bool = False, unsure: bool = False) -> Iterator[Found]:
    """After words that need not introduce a name: only one from the lists counts."""
    rest = text[at : at + _LONGEST]
    found = _LOOSE.match(rest)
    if not found:
        return
    words = found.group().split(" ")
    first = next((_plain(word) for word in words if word.lower() not in _LINKS), "")
    if (first in _firsts(both=unsure) or (families and first in _families())) and first not in _ORDINARY:
        taken = _small_name(found.group())
        if taken:
            yield Found(at, at + len(taken), Kind.NAME)


def _pairs(text: str, start: int, words: str) -> Iterator[Found]:
    """Capitalised words among which a first name is followed by another name."""
    parts = words.split(" ")
    at = start
    for number, part in enumerate(parts):
        follows = parts[number + 1 :]
        first = _plain(part).split("-")[0]
        if follows and first in _firsts(both=True) and (_is_family(follows) or first in _firsts()):
            end = start + len(words)
            name = _trimmed(text[at:end])
            if " " in name and not _is_ordinary(name.split(" ")[-1]) and name.lower() not in _BRANDS:
                yield Found(at, at + len(name), Kind.NAME)
            return
        at += len(part) + 1


def _is_family(words: list[str]) -> bool:
    return words[0].lower() in _LINKS or _plain(words[-1]) in _families()


def _small_name(words: str) -> str:
    """As many of these words, written without care for capitals, as make a name."""
    taken: list[str] = []
    for word in words.split(" "):
        plain = _plain(word)
        if (plain in _STOPS and not _is_initial(word) and word.lower() not in _LINKS) or (
            plain in _ORDINARY and plain not in _firsts()
        ):
            break
        stop = word.endswith((".", ",")) and len(word) > 3
        taken.append(word.rstrip(".,"))
        if stop or len([w for w in taken if w.lower() not in _LINKS]) == 3:
            break
    while taken and taken[-1].lower() in _LINKS:
        taken.pop()
    if not taken or (len(taken) == 1 and _plain(taken[0]) in _ORDINARY):
        return ""
    return " ".join(taken)


def _trimmed(name: str) -> str:
    """A name by capitals without the sentence that follows it: `Jan Jansen Kunt` ends before `Kunt`."""
    parts = name.split(" ")
    for number, part in enumerate(parts):
        if number and not _is_initial(part) and _plain(part) in _NO_NAMES:
            parts = parts[:number]
            break
    while len(parts) > 1 and parts[-1].lower() in _LINKS:
        parts.pop()
    return " ".join(parts)


def _first_of(name: str) -> str:
    return next((_plain(word) for word in name.split(" ") if not _is_initial(word) and word.lower() not in _LINKS), "")


def _is_ordinary(words: str) -> bool:
    plain = [_plain(word) for word in words.split(" ") if not _is_initial(word) and word.lower() not in _LINKS]
    return any(word in _ORDINARY or word in _NO_NAMES for word in plain)


def _is_initial(word: str) -> bool:
    """Whether this is `A.` or `J.P.`, which looks like a short word without its point."""
    return word.endswith(".") and word.replace(".", "").isupper() and len(word) <= 2 * word.count(".")


def _plain(word: str) -> str:
    return word.lower().strip(".,'’-")


@cache
def _firsts(*, both: bool = False) -> frozenset[str]:
    words = _read("names.txt")
    sure = frozenset(word for word in words if not word.startswith("*"))
    unsure = frozenset(word[1:] for word in words if word.startswith("*"))
    return sure | unsure if both else sure - unsure


@cache
def _families() -> frozenset[str]:
    return frozenset(_read("surnames.txt"))


def _read(file: str) -> list[str]:
    lines = (_HERE / file).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


_BRANDS = frozenset(
    (
        "albert heijn",
        "john lewis",
        "jan linders",
        "marks spencer",
        "calvin klein",
        "hugo boss",
        "tommy hilfiger",
        "michael kors",
    )
)
_STOPS = frozenset(
    "en of is ik mij mijn de het een met voor op in aan van uit bij te wil wilt kan kunt u je jij wij we heb heeft hebben zit woon"
    " woont graag alvast bedankt hier maar want dus als dat die dit er niet geen wel nog ook al nu dan naar om klantnummer geboren"
    " adres telefoon tel mail email e-mail postcode and or is i my the a an with for on in at from to of can could would want have has"
    " here but because so if that this there not no yes also now then about please thanks thank regards und oder ich mein der die das ein"
    " mit für auf et ou je mon ma le la les un une avec pour sur dob born address phone bsn iban kvk goedemorgen goedemiddag"
    " goedenavond hallo hoi hi hello dag dear beste geachte calling bel belt bellen belde calls reis staat stond speaking even vraag sorry"
    " wat waar wie wanneer waarom hoe what where who when why how bel naar mr mrs customer number order nummer klant account".split()
)
_NO_NAMES = _STOPS - _LINKS
_ORDINARY = frozenset(
    "klantenservice klant customer service support team helpdesk afdeling medewerker agent bot assistent chatbot allemaal iedereen all"
    " everyone redactie directie sir madam heer mevrouw meneer collega zeer erg heel niet benieuwd boos blij bezig verhuisd very happy sorry"
    " not really still just zo ook nog al opnieuw weer again going looking trying unable geïnteresseerd klantnummer nieuwe new"
    " zeker klaar akkoord ontevreden tevreden teleurgesteld gisteren vandaag morgen bedankt dank thanks thank groet groeten kind best"
    " januari februari maart april mei juni juli augustus september oktober november december january february march may june july august"
    " october maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday"
    " amsterdam rotterdam utrecht den eindhoven groningen nederland netherlands belgië kerst kerstmis pasen ziggo kpn odido eneco"
    " essent vattenfall greenchoice ing rabobank abn postnl bol coolblue philips samsung apple google microsoft windows android iphone"
    " energie gas stroom internet kunt kan ik hoe wat waar wanneer waarom graag alvast een de het mijn uw jullie er is zijn was"
    " the my your please can could would i what how when where why hello hi hoi hallo goedemorgen goedemiddag goedenavond dag beste"
    " geachte dear good morning afternoon evening verkeerd fout gewijzigd veranderd onjuist aangepast anders hetzelfde kwijt weg"
    " onbekend correct goed juist gespeld geschreven vermeld wrong spelled spelt misspelled incorrect changed different missing"
    " unknown same right".split()
)

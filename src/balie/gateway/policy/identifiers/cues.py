"""Words around names: after which words a name comes, how sure that is, and the small words inside names."""

from enum import IntEnum


class Sure(IntEnum):
    """How sure it is that a name follows."""

    IF_KNOWN = 1  # only one of the lists: `ik ben Fatima`, but not `ik ben Nederlander`
    IF_WHOLE = 2  # also two unknown ones with capitals: `ik ben Xandra Xhosa`
    IF_CAPITAL = 3  # also an unknown one, with a capital: `mevrouw Xhosa`
    AT_THE_END = 4  # also an unknown one without, where it ends the message: `groetjes xandra`
    ALWAYS = 5  # however it is written: `mijn naam is xandra xhosa`


_ALWAYS = """
mijn naam is|m'n naam is|mn naam is|ik heet|volledige naam is|u spreekt met|je spreekt met|op naam van|ten name van|t n v|tnv
my name is|my name's|full name is|in the name of|on behalf of|namens|ich heise|ich heisse|mein name ist|je m'appelle|mon nom est
contactpersoon|aanvrager|account holder is|rekeninghouder is|hoofdbewoner|ik ben genaamd|my full name is|kaarthouder|met als naam|naam op de kaart is|naam op de pas is|name on the card is|name on card is|kaarthouder is|cardholder is|achternaam is|voornaam is|surname is|first name is|last name is|roepnaam is|meisjesnaam is|maiden name is
"""
_AFTER_COLON = """
naam|name|voornaam|achternaam|surname|first name|last name|full name|volledige naam|rekeninghouder|account holder|geadresseerde|contact|klant|customer|voorletters en naam|nom|vorname|nachname
afzender|ondertekend|getekend|signed|from|van|nom|prenom|contactpersoon|aanvrager|cardholder|naam en voorletters|tenaamstelling|patient
"""
_AT_THE_END = """
groet|groeten|groetjes|gr|grt|grtjs|mvg|m v g|vr gr|hoogachtend|regards|sincerely|faithfully|cheers|cordialement|grusen|gruse|gruessen|grusse|liefs|xoxo|kr|best wishes|hgr|vriendelijks
"""
_CAPITAL = """
dhr|heer|meneer|mijnheer|mevr|mevrouw|mvr|mw|mej|fam|familie|mr|mrs|ms|miss|dr|drs|prof|herr|herrn|frau|monsieur|madame|mme|sir|de heren
spreek met|spreekt met|sprak met|gesproken met|gebeld met|gemaild met|gechat met|contact met|afspraak met|spoke to|spoke with|spoken to|spoken with|talked to|talk to|speak to|speak with|helped by|geholpen door|served by|dealt with by|vragen naar|vraag naar|ask for|asked for|collega|ene|opa|oma|tante|oom|colleague
mijn man|mijn vrouw|mijn zoon|mijn zoontje|mijn dochter|mijn dochtertje|mijn moeder|mijn vader|mijn broer|mijn zus|mijn partner|mijn vriend|mijn vriendin|mijn buurman|mijn buurvrouw|mijn buurjongen|mijn opa|mijn oma|mijn tante|mijn schoonmoeder|mijn schoonvader|mijn ex|mijn kind|me vrouw|me man|m'n man|m'n vrouw|m'n zoon|m'n dochter|m'n moeder|m'n vader|m'n zus|m'n broer|onze zoon|onze dochter
my husband|my wife|my son|my daughter|my mother|my father|my mum|my mom|my dad|my brother|my sister|my partner|my boyfriend|my girlfriend|my neighbour|my neighbor|my aunt|my uncle|my gran|my nan|meine frau|mein mann|mon mari|ma femme|is called|heet|contract van|rekening van|account of|dossier van|naam is|name is|naam|name|thanks|bedankt|dank|thank you|merci|danke|account under|is under|booked under|registered under|order under|ondergetekende|named|genaamd
"""
_WHOLE = """
ik ben|met|hier is|dit is|i am|i'm|im|this is|it's|ich bin|je suis|spreek ik met
"""
_KNOWN = """
hier|its|here is|here's|c'est|hoi|hallo|hi|hello|hey|dag|beste|geachte|dear|lieve|goedemorgen|goedemiddag|goedenavond|good morning|good afternoon|naam|name|voornaam|achternaam|liebe|lieber|sehr geehrter|cher|chere|zegt|zei|said
"""
LINKS = frozenset(
    "van der den de het 't von la ter ten te el al bin ben da di du le dos op in v.d vd v d ait abu mc del des y zu 's bint ould o ibn aan uit die".split()
)
INNER = frozenset(
    {
        ("van", "der"),
        ("van", "den"),
        ("van", "de"),
        ("van", "het"),
        ("van", "'t"),
        ("in", "'t"),
        ("op", "den"),
        ("op", "de"),
        ("v", "d"),
        ("de", "la"),
        ("von", "der"),
        ("van", "ter"),
        ("aan", "de"),
        ("uit", "den"),
        ("in", "het"),
        ("uit", "de"),
        ("van", "'s"),
    }
)
ONLY_TOGETHER = frozenset({"op", "in", "aan", "uit"})  # small words that are part of a name only before another
TITLES = frozenset(
    "dhr heer meneer mijnheer mevr mevrouw mvr mw mej fam familie mr mrs ms miss dr drs ir prof ing herr frau monsieur madame mme sir heren ene opa oma tante oom".split()
)
GREETINGS = frozenset("hoi hallo hi hello hey dag goedemorgen goedemiddag goedenavond".split())
PERSONAL = frozenset("mevrouw mevr meneer mijnheer dhr mw mrs mr ms".split())
TELLS_ITSELF = frozenset("hier here speaking aan am".split())
STREETS = ("straat", "laan", "weg", "plein", "gracht", "singel", "school", "college", "ziekenhuis", "steeg")
ROADS = frozenset(
    "lane hill close park street road court green way grove square avenue bridge gate".split()
)  # surnames too
BRANDS = frozenset(
    {
        ("albert", "heijn"), ("john", "lewis"), ("jan", "linders"), ("marks", "and"), ("calvin", "klein"), ("hugo", "boss"),
        ("tommy", "hilfiger"), ("michael", "kors"), ("jack", "daniels"), ("jack", "jones"), ("ben", "jerry's"), ("dirk", "van"),
        ("max", "havelaar"), ("douwe", "egberts"), ("ralph", "lauren"), ("karl", "lagerfeld"), ("harry", "potter"),
        ("louis", "vuitton"), ("saint", "laurent"), ("victoria's", "secret"), ("ted", "baker"), ("paul", "smith"), ("jamie", "oliver"),
        ("max", "mara"), ("ray", "ban"), ("johnson", "johnson"), ("rob", "peetoom"), ("ben", "mobiel"), ("oscar", "gezondheid"), ("ikea", "billy"), ("and", "spencer"), ("en", "spencer"), ("von", "dutch"),
    }
)  # fmt: skip


def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], Sure, bool], ...]]:
    """Phrases by their last word: the words before it, how sure, and whether a colon must follow."""
    made: dict[str, list[tuple[tuple[str, ...], Sure, bool]]] = {}
    for listed, sure, colon in (
        (_ALWAYS, Sure.ALWAYS, False),
        (_AFTER_COLON, Sure.ALWAYS, True),
        (_AT_THE_END, Sure.AT_THE_END, False),
        (_CAPITAL, Sure.IF_CAPITAL, False),
        (_WHOLE, Sure.IF_WHOLE, False),
        (_KNOWN, Sure.IF_KNOWN, False),
    ):
        for phrase in listed.replace("\n", "|").split("|"):
            if phrase:
                *before, last = phrase.split()
                made.setdefault(last, []).append((tuple(before), sure, colon))
    return {last: tuple(sorted(found, key=lambda f: -f[1])) for last, found in made.items()}


PHRASES = _phrases()

"""Words about special categories of personal data (Art. 9 and 10 GDPR): seen, so that a policy can act on them."""

from collections.abc import Iterable, Iterator

import re2

from balie.gateway.policy.identifiers.kinds import SpecialCategory, SpecialHit

_WORDS = {
    SpecialCategory.HEALTH: r"kanker|ziek(?:te|melding|teverlof)?|burnout|astma|reuma|copd|ernstig ziek|chronisch\w*|overspannen|chemo\w*|diabetes|suikerziekte|depressi\w*|burn-?out|hiv|aids|zwanger\w*|miskraam|medicijn\w*|medicatie|psychi\w*|therapie|therapeut"
    r"|ziekenhuis|operatie aan|gehandicapt\w*|handicap|invalide|rolstoel|dement\w*|alzheimer|parkinson|epilepsie|hartaanval|beroerte|verslaafd|verslaving|adhd|autis\w*|ziekte van \w+|arbeidsongeschikt\w*|wao|wia"
    r"|cancer|diabet\w*|depress\w*|pregnan\w*|miscarriage|medication|psychiatr\w*|therapy|hospital|disab\w*|wheelchair|dementia|epilepsy|heart attack|stroke|addict\w*|autism|krebs|schwanger\w*|krankenhaus|enceinte|hôpital|handicapé\w*",
    SpecialCategory.RELIGION: r"kerk|gelovig\w*|moslim\w*|islamiti\w*|christen\w*|katholiek\w*|protestant\w*|joods\w*|jood|hindoe\w*|boeddhis\w*|moskee|synagoge|kerkelijk|ramadan|muslim\w*|christian\w*|catholic\w*|jewish|hindu\w*|buddhis\w*|mosque|synagogue",
    SpecialCategory.ETHNICITY: r"huidskleur|etnici\w*|afkomst|allochtoon|marokkaan\w*|surinaam\w*|antilliaan\w*|vluchteling\w*|asielzoeker\w*|statushouder\w*|ethnic\w*|skin colou?r|refugee\w*|asylum seeker\w*",
    SpecialCategory.POLITICS: r"stem op (?:de )?(?:vvd|pvv|d66|cda|sp|groenlinks|pvda|volt|fvd)|lid van (?:de )?(?:vvd|pvv|d66|cda|groenlinks|pvda|fvd)|politieke overtuiging|political (?:views|opinion)s?",
    SpecialCategory.UNION: r"vakbond\w*|fnv|cnv|union rep|lid van (?:de )?(?:fnv|cnv)|trade union|gewerkschaft|syndicat",
    SpecialCategory.SEXUALITY: r"homoseksu\w*|biseksu\w*|lesbisch\w*|lesbienne|transgender\w*|seksuele (?:geaardheid|voorkeur)|ik ben (?:homo|gay|trans)|homosexual\w*|bisexual\w*|lesbian\w*|sexual orientation|i am (?:gay|trans)",
    SpecialCategory.GENETIC: r"dna-test\w*|dna-onderzoek|erfelijke (?:aandoening|ziekte|aanleg)|genetisch\w*|genetic (?:test|disorder|condition)\w*|hereditary (?:disease|condition)|gentest|erbkrankheit",
    SpecialCategory.BIOMETRIC: r"vingerafdruk\w*|gezichtsherkenning|irisscan|stemafdruk|fingerprint\w*|face recognition|facial recognition|voice ?print|fingerabdruck|gesichtserkennung|empreintes? digitales?",
    SpecialCategory.CRIMINAL: r"strafblad|veroordeeld\w*|gevangenis|gedetineerd\w*|enkelband|reclassering|criminal record|convicted|in prison|imprisoned|aangifte tegen mij|taakstraf|vorbestraft|gefängnis",
}
_TRUSTED = 2_000  # characters; of longer ones a search for all at once may have given up
_EACH = tuple((category, re2.compile(rf"(?i)\b(?:{words})\b")) for category, words in _WORDS.items())


def _gate() -> "re2.Set":
    made = re2.Set.SearchSet()
    for words in _WORDS.values():
        made.Add(rf"(?i)\b(?:{words})\b")
    made.Compile()
    return made


_GATE = _gate()  # one search says which categories a text speaks of


def special_categories(text: str) -> tuple[SpecialHit, ...]:
    """Return where a text speaks of special categories, in the order of the text."""
    spoken_of = _GATE.Match(text)
    if spoken_of is None and len(text) <= _TRUSTED:
        return ()
    return tuple(sorted(_hits(text, spoken_of or range(len(_EACH))), key=lambda hit: (hit.start, hit.end)))


def _hits(text: str, places: Iterable[int]) -> Iterator[SpecialHit]:
    for place in places:
        category, pattern = _EACH[place]
        for match in pattern.finditer(text):
            yield SpecialHit(match.start(), match.end(), category)

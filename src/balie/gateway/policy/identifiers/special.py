"""Words about special categories of personal data (Art. 9 and 10 GDPR): seen, so that a policy can act on them."""

from collections.abc import Iterator

import re2

from balie.gateway.policy.identifiers.kinds import SpecialCategory, SpecialHit

_WORDS = {
    SpecialCategory.HEALTH: r"kanker|chemo\w*|diabetes|suikerziekte|depressi\w*|burn-?out|hiv|aids|zwanger\w*|miskraam|medicijn\w*|medicatie|psychi\w*|therapie|therapeut"
    r"|ziekenhuis|operatie aan|gehandicapt\w*|handicap|invalide|rolstoel|dement\w*|alzheimer|parkinson|epilepsie|hartaanval|beroerte|verslaafd|verslaving|adhd|autis\w*|ziekte van \w+|arbeidsongeschikt\w*|wao|wia"
    r"|cancer|diabet\w*|depress\w*|pregnan\w*|miscarriage|medication|psychiatr\w*|therapy|hospital|disab\w*|wheelchair|dementia|epilepsy|heart attack|stroke|addict\w*|autism|krebs|schwanger\w*|krankenhaus|enceinte|hôpital|handicapé\w*",
    SpecialCategory.RELIGION: r"moslim\w*|islamiti\w*|christen\w*|katholiek\w*|protestant\w*|joods\w*|jood|hindoe\w*|boeddhis\w*|moskee|synagoge|kerkelijk|ramadan|muslim\w*|christian\w*|catholic\w*|jewish|hindu\w*|buddhis\w*|mosque|synagogue",
    SpecialCategory.ETHNICITY: r"huidskleur|etnici\w*|afkomst|allochtoon|marokkaan\w*|surinaam\w*|antilliaan\w*|vluchteling\w*|asielzoeker\w*|statushouder\w*|ethnic\w*|skin colou?r|refugee\w*|asylum seeker\w*",
    SpecialCategory.POLITICS: r"stem op (?:de )?(?:vvd|pvv|d66|cda|sp|groenlinks|pvda|volt|fvd)|lid van (?:de )?(?:vvd|pvv|d66|cda|groenlinks|pvda|fvd)|politieke overtuiging|political (?:views|opinion)s?",
    SpecialCategory.UNION: r"vakbond\w*|lid van (?:de )?(?:fnv|cnv)|trade union|gewerkschaft|syndicat",
    SpecialCategory.SEXUALITY: r"homoseksu\w*|biseksu\w*|lesbisch\w*|lesbienne|transgender\w*|seksuele (?:geaardheid|voorkeur)|ik ben (?:homo|gay|trans)|homosexual\w*|bisexual\w*|lesbian\w*|sexual orientation|i am (?:gay|trans)",
    SpecialCategory.CRIMINAL: r"strafblad|veroordeeld\w*|gevangenis|gedetineerd\w*|enkelband|reclassering|criminal record|convicted|in prison|imprisoned|vorbestraft|gefängnis",
}
_ANY = re2.compile(rf"(?i)\b(?:{'|'.join(_WORDS.values())})\b")
_EACH = {category: re2.compile(rf"(?i)\b(?:{words})\b") for category, words in _WORDS.items()}


def special_categories(text: str) -> tuple[SpecialHit, ...]:
    """Return where a text speaks of special categories, in the order of the text."""
    if not _ANY.search(text):
        return ()
    return tuple(sorted(_hits(text), key=lambda hit: hit.start))


def _hits(text: str) -> Iterator[SpecialHit]:
    for category, pattern in _EACH.items():
        for match in pattern.finditer(text):
            yield SpecialHit(match.start(), match.end(), category)

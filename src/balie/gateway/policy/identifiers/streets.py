"""Streets with a house number, as they are written in the Netherlands, Britain, Germany and France.

Word by word: beside a house number stands a word that is a kind of street (`Kerkstraat 5`, `12 High Street`), or words
with capitals after others that say an address comes (`ik woon op Noordeinde 68`).
"""

from collections.abc import Iterator

from balie.gateway.policy.identifiers import lists
from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import Plain, Word

_STRONG = (
    "straat straatje str laan laantje weg plein pleintje dreef steeg gracht kade singel plantsoen boulevard allee"
    " dijk strasse strase gasse platz hof"
    " hofje laar dwarsstraat kwartier pad wetering"
).split()
_WEAK = (
    "park markt veld berg dal haven oord erf beek donk rak zijde poort brink tuin voort esch horst kamp meent werf"
    " vaart sluis plaats buurt"
    " heide bos molen wijk geest gouw zoom hage voorhout rade dam plaat stee tiend kanaal oever strand land ring wal"
    " baan hoek akker burg"
    " burcht ufer damm heuvel waard polder hoeve spui eind einde rijn lei kant kerkhof schans vest wand water"
).split()
_CLEAR_END = tuple("baan wal haven voorhout rade donk esch horst gouw zoom meent vaart sluis burg".split())
_DIRECTIONS = frozenset("op aan naar van adres".split())
_STRONG_END, _WEAK_END = tuple(_STRONG), tuple(_WEAK)
_NO_STREETS = frozenset(
    "loopbaan zwembaan startbaan landingsbaan jachthaven luchthaven onderweg snelweg omweg halfweg wandelpad"
    " fietspad voetpad voorplaats rijbaan werkplaats supermarkt bouwmarkt"
    " jaarmarkt vliegveld"
    " voetbalveld voetbalpark loopbaan zomaar weekmarkt vakantiepark parkeerplaats parkeerplaatsen kinderhof"
    " toetsenbord doolhof"
    " hoofdweg-a2 autoweg ringweg-a10 krijgt standplaats ligplaats zitplaats woonplaats geboorteplaats buitenland"
    " nederland"
    " ruggengraat voorsprong blad afslag spoorweg pretpark wagenpark januari rijstrook waterkant kant hart"
    " tussenkant tegenhof"
    " buitenplaats marktplaats achterkant voorkant zijkant onderkant bovenkant kabelkrant duitsland engeland"
    " friesland zeeland gelderland"
    " eiland weiland stopcontact deutschland england scotland ireland inland bestand water eind einde weekeinde"
    " weekend bad land bos".split()
)
_HEADS = frozenset("laan plein weg hof kade singel gracht park markt dijk pad boulevard steeg avenue allee".split())
_LINKS = frozenset("van der den de het 't ten ter te vd v.d op in aan la le du des d 's bij an am zum zur".split())
_LEADS = (("van", "der"), ("van", "den"), ("van", "de"), ("van", "het"), ("van", "'t"), ("van", "ter"))
_ORDINALS = frozenset(
    "1e 2e 3e 4e 5e eerste tweede derde vierde vijfde nieuwe oude lange korte grote kleine hoge lage burg"
    " burgemeester prof"
    " professor dr doctor pres president st sint prins prinses koning koningin mr jan mei april juni oost west noord"
    " zuid achter am".split()
)
_HOUSE_WORDS = frozenset("bis hs huis rood zw rd i ii iii iv boven beneden hoog bel".split())
_NUMBER_WORDS = frozenset("nr nummer no huisnummer huisnr hausnummer num".split())
_UNITS = frozenset(
    "km meter m keer euro eur dagen uur minuten weken maanden jaar procent stuks times days hours personen mensen"
    " graden kilometer huizen"
    " kramen kraampjes bankjes miljoen duizend procent kwh m2 m3 cm mm kg minuut seconden auto's bomen winkels"
    " januari februari maart"
    " april mei juni juli augustus september oktober november december".split()
)
_CUES = frozenset(
    "woon woont wonen woonachtig wonend adres huisadres bezorgadres afleveradres woonadres factuuradres postadres"
    " bezorgen bezorgd straat"
    " verhuisd verhuis verhuizen verhuizing wohne wohnt adresse address live lives living deliver delivered moved"
    " moving habite"
    " afgeleverd leveren geleverd sent send gevestigd straatnaam gestuurd sturen bezorg".split()
)
_CUE_LINKS = frozenset(
    "wijzigen wijziging gewijzigd veranderen nieuw nieuwe mijn it them my op aan in te naar van bij is nu de het ik"
    " at to in from on the wordt moet zijn der ben to moest".split()
)
_TYPES = frozenset(
    "street road avenue lane drive close court crescent gardens grove place square terrace way walk hill park row"
    " mews green view"
    " rise mount parade villas boulevard quay wharf alley house st rd ave ln dr ct pl sq".split()
)
_SMALL_TYPES = frozenset("street road avenue lane crescent terrace gardens grove mews".split())
_ENGLISH_LINKS = frozenset("the of st upon old new great upper lower mill high church".split())
_FLATS = frozenset("flat apartment apt unit suite".split())
_FRENCH = frozenset("rue avenue av boulevard bd place chemin allee impasse quai cours route square".split())
_FRENCH_LINKS = frozenset("de la le les du des d' l' saint sainte et aux au".split())
_MOST_WORDS = 6


def addresses(plain: Plain) -> Iterator[Found]:
    """Streets with a house number."""
    words = plain.words
    for at, word in enumerate(words):
        if not ("1" <= word.small[0] <= "9" and _is_house(word.small)):
            continue
        found = _before(plain, words, at) or _after(plain, words, at) or _french(plain, words, at)
        if found:
            yield found


def _is_house(small: str) -> bool:
    """A house number: 12, 12a, 12-3, 88-ii."""
    figures = len(small) - len(small.lstrip("0123456789"))
    rest = small[figures:].lstrip("-")
    return (
        figures <= 5
        and len(rest) <= 4
        and (rest.isalnum() or not rest)
        and (rest in _HOUSE_WORDS or len(rest) < 2 or rest.isdigit())
    )


def _before(plain: Plain, words: tuple[Word, ...], at: int) -> Found | None:
    """`Kerkstraat 5`: the street stands before the number."""
    last = at - 1
    while last >= 0 and words[last].small in _NUMBER_WORDS:
        last -= 1
    if last < 0 or plain.gap(words[last], words[last + 1]).strip(" .,:") or _counts(plain, words, at):
        return None
    first = _first(plain, words, last)
    if not _is_street(plain, words, first, last, at):
        first = _headed(plain, words, last)
        if first < 0:
            return None
    return Found(
        words[first].start
        - (plain.text[max(0, words[first].start - 1)] == "'" and words[first].small[:2] in {"s-", "t "}),
        _end(plain, words, at),
        Kind.ADDRESS,
    )


def _counts(plain: Plain, words: tuple[Word, ...], at: int) -> bool:
    """Whether the number counts something: `5 minuten`."""
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and after.small in _UNITS and plain.gap(words[at], after) == " "


def _first(plain: Plain, words: tuple[Word, ...], last: int) -> int:
    """Where the name of a street begins that ends here: capitals, and small words between or before them."""
    first, at = last, last - 1
    while at >= 0 and last - at < _MOST_WORDS and _together(plain, words[at], words[at + 1]):
        small = words[at].small
        if small in _LINKS and not plain.capital(words[at]):
            at -= 1
            continue
        ordinal = small in _ORDINALS or small in _HEADS or small in _LINKS or small[0].isdigit()
        if not (
            (plain.capital(words[at]) or ordinal) and (ordinal or not (small in lists.ordinary() or small in _CUES))
        ):
            break
        if small[0].isdigit() and small not in _ORDINALS:
            break
        first, at = at, at - 1
    for lead in _LEADS:
        if first >= 2 and (words[first - 2].small, words[first - 1].small) == lead:
            return first - 2
    if first and words[first - 1].small in {"het", "'t"} and first == last:
        return first - 1
    return first


def _together(plain: Plain, word: Word, after: Word) -> bool:
    gap = plain.gap(word, after)
    return gap in {" ", " '", "'"} or (gap in {". ", "."} and len(word.small) <= 5)


def _is_street(plain: Plain, words: tuple[Word, ...], first: int, last: int, at: int) -> bool:
    word = words[last]
    small, large = word.small, plain.capital(word) or word.small.startswith("s-")
    if small in _NO_STREETS or small[0].isdigit():
        return False
    if small.endswith(_STRONG_END) and len(small) > 4 and small not in _STRONG:
        return True
    if small in _STRONG:
        return first < last or (large and last > 0) or (large and _placed(plain, words, at))
    if small.endswith(_WEAK_END) and not large and len(small) > 6:
        directed = first > 0 and words[first - 1].small in _DIRECTIONS and small.endswith(_CLEAR_END)
        return directed or _cued(words, first)
    if small.endswith(_WEAK_END) and large and small not in lists.places():
        return small not in _WEAK or first < last or _cued(words, first) or _placed(plain, words, at)
    return (
        large
        and len(words[at].small) < 5
        and small not in lists.ordinary()
        and (_cued(words, first) or _placed(plain, words, at))
        and _may_be(small)
    )


def _may_be(small: str) -> bool:
    return small not in lists.places() and small not in {"huisnummer", "postcode", "bus", "lijn", "kamer", "spoor-"}


def _headed(plain: Plain, words: tuple[Word, ...], last: int) -> int:
    """Where `Laan van Meerdervoort` or `Plein 1944` begins that ends here; -1 when there is none."""
    for at in range(last, max(-1, last - _MOST_WORDS), -1):
        word = words[at]
        if at < last and not _together(plain, word, words[at + 1]):
            return -1
        if at < last and word.small in _HEADS:
            follows = words[at + 1].small
            return at if plain.capital(word) or follows in _LINKS or _is_year(follows) else -1
        named = plain.capital(word) or word.small in _LINKS or (at == last and _is_year(word.small))
        if not named and (word.small in lists.ordinary() or not word.small.isalpha()):
            return -1
    return -1


def _is_year(small: str) -> bool:
    return len(small) == 4 and small[:2] == "19" and small.isdigit()


def _cued(words: tuple[Word, ...], first: int) -> bool:
    """Whether words before say that an address comes."""
    at = first - 1
    while at >= 0 and first - at <= 4 and words[at].small in _CUE_LINKS:
        at -= 1
    return at >= 0 and words[at].small in _CUES


def _placed(plain: Plain, words: tuple[Word, ...], at: int) -> bool:
    """Whether a town or a postcode follows."""
    after = [word.small for word in words[at + 1 : at + 4]]
    if not after:
        return False
    gap = plain.gap(words[at], words[at + 1])
    if len(after[0]) in {4, 6} and after[0][:4].isdigit() and "," in gap:
        return True
    named = after[1] if after[0] in {"in", "te"} and len(after) > 1 else after[0]
    return named in lists.places() and (after[0] in {"in", "te"} or "," in gap) and named[0].isalpha()


def _end(plain: Plain, words: tuple[Word, ...], at: int) -> int:
    """Where the house number ends, with what is added to it: 5 bis, 92 A, 12/3."""
    end = words[at].end
    if at + 1 < len(words):
        after = words[at + 1]
        gap, small = plain.gap(words[at], after), after.small
        letter = len(small) == 1 and small.isalpha() and (plain.capital(after) or small in "abcd")
        if (gap == " " and (small in _HOUSE_WORDS or letter) and not _begins_sentence(plain, words, at + 1)) or (
            gap == "/" and small.isdigit() and len(small) < 4
        ):
            end = after.end
    return end


def _begins_sentence(plain: Plain, words: tuple[Word, ...], at: int) -> bool:
    """`12 A` is a number, `12 I live` is not."""
    return words[at].small == "i" and at + 1 < len(words) and plain.gap(words[at], words[at + 1]) == " "


def _after(plain: Plain, words: tuple[Word, ...], at: int) -> Found | None:
    """`12 High Street`: the street stands after the number."""
    end = _street_after(plain, words, at)
    if end < 0:
        return None
    first = at
    if at >= 2 and words[at - 2].small in _FLATS and words[at - 1].small[0].isdigit():
        first = at - 2
    elif at >= 1 and words[at - 1].small in _FLATS:
        return None
    return Found(words[first].start, words[end].end, Kind.ADDRESS)


def _street_after(plain: Plain, words: tuple[Word, ...], at: int) -> int:
    large, fit = True, True
    for place in range(at + 1, min(len(words), at + 5)):
        word = words[place]
        gap = plain.gap(words[place - 1], word)
        if not (gap == " " or (gap == ", " and place == at + 1) or (gap == ". " and len(words[place - 1].small) < 4)):
            return _capitals_after(plain, words, at)
        named = place > at + 1
        if named and word.small in _TYPES and ((large and plain.capital(word)) or (fit and word.small in _SMALL_TYPES)):
            following = words[place + 1] if place + 1 < len(words) else None
            more = (
                following
                and following.small in _TYPES
                and plain.capital(following)
                and plain.gap(word, following) == " "
            )
            return place + 1 if more else place
        large = large and (plain.capital(word) or word.small in _ENGLISH_LINKS)
        fit = (
            fit
            and word.small.isalpha()
            and (word.small in _ENGLISH_LINKS or not (word.small in lists.ordinary() or word.small in _UNITS))
        )
    return _capitals_after(plain, words, at)


def _capitals_after(plain: Plain, words: tuple[Word, ...], at: int) -> int:
    """Words with capitals after the number, where words before say that an address comes."""
    first = at - 2 if at >= 2 and words[at - 2].small in _FLATS else at
    if not _cued(words, first):
        return -1
    if (named := _named_after(plain, words, at)) > at:
        return named
    end = at
    for place in range(at + 1, min(len(words), at + 4)):
        gap = plain.gap(words[place - 1], words[place])
        if gap not in {" ", ", "} or (gap == ", " and place > at + 1) or not plain.capital(words[place]):
            break
        if words[place].small in (lists.brands() if place == at + 1 else lists.places()):
            break
        end = place
    return end if end > at else -1


def _named_after(plain: Plain, words: tuple[Word, ...], at: int) -> int:
    """Words without capitals up to a comma, none of them an ordinary word: `134 walsh via, e8w 6ga`."""
    for place in range(at + 1, min(len(words) - 1, at + 4)):
        small = words[place].small
        if plain.gap(words[place - 1], words[place]) != " " or not small.isalpha():
            return at
        if small in lists.ordinary() or small in _UNITS or small in lists.brands():
            return at
        if plain.gap(words[place], words[place + 1]) == ", ":
            return place
    return at


def _french(plain: Plain, words: tuple[Word, ...], at: int) -> Found | None:
    """`12 bis rue de la Paix`."""
    place = at + 1
    if place < len(words) and words[place].small in {"bis", "ter"}:
        place += 1
    if place >= len(words) or words[place].small not in _FRENCH:
        return None
    end, place = -1, place + 1
    while place < min(len(words), at + 9) and plain.gap(words[place - 1], words[place]) == " ":
        if plain.capital(words[place]):
            end = place
        elif words[place].small not in _FRENCH_LINKS and "'" not in words[place].small:
            break
        place += 1
    return Found(words[at].start, words[end].end, Kind.ADDRESS) if end > 0 else None

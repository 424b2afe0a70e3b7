"""Names of people: after words that introduce one, and where a first name or a surname of the lists says so.

The lists were written for this project; no list of names that once leaked from somewhere is used. A name that is an
ordinary word too counts only where the words around it say so: it is better to miss a Roos than to hide every rose.
"""

from collections.abc import Iterator
from functools import cache

from balie.gateway.policy.identifiers import lists
from balie.gateway.policy.identifiers.cues import (
    GREETINGS,
    INNER,
    LINKS,
    PERSONAL,
    PHRASES,
    ROADS,
    TELLS_ITSELF,
    TITLES,
    Sure,
)
from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.naming import MOST_PARTS, Reading, is_word, known_in_part
from balie.gateway.policy.identifiers.plain import Plain

_THEN_SHORT = frozenset("ben am i'm met is hoi hi hallo dag".split())  # words after which a short name is sure
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
# What a word may be in or beside a name; a word may be several.
_CUE, _FIRST, _DOUBTFUL, _FAMILY, _LETTER, _LINK = 1, 2, 4, 8, 16, 32


def names(plain: Plain) -> Iterator[Found]:
    """Names of people."""
    roles = _roles()
    if roles.keys().isdisjoint(plain.vocabulary) and "'" not in plain.text and "-" not in plain.text:
        return
    reading = _Names(plain, plain.words, shouted=plain.text.isupper())
    for at, word in enumerate(reading.words):
        role = roles.get(word.small)
        if role is None and ("-" in word.small or "'" in word.small) and known_in_part(word.small):
            role = _FIRST | _FAMILY if plain.capital(word) else 0
        if role:
            yield from reading.look(at, role)


class _Names(Reading):
    """The ways in which a name is told."""

    __slots__ = ()

    def look(self, at: int, role: int) -> Iterator[Found]:
        """The names that this word introduces or begins."""
        found = None
        if role & _CUE:
            found = self._introduced(at)
        if found is None and role & _LETTER:
            found = self._initials(at)
        if found is None and role & (_FIRST | _DOUBTFUL):
            found = self._by_first(at, sure=role & _FIRST > 0)
        if found is None and role & _FAMILY:
            found = self._by_family(at)
        if found is None and role & _LINK:
            found = self._by_link(at)
        if found:
            yield found
        if self.words[at].small in TELLS_ITSELF and (told := self._tells_itself(at)):
            yield told

    def _introduced(self, at: int) -> Found | None:
        """After words that introduce a name."""
        start = at + 1
        if start >= len(self.words):
            return None
        gap = self.plain.gap(self.words[at], self.words[start])
        postcode = at > 0 and self.words[at].small in TITLES and self.words[at - 1].small.isdigit()
        if len(gap) > 6 or gap.strip(" ") in {"!", "?", "("} or postcode:
            return None
        for before, sure, colon in PHRASES.get(self.words[at].small, ()):
            if (colon and ":" not in gap and "=" not in gap) or not self._preceded(at, before):
                continue
            if gap.startswith(". ") and sure < Sure.AT_THE_END and len(self.words[at].small) > 4:
                continue
            certain = Sure.ALWAYS if sure is Sure.IF_CAPITAL and self._heads_a_field(at) else sure
            return self._taken(self._past_titles(start, relation=certain is Sure.ALWAYS), certain)
        return None

    def _heads_a_field(self, at: int) -> bool:
        """`klantnr 123, naam xandra xhosa`: two words that are no ordinary ones after `naam`, that follows a comma."""
        if self.words[at].small not in {"naam", "name"} or at + 2 >= len(self.words):
            return False
        begins = at == 0 or "," in self.plain.gap(self.words[at - 1], self.words[at])
        return begins and all(is_word(w.small) and w.small not in lists.ordinary() for w in self.words[at + 1 : at + 3])

    def _preceded(self, at: int, before: tuple[str, ...]) -> bool:
        if not before:
            return True
        if at < len(before) or self.words[at - 1].small != before[-1]:
            return False
        return all(self.words[at - len(before) + n].small == word for n, word in enumerate(before))

    def _past_titles(self, start: int, *, relation: bool) -> int:
        """Past `mijn moeder,` and `mevrouw` to the name itself."""
        if relation and start + 2 < len(self.words) and self.words[start].small in {"mijn", "my", "m'n"}:
            start += 2
        while start + 1 < len(self.words) and self.words[start].small in TITLES and self.words[start].small != "de":
            start += 1
        return start

    def _taken(self, at: int, sure: Sure) -> Found | None:
        """The name that begins here, when it is sure enough."""
        if sure >= Sure.IF_WHOLE and (small := self._small_initials(at)):
            return small
        head = self.past_links(at)
        if head >= len(self.words) or not self._may_begin(head, sure) or self._too_little(at, head, sure):
            return None
        if self.large(self.words[head]) and self._by_capital(head, sure):
            return self.found(at, self.capitals(head))
        return self.found(at, self.small(head)) if self._without_capital(at, head, sure) else None

    def _small_initials(self, at: int) -> Found | None:
        """`k. jansen`, where a name is expected."""
        last = at
        while last < len(self.words) and last - at < MOST_PARTS and self._is_initial(last):
            last += 1
        head = self.past_links(last)
        if last == at or head >= len(self.words) or self.large(self.words[at]):
            return None
        word = self.words[head].small
        if not is_word(word) or (word in lists.ordinary() and word not in lists.families()):
            return None
        return self.found(at, self.small(head))

    def _is_initial(self, at: int) -> bool:
        word = self.words[at]
        return len(word.small) == 1 and word.small.isalpha() and self.plain.text[word.end : word.end + 1] == "."

    def _may_begin(self, head: int, sure: Sure) -> bool:
        """Whether this can be a word of a name at all; an ordinary word only where it is a known name too."""
        small = self.words[head].small
        alone = len(small) < 2 and self.capitals(head) == head  # a letter, and no initial
        if not is_word(small) or (alone and sure < Sure.ALWAYS):
            return False
        if small not in lists.ordinary():
            return True
        return self.known(small) and ((self.large(self.words[head]) and sure >= Sure.IF_CAPITAL) or sure is Sure.ALWAYS)

    def _too_little(self, at: int, head: int, sure: Sure) -> bool:
        """Whether weak words come before what need not be a name: a place, a brand, a surname alone."""
        if sure > Sure.IF_WHOLE or self.ends_as_name(head):
            return False
        small = self.words[head].small
        surname = small in lists.families() and not self.may_be_called(small) and self.capitals(head) == head
        place = small in lists.places() and small not in lists.firsts()
        return place or head > at or (sure is Sure.IF_KNOWN and surname)

    def _by_capital(self, head: int, sure: Sure) -> bool:
        """Whether this word, which has a capital, begins a name."""
        small = self.words[head].small
        if self.known(small) or sure is Sure.ALWAYS:
            return True
        if sure >= Sure.IF_CAPITAL:
            return small not in lists.places()
        if self.ends_as_name(head):
            return not self.shouted or sure is Sure.IF_WHOLE
        return not self.shouted and sure is Sure.IF_WHOLE and self.capitals(head) > head

    def _without_capital(self, at: int, head: int, sure: Sure) -> bool:
        """Whether this word begins a name however it is written."""
        small = self.words[head].small
        if sure is Sure.ALWAYS or (self.known(small) and self._surely(small, sure, head)):
            return True
        if sure is Sure.IF_WHOLE:
            end = self.small(head)
            family = self.words[end].small in lists.families() and self.words[end].small not in lists.ordinary()
            return end > head and family and self.ends_after(end, also="en and van from")
        if sure is Sure.AT_THE_END:
            return len(self.words) - head <= 3 and len(small) > 2
        if sure is not Sure.IF_CAPITAL or self.is_place(small):
            return False
        if head > at:
            return self.words[at - 1].small in TITLES and self.words[at].small in {"van", "de", "el", "ter", "ten"}
        beside = at > 0 and self.plain.gap(self.words[at - 1], self.words[at]) in {" ", ". "}
        return beside and self.words[at - 1].small in PERSONAL and len(small) > 2

    def _surely(self, small: str, sure: Sure, head: int) -> bool:
        """Whether a known name without a capital is one here."""
        if small in lists.firsts():
            return sure > Sure.IF_WHOLE or len(small) > 4 or self.words[head - 1].small in _THEN_SHORT
        if sure is Sure.IF_WHOLE and small in lists.doubtful():
            end = self.small(head)
            return end > head and self.ends_after(end, also="en and van from")
        if small in lists.families() and sure is Sure.IF_CAPITAL:
            return small not in lists.doubtful()
        return sure is Sure.AT_THE_END

    def _initials(self, at: int) -> Found | None:
        """`J.P. de Vries`, `A. Kaya`."""
        word = self.words[at]
        if not self.large(word) or self._dotted_before(at) or self.plain.text[word.end : word.end + 1] != ".":
            return None
        last = at
        while (
            last + 1 < len(self.words)
            and last - at < MOST_PARTS
            and len(self.words[last + 1].small) == 1
            and self.plain.gap(self.words[last], self.words[last + 1]) in {".", ". "}
        ):
            last += 1
        head = self.past_links(last + 1)
        if head >= len(self.words) or self.plain.gap(self.words[last], self.words[last + 1]) not in {".", ". "}:
            return self._surname_before(at, last)
        name = self.words[head]
        ordinary = name.small in lists.ordinary() and name.small not in lists.families() and head == last + 1
        if not self.large(name) or len(name.small) < 2 or ordinary:
            return self._surname_before(at, last)
        return self.found(at, self.capitals(head))

    def _surname_before(self, at: int, last: int) -> Found | None:
        """`JANSEN, P.`: the surname first."""
        if (
            at
            and self.plain.gap(self.words[at - 1], self.words[at]) in {", ", ","}
            and self.words[at - 1].small in lists.families()
        ):
            first = at - 1
            while first > at - MOST_PARTS and first and self.words[first - 1].small in LINKS:
                first -= 1
            return Found(self.words[first].start, self.words[last].end, Kind.NAME)
        return None

    def _dotted_before(self, at: int) -> bool:
        """Whether this is a later initial of those that were looked at together."""
        if not at or len(self.words[at - 1].small) > 1 or not self.large(self.words[at - 1]):
            return False
        return self.plain.gap(self.words[at - 1], self.words[at]) in {".", ". "}

    def _by_first(self, at: int, *, sure: bool) -> Found | None:
        """A first name of the lists, with what follows it; alone only where it can be nothing else."""
        word = self.words[at]
        if self.large(word) and not self.shouted:
            end = self.capitals(at)
            if sure or (end > at and (self.words[end].small in lists.families() or self._linked(at, end))):
                return None if self._is_date(end) else self.found(at, end)
            return None
        end = self.small(at, surely=True)
        if end > at and (
            sure
            or (
                self.words[at + 1].small not in {"de", "het", "den"}
                and self.words[end].small in lists.families()
                and self.words[end].small not in lists.ordinary()
            )
        ):
            return self.found(at, end)
        alone = sure and len(word.small) > 4 and word.small not in lists.ordinary() and word.small not in lists.places()
        return self.found(at, at) if alone and not self._is_date(at) else None

    def _linked(self, at: int, end: int) -> bool:
        """Whether small words join them as they join names: `Roos van Dam`, not `Mark van Eneco`."""
        inner = [word.small for word in self.words[at + 1 : end]]
        return bool(inner) and inner[-1] in LINKS and self.words[end].small not in lists.places()

    def _is_date(self, end: int) -> bool:
        """`Jan 2026`, `3 Mei`."""
        return (
            end + 1 < len(self.words)
            and self.words[end].small in {"jan", "mei", "june", "april"}
            and self.words[end + 1].small[0].isdigit()
        )

    def _by_family(self, at: int) -> Found | None:
        """An unknown word with a capital before a known surname: `Xandra Jansen`."""
        if not self.large(self.words[at]) or self.shouted or self.words[at].small in lists.places():
            return None
        first = at - 1
        while first >= 0 and self.words[first].small in LINKS and first > at - 4:
            first -= 1
        if first < 0 or not self._may_be_first(first, first + 1):
            return None
        doubted = self.words[at].small in lists.ordinary() or self.words[at].small in ROADS
        return None if doubted and first == at - 1 else self.found(first, self.capitals(at))

    def _by_link(self, at: int) -> Found | None:
        """An unknown first name before `van der`: `Xandra van der Xhosa`."""
        if (
            self.shouted
            or not at
            or at + 2 >= len(self.words)
            or (self.words[at].small, self.words[at + 1].small) not in INNER
        ):
            return None
        if not self._may_be_first(at - 1, at):
            return None
        end = self.capitals(at - 1)
        return self.found(at - 1, end) if end > at + 1 and self.words[end].small not in lists.places() else None

    def _may_be_first(self, at: int, following: int) -> bool:
        word = self.words[at]
        return (
            self.large(word)
            and len(word.small) > 2
            and is_word(word.small)
            and word.small not in lists.ordinary()
            and word.small not in lists.places()
            and word.small not in TITLES
            and self.plain.gap(word, self.words[following]) == " "
            and not (
                self.plain.text[word.start : word.end].isupper()
                and not self.plain.text[self.words[following].start : self.words[following].end].isupper()
                and len(word.small) < 5
            )
        )

    def _tells_itself(self, at: int) -> Found | None:
        """`Xandra hier`, `jan hier`, `Xandra Xhosa speaking`."""
        first = at
        while (
            first
            and at - first < 4
            and self._names_itself(first - 1)
            and self.plain.gap(self.words[first - 1], self.words[first]) == " "
        ):
            first -= 1
        begins = (
            first == 0
            or self.plain.gap(self.words[first - 1], self.words[first]).strip(" ") != ""
            or self.known(self.words[first].small)
        )
        named = any(word.small not in LINKS for word in self.words[first:at])
        if not named or not begins or (self.words[at].small in {"aan", "am"} and not self._on_the_phone(at)):
            return None
        return self.found(first, at - 1)

    def _on_the_phone(self, at: int) -> bool:
        return at + 2 < len(self.words) and self.words[at + 2].small in {"lijn", "telefoon", "toestel"}

    def _names_itself(self, at: int) -> bool:
        small = self.words[at].small
        if small in LINKS:
            return True
        if small in lists.ordinary() or small in lists.places() or not is_word(small) or small in LINKS:
            return False
        if small in lists.firsts() or small in lists.families():
            return True
        return (self.large(self.words[at]) and (at > 0 or self.ends_after(1))) or self._greeted(at)

    def _greeted(self, at: int) -> bool:
        """`Hallo, xandra xhosa hier, ...`: right after a greeting, and nothing but a mark after `hier`."""
        first = at
        while first and at - first < 3 and self.plain.gap(self.words[first - 1], self.words[first]) == " ":
            first -= 1
        if first and self.words[first].small not in GREETINGS:
            first -= 1
        last = next((n for n in range(at, min(len(self.words), at + 4)) if self.words[n].small in {"hier", "here"}), 0)
        return self.ends_after(last) and self.words[first].small in GREETINGS and first < at


@cache
def _roles() -> dict[str, int]:
    """What each word may be; a word that is not here begins no name and introduces none."""
    roles: dict[str, int] = {}
    for role, words in (
        (_CUE, PHRASES.keys() | TELLS_ITSELF),
        (_FIRST, lists.firsts()),
        (_DOUBTFUL, lists.doubtful()),
        (_FAMILY, lists.families()),
        (_LETTER, _LETTERS),
        (_LINK, {first for first, _ in INNER}),
    ):
        for word in words:
            roles[word] = roles.get(word, 0) | role
    return roles

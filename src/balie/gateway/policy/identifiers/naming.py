"""A text read word by word for names: where a name that begins somewhere ends."""

from dataclasses import dataclass
from itertools import pairwise

from balie.gateway.policy.identifiers import lists
from balie.gateway.policy.identifiers.cues import BRANDS, INNER, LINKS, ONLY_TOGETHER, STREETS
from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import Plain, Word

MOST_PARTS = 5  # words of one name, small ones like `van` not counted
_MOST_SMALL = 3  # the same, where it is written without capitals


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its words, and whether it is all in capitals, so that capitals tell nothing."""

    plain: Plain
    words: tuple[Word, ...]
    shouted: bool

    def capitals(self, at: int) -> int:
        """The last word of the name with capitals that begins here."""
        end, parts = at, 1
        while parts < MOST_PARTS:
            head = self.past_links(end + 1)
            if head >= len(self.words) or not self.adjoining(end, head):
                break
            word = self.words[head]
            linked = head > end + 1
            stops = (
                word.small in lists.ordinary()
                and word.small not in lists.families()
                and not (linked and self.known(word.small))
            )
            if not is_word(word.small) or (
                linked and word.small in lists.brands() and word.small not in lists.families()
            ):
                break
            if not self.large(word) or stops or (not linked and self.is_place(word.small)):
                break
            end, parts = head, parts + 1
        return end

    def small(self, at: int, *, surely: bool = False) -> int:
        """The last word of the name without capitals that begins here; surely: only as far as the lists go."""
        end, parts = at, 1
        while parts < _MOST_SMALL:
            head = self.past_links(end + 1)
            if head >= len(self.words) or not self.adjoining(end, head):
                break
            word, linked = self.words[head], head > end + 1
            stops = word.small in lists.ordinary() or word.small in lists.places() or not is_word(word.small)
            if stops and not (linked and word.small in lists.families()):
                break
            family = word.small in lists.families() or (
                linked and (self.words[end + 1].small, self.words[end + 2].small) in INNER
            )
            if surely and not (family and (linked or word.small not in lists.doubtful())):
                break
            end, parts = head, parts + 1
        return end

    def adjoining(self, end: int, head: int) -> bool:
        """Whether nothing but a space stands between these words, or the point of an initial."""
        for at in range(end, head):
            gap = self.plain.gap(self.words[at], self.words[at + 1])
            short = len(self.words[at].small) == 1 or self.words[at].small in {"v", "d", "st", "mc"}
            if gap not in {" ", "-", " '", "  "} and not (short and gap in {". ", "."}):
                return False
        return True

    def past_links(self, at: int) -> int:
        """Past small words like `van der`, to the word they belong to."""
        last = at
        while last + 1 < len(self.words) and last - at < 3 and self.words[last].small in LINKS:
            small = self.words[last].small
            if small in ONLY_TOGETHER and (small, self.words[last + 1].small) not in INNER:
                break
            last += 1
        return last

    def found(self, first: int, last: int) -> Found | None:
        """The name from one word to another; without the `'s` of possession, and none when it is a street."""
        word = self.words[last]
        around = [word.small for word in self.words[max(0, first - 1) : last + 2]]
        street = word.small.endswith(STREETS) and len(word.small) > 6 and word.small not in lists.families()
        if street or any(pair in BRANDS for pair in pairwise(around)):
            return None
        return Found(self.words[first].start, word.end - 2 * word.small.endswith("'s"), Kind.NAME)

    def large(self, word: Word) -> bool:
        """Whether a word begins with a capital."""
        return self.plain.text[word.start].isupper()

    def known(self, small: str) -> bool:
        """Whether a word is in the lists, as a first name or a surname."""
        return small in lists.firsts() or small in lists.doubtful() or small in lists.families() or known_in_part(small)

    def may_be_called(self, small: str) -> bool:
        """Whether a word may be a first name."""
        return small in lists.firsts() or small in lists.doubtful()

    def is_place(self, small: str) -> bool:
        """Whether a word is a town, a brand or the like, and no name."""
        return small in lists.places() and small not in lists.families() and small not in lists.firsts()

    def ends_after(self, last: int, also: str = "") -> bool:
        """Whether a mark, or nothing, or one of these words follows this word."""
        if last + 1 < len(self.words) and self.words[last + 1].small in also.split():
            return True
        return 0 < last < len(self.words) and self.plain.text[self.words[last].end : self.words[last].end + 1] in {
            "",
            ",",
            ".",
            "!",
        }

    def ends_as_name(self, head: int) -> bool:
        """Whether a surname follows an unknown word with a capital."""
        end = self.capitals(head)
        return end > head and (self.words[end].small in lists.families() or self.words[end - 1].small in LINKS)


def is_word(small: str) -> bool:
    """Whether this is letters, with at most dashes and apostrophes between them."""
    return small.replace("-", "").replace("'", "").isalpha()


def known_in_part(small: str) -> bool:
    """Whether `Anna-Maria` or `Jan's` begins with a name of the lists."""
    for mark in "-'":
        first, found, rest = small.partition(mark)
        if (
            found
            and len(first) > 2
            and (first in lists.firsts() or first in lists.families())
            and (mark == "-" or rest == "s")
        ):
            return True
    return False

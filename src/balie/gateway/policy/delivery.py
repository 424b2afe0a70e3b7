"""What the bot says on its way to the customer: judged sentence by sentence, its placeholders made names again.

A sentence is held back only where a rule could replace or stop it; otherwise each piece goes on at once, and of that
only what could be the beginning of a placeholder is kept a moment.
"""

from collections.abc import Sequence

from balie.gateway.policy import conduct
from balie.gateway.policy.conversation import Tongue
from balie.gateway.policy.identifiers import Placeholders, Restorer
from balie.gateway.policy.verdict import Did, Safeguard, Verdict


class Delivery:
    """One answer of the bot. Feed it what comes in; what it returns may go out. Then `end` gives the rest.

    `action` tells whether the answer has to be held for a person, or stopped: from there on nothing more goes out.
    """

    def __init__(self, settings: conduct.Settings, placeholders: Placeholders, tongue: Tongue) -> None:
        self._settings, self._tongue = settings, tongue
        self._sentences = conduct.Sentences()
        self._restorer = Restorer(placeholders)
        self._holding = conduct.needs_holding(settings)
        self._at = 0
        self._replaced: set[conduct.Rule] = set()
        self.action: conduct.Action | None = None
        self.verdicts: list[Verdict] = []
        self.raw: list[str] = []

    @property
    def stopped(self) -> bool:
        """Whether the rest of the answer goes to a person instead of the customer."""
        return self.action in (conduct.Action.HOLD, conduct.Action.STOP)

    def feed(self, piece: str) -> str:
        """Take what the bot says next; return what may go to the customer now."""
        self.raw.append(piece)
        if self.stopped:
            return ""
        judged = "".join(self._judged(sentence) for sentence in self._sentences.feed(piece))
        return self._restorer.feed(judged if self._holding else piece)

    def end(self) -> str:
        """Say that the bot is done; return the rest."""
        if self.stopped:
            return ""
        rest = "".join(self._judged(sentence) for sentence in self._sentences.end())
        return self._restorer.feed(rest if self._holding else "") + self._restorer.end()

    def _judged(self, sentence: str) -> str:
        """Judge one sentence; return what the customer gets of it."""
        if self.stopped:
            return ""
        hits = conduct.judge(sentence, self._settings)
        start, self._at = self._at, self._at + len(sentence)
        if not hits:
            return sentence
        action = conduct.conclude(hits, self._settings)
        self.verdicts += [self._verdict(hit, start) for hit in hits]
        if action is conduct.Action.REPLACE:
            return self._in_place_of(sentence, hits)
        if action in (conduct.Action.HOLD, conduct.Action.STOP):
            self.action = action
            return ""
        return sentence

    def _in_place_of(self, sentence: str, hits: Sequence[conduct.Hit]) -> str:
        """Words in place of a sentence, once for each rule, with the white space that followed it."""
        fresh = [hit.rule for hit in hits if hit.rule not in self._replaced]
        self._replaced.update(fresh)
        said = " ".join(dict.fromkeys(conduct.instead(rule, self._tongue.value) for rule in fresh))
        return said + sentence[len(sentence.rstrip()) :]

    def _verdict(self, hit: conduct.Hit, start: int) -> Verdict:
        did = _DID[self._settings.actions[hit.rule]]
        return Verdict(Safeguard.CONDUCT, f"{hit.rule.value}/{hit.cue}", did, ((start + hit.start, start + hit.end),))


_DID = {
    conduct.Action.MARK: Did.MARKED,
    conduct.Action.REPLACE: Did.REPLACED,
    conduct.Action.HOLD: Did.HELD,
    conduct.Action.STOP: Did.STOPPED,
}

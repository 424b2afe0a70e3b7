"""Reading a policy from YAML: every fault at once, with its line; and the digest by which the log names a version."""

from hashlib import sha256

from balie.gateway.policy.policy import Policy
from balie.gateway.policy.wording import texts_that_hide_ai, unknown_texts
from balie.language import Text
from balie.law import Fault, Place, Reader, Refused, Unreadable, parse

LONGEST = 200_000  # characters of a policy


class PolicyRefused(ValueError):
    """What was written is no policy; `faults` says where and what to do."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.say("en") for fault in faults))
        self.faults = faults


def read_policy(written: str, file: str = "policy.yaml") -> Policy:
    """Read a policy. Nothing at all is a policy too: the one Balie advises. Raises `PolicyRefused`."""
    place = Place(file)
    if len(written) > LONGEST:
        raise PolicyRefused((Fault("too-long", place, _TOO_LONG, _SHORTER),))
    if all(line.lstrip().startswith("#") for line in written.splitlines() if line.strip()):
        return Policy()
    try:
        root = parse(written, file)
    except Unreadable as error:
        raise PolicyRefused((error.fault,)) from error
    reader = Reader()
    try:
        policy = reader.read(Policy, root, place)
    except Refused:
        raise PolicyRefused(tuple(reader.faults)) from None
    odd = [Fault("unknown-text", _text(place, name), _UNKNOWN_TEXT, _TEXTS) for name in unknown_texts(policy)]
    odd += [Fault("hides-ai", _text(place, name), _HIDES_AI, _SAY_AI) for name in texts_that_hide_ai(policy)]
    if faults := (*reader.faults, *odd):
        raise PolicyRefused(faults)
    return policy


def digest_of(written: str) -> str:
    """Return the SHA-256 digest (hexadecimal) of a policy as it was written: the version that the log names."""
    return sha256(written.encode()).hexdigest()


def _text(place: Place, name: str) -> Place:
    return place.at(f"notice.texts.{name}")


_TOO_LONG = Text(nl=f"Dit is langer dan {LONGEST} tekens.", en=f"This is longer than {LONGEST} characters.")
_SHORTER = Text(nl="Een beleid past op een paar bladzijden.", en="A policy fits on a few pages.")
_UNKNOWN_TEXT = Text(
    nl="Deze tekst bestaat niet, of er staat iets tussen accolades dat niemand invult.",
    en="There is no such text, or it has something in braces that nobody fills in.",
)
_TEXTS = Text(
    nl="docs/gateway.md noemt de teksten en wat erin mag staan, zoals 'ai.nl' met {who} en {organisation}.",
    en="docs/gateway.md names the texts and what they may hold, such as 'ai.en' with {who} and {organisation}.",
)
_HIDES_AI = Text(
    nl="Deze tekst zegt niet dat een computer (AI) spreekt; dat moet hij wel (artikel 50 lid 1 AI-verordening).",
    en="This text does not say that a computer (AI) speaks, and it has to (Art. 50(1) AI Act).",
)
_SAY_AI = Text(
    nl="Noem het woord AI, computer of robot.",
    en="Use the word AI, computer or robot.",
)

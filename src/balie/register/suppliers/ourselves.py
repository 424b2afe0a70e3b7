"""Whether a name that somebody wrote down as supplier means the organisation itself: a guess to correct."""

import re

_OUR_OWN = re.compile(r"(eigen|onze?|own|our|interne?|internal|in-?house|zelf|self)\b")


def is_ours(name: str, organisation: str) -> bool:
    """Whether this is the organisation's own name, or words such as "eigen team data" or "in-house"."""
    written = " ".join(name.casefold().split())
    return written == " ".join(organisation.casefold().split()) or _OUR_OWN.match(written) is not None

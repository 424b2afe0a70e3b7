"""Personal identifiers in messages: finding them, placeholders in their place, and the way back.

`find` says where they are; `redact` and `restore` (or `Restorer` for a stream) put placeholders there and take them
away; `mask` makes them unreadable for good; `special_categories` sees words about health, religion and the like, and
`minimise` leaves only the category.
Patterns are google-re2's and take time in proportion to the text; check digits come from python-stdnum.
"""

from balie.gateway.policy.identifiers.finding import find
from balie.gateway.policy.identifiers.kinds import Found, Kind, Reference, Settings, SpecialCategory, SpecialHit
from balie.gateway.policy.identifiers.masking import mask, minimise
from balie.gateway.policy.identifiers.placeholders import Placeholders, Redactor, Restorer, redact, restore
from balie.gateway.policy.identifiers.special import special_categories

__all__ = [
    "Found",
    "Kind",
    "Placeholders",
    "Redactor",
    "Reference",
    "Restorer",
    "Settings",
    "SpecialCategory",
    "SpecialHit",
    "find",
    "mask",
    "minimise",
    "redact",
    "restore",
    "special_categories",
]

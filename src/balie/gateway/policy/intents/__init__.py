"""What a customer's message says that law or decency reacts to, in Dutch, English, German and French.

`read` looks for the sentences of `sentences.yaml`, each rule with an id that the log can name. Talk *about* employees
does not ask for one.
`language_of` tells the language of a conversation from what was said so far.
"""

from balie.gateway.policy.intents.kinds import OwnWords, Reading, Sign, What
from balie.gateway.policy.intents.languages import language_of
from balie.gateway.policy.intents.reading import prepare, read

__all__ = ["OwnWords", "Reading", "Sign", "What", "language_of", "prepare", "read"]

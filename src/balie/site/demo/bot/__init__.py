"""The bot of the example organisation: it answers from the help texts of Wadlicht Energie, in the OpenAI protocol.

It is small and real: no model, only words that are looked up. A visitor can chat at once, and watch what the gateway
does with it. One weakness is deliberate: asked whether it is a person, it hides behind a name. The gateway
catches that.
"""

from balie.site.demo.bot.answering import PERSONA
from balie.site.demo.bot.app import MODEL, create
from balie.site.demo.bot.running import Running, start
from balie.site.demo.bot.upstream import Behind, behind

__all__ = ["MODEL", "PERSONA", "Behind", "Running", "behind", "create", "start"]

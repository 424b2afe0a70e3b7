"""The chatbot of the example organisation in the gateway, so that a visitor can talk to it at once."""

from datetime import datetime

from balie.desk import service as desk
from balie.desk.service import Gate
from balie.evidence.logs import BALIE
from balie.register.models import AISystem
from balie.site.demo.bot import Behind

_POLICY = """organisation: Wadlicht Energie
name: Wim
languages: [nl, en, de, fr]
upstreams:
  - url: {url}
    model: {model}{prompt}
people:
  hours:
    - days: [mon, tue, wed, thu, fri]
      from: "09:00"
      until: "17:30"
  phone: 088-000 00 00
"""


def load(bot: Behind, *, now: datetime) -> None:
    """Put it there with this bot behind it, or point it to where the bot is now."""
    prompt = f"\n    system_prompt: {bot.system_prompt}" if bot.system_prompt else ""
    written = _POLICY.format(url=bot.url, model=bot.model, prompt=prompt)
    system = AISystem.objects.filter(name="Wim").first()
    if system is None:
        return
    gate = Gate.objects.filter(system=system).first()
    if gate is None:
        desk.open_gate(system, written, by=BALIE, now=now, slug="wim")
    elif "url: http://127.0.0.1:" in gate.policy:
        desk.set_policy(gate, written, "Het voorbeeld begon opnieuw.", by=BALIE, now=now)

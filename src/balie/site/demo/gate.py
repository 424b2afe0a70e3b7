"""The chatbot of the example organisation in the gateway, so that a visitor can talk to it at once."""

from datetime import datetime

from balie.desk import service as desk
from balie.desk.service import Gate
from balie.evidence.logs import BALIE
from balie.register.models import AISystem

# As a webshop might instruct a small model, that then claims to be a person: the gateway is seen catching it.
_PROMPT = "You are Anna, a friendly employee of the webshop customer service"
_POLICY = """organisation: Wadlicht Energie
name: Wim
languages: [nl, en, de, fr]
upstreams:
  - url: {url}{model}
people:
  hours:
    - days: [mon, tue, wed, thu, fri]
      from: "09:00"
      until: "17:30"
  phone: 088-000 00 00
"""


def load(url: str, *, small_model: bool, now: datetime) -> None:
    """Put it there, or point it to where the bot is now."""
    model = f"\n    model: smollm2-135m\n    system_prompt: {_PROMPT}" if small_model else ""
    written = _POLICY.format(url=url, model=model)
    system = AISystem.objects.filter(name="Wim").first()
    if system is None:
        return
    gate = Gate.objects.filter(system=system).first()
    if gate is None:
        desk.open_gate(system, written, by=BALIE, now=now, slug="wim")
    elif "/demo-bot/" in gate.policy or "smollm2" in gate.policy:
        desk.set_policy(gate, written, "Het voorbeeld begon opnieuw.", by=BALIE, now=now)

"""The chatbot of the example organisation in the gateway, so that a visitor can talk to it at once."""

from datetime import datetime

import re2

from balie.desk import service as desk
from balie.desk.service import Gate, ReadyAnswer
from balie.evidence.logs import BALIE
from balie.register.models import AISystem
from balie.site.demo.bot import Behind

_POLICY = """organisation: Wadlicht Energie
name: Wim
languages: [nl, en, de, fr]
upstreams:
{upstream}people:
  hours:
    - days: [mon, tue, wed, thu, fri]
      from: "09:00"
      until: "17:30"
  phone: 088-000 00 00
"""
# Where the bot of an earlier start was: on a port of this machine.
_UPSTREAM = re2.compile(r"  - url: http://127\.0\.0\.1:.*\n(?:    .*\n)*")


def load(bot: Behind, *, now: datetime) -> None:
    """Put it there with this bot behind it, or point it to where the bot is now; what a visitor changed stays."""
    prompt = f"    system_prompt: {bot.system_prompt}\n" if bot.system_prompt else ""
    upstream = f"  - url: {bot.url}\n    model: {bot.model}\n{prompt}"
    system = AISystem.objects.filter(name="Wim").first()
    if system is None:
        return
    gate = Gate.objects.filter(system=system).first()
    if gate is None:
        desk.open_gate(system, _POLICY.format(upstream=upstream), by=BALIE, now=now, slug="wim")
        load_ready_answers()
    else:
        moved = _UPSTREAM.sub(lambda _: upstream, gate.policy, count=1)
        desk.set_policy(gate, moved, "Het voorbeeld begon opnieuw.", by=BALIE, now=now)


_ANSWERS = (
    (
        "welkom",
        "Fijn dat u er bent. Ik lees even terug wat u al vertelde.",
        "Good to have you here. Let me read what you told already.",
    ),
    (
        "moment",
        "Een ogenblik, ik zoek het voor u op. Dat duurt ongeveer twee minuten.",
        "One moment, I am looking it up for you. That takes about two minutes.",
    ),
    (
        "meterstand",
        "Uw meterstand geeft u door in Mijn Wadlicht, bij Verbruik. Zal ik met u meekijken?",
        "You submit your meter reading in Mijn Wadlicht, under Usage. Shall I look along with you?",
    ),
    (
        "nogiets",
        "Kan ik verder nog iets voor u doen?",
        "Is there anything else I can do for you?",
    ),
)


def load_ready_answers() -> None:
    """Give the desk a few answers to begin with; what a visitor changed stays."""
    if not ReadyAnswer.objects.exists():
        ReadyAnswer.objects.bulk_create([ReadyAnswer(word=word, nl=nl, en=en) for word, nl, en in _ANSWERS])

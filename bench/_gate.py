"""A data folder with one AI system in the gateway, as an administrator makes it: `python -m bench._gate UPSTREAM`.

BALIE_DATA names the folder. The key of the bot goes to the output. The policy is the usual one: everything is guarded.
"""

import sys

POLICY = """organisation: Wadlicht Energie
name: Wim
languages: [nl, en]
upstreams:
  - url: {upstream}
"""


def make(upstream: str) -> str:
    """Make the tables and the gate, and return a key for it."""
    from balie.site.serve import prepare

    prepare(demo=False)
    from django.utils import timezone

    from balie.desk import service as desk
    from balie.evidence.logs import BALIE
    from balie.register.models import AISystem, Organisation

    now = timezone.now()
    system = AISystem.objects.create(organisation=Organisation.objects.create(name="Wadlicht Energie"), name="Wim")
    gate = desk.open_gate(system, POLICY.format(upstream=upstream), by=BALIE, now=now, slug="wim")
    return desk.fresh_key(gate, "bench", by=BALIE, now=now)


if __name__ == "__main__":
    print(make(sys.argv[1]))

"""A data folder with two AI systems in the gateway, as an administrator makes it: `python -m bench._gate UPSTREAM`.

BALIE_DATA names the folder. A key of each goes to the output: of one with the usual policy, where everything is
guarded, and of one that marks what its bot does wrong but holds no sentence back.
"""

import sys

POLICY = """organisation: Wadlicht Energie
name: Wim
languages: [nl, en]
upstreams:
  - url: {upstream}
"""


def make(upstream: str) -> list[str]:
    """Make the tables and the gates, and return a key for each."""
    from balie.site.serve import prepare

    prepare(demo=False)
    from django.utils import timezone

    from balie.desk import service as desk
    from balie.evidence.logs import BALIE
    from balie.gateway.policy.conduct import Rule
    from balie.register.models import AISystem, Organisation

    now = timezone.now()
    organisation, usual = Organisation.objects.create(name="Wadlicht Energie"), POLICY.format(upstream=upstream)
    marking = f"{usual}conduct: {{{', '.join(f'{rule.value}: mark' for rule in Rule)}}}\n"
    keys = []
    for name, policy in (("Wim", usual), ("Wil", marking)):
        system = AISystem.objects.create(organisation=organisation, name=name)
        gate = desk.open_gate(system, policy, "For the bench.", by=BALIE, now=now, slug=name.lower())
        keys.append(desk.fresh_key(gate, "bench", by=BALIE, now=now))
    return keys


if __name__ == "__main__":
    print(*make(sys.argv[1]))

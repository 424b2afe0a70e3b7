"""The gate of the example: a restart moves the bot behind it, and leaves what a visitor changed."""

import pytest

from balie.desk.models import Gate
from balie.gateway.service import read_policy
from balie.site.demo.bot import Behind
from balie.site.demo.gate import load
from balie.site.gate.settings import rewritten

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def bot(port: int, prompt: str = "") -> Behind:
    return Behind(f"http://127.0.0.1:{port}/v1", "wim", prompt)


def test_a_restart_moves_the_bot_and_keeps_what_was_changed(example, noon):
    load(bot(1111, "Je bent Anna."), now=noon)
    gate = Gate.objects.get()
    changed = rewritten(gate.policy, read_policy(gate.policy), {"people_phone": "088 1", "conduct_guilt": ""})
    Gate.objects.update(policy=changed + "# van een bezoeker\n")

    load(bot(2222), now=noon)

    gate.refresh_from_db()
    policy = read_policy(gate.policy)
    assert [one.url for one in policy.upstreams] == ["http://127.0.0.1:2222/v1"]
    assert policy.upstreams[0].system_prompt is None
    assert policy.people.phone == "088 1"
    assert "# van een bezoeker" in gate.policy


def test_a_bot_of_the_visitors_own_stays(example, noon):
    load(bot(1111), now=noon)
    Gate.objects.update(policy="upstreams: [{url: 'https://bot.example/v1'}]\n")

    load(bot(2222), now=noon)

    assert read_policy(Gate.objects.get().policy).upstreams[0].url == "https://bot.example/v1"

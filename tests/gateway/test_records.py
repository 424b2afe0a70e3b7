"""What a turn leaves behind, on both databases: one entry, its words in the vault, and state that agrees with them."""

import asyncio
import json

from tests.gateway.kept import entries, rows

from balie.evidence.checking.running import check_database
from balie.evidence.direct import Unit


async def test_a_turn_is_one_entry_with_its_words_sealed(shared):
    async with shared.open():
        await shared.words("Mijn naam is Fatima El Amrani, BSN 111222333, wat betaal ik?", user="u")
        told = await shared.store.transcript(
            shared.store.gate_by_slug("sanne"), entries(shared, "turn")[0]["subject"]["conversation"]
        )

    (turn,) = entries(shared, "turn")
    assert turn["origin"] == "enforced"
    assert turn["what"]["redacted"] == {"bsn": 1, "name": 1}
    assert [one["speaker"] for one in turn["what"]["said"]] == ["customer", "balie", "bot"]
    assert {one["safeguard"] for one in turn["what"]["verdicts"]} == {"privacy", "notice"}
    assert "Fatima" not in json.dumps(turn)
    assert told[0].message.text == "Mijn naam is Fatima El Amrani, BSN ***, wat betaal ik?"
    (verdict,) = [one for one in check_database(shared.way, processes=1) if one.size > 1]
    assert verdict.holds


async def test_what_the_tables_say_of_a_conversation_is_what_happened(shared):
    async with shared.open():
        await shared.words("Ben je een robot?", user="u")
        await shared.words("Ik wil een medewerker spreken", user="u")

    columns = "charge, turns, messages, answers, robot_asked, robot_told, version"
    assert rows(shared, f"SELECT {columns} FROM desk_conversation") == [("waiting", 2, 5, 1, 1, 1, 2)]
    assert rows(shared, "SELECT reason, rule FROM desk_handover") == [("asked", "nl-want-talk")]
    assert [one["what"]["reason"] for one in entries(shared, "handover-asked")] == ["asked"]


async def test_two_turns_at_once_of_one_conversation_are_both_kept_in_order(shared):
    async with shared.open():
        await asyncio.gather(*(shared.words(f"Vraag {n}", user="u") for n in range(8)))

    turns = [one["what"]["number"] for one in entries(shared, "turn")]
    assert turns == list(range(1, 9))
    told = [v["rule"] for one in entries(shared, "turn") for v in one["what"]["verdicts"] if v["safeguard"] == "notice"]
    assert len(told) == 1


async def test_an_erased_conversation_takes_no_more_words(shared):
    async with shared.open():
        first = await shared.ask("Hoi, een vraag", headers={"X-Balie-Conversation": "c-1"})
        erase = shared.way.dialect.said(
            "UPDATE evidence_contentkey SET wrapped = ?, erased_at = ? WHERE conversation = ?"
        )
        await shared.store.write(Unit(statements=[(erase, (b"", "2026-11-23 12:00:00", "c-1"))]))
        second = await shared.ask("Nog een vraag", headers={"X-Balie-Conversation": "c-1"})

    assert first["balie"]["conversation"] == "c-1"
    assert second["balie"]["conversation"] != "c-1"

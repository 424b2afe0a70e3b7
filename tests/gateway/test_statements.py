"""What a turn reads is found by an index: a gate with a million conversations answers as fast as a new one."""

import sqlite3
from contextlib import closing

import pytest

from balie.gateway.store import statements


@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        (statements.FIND, (1, "c-1"), "one_conversation_of_a_name|sqlite_autoindex_desk_conversation_1"),
        (statements.FOLLOWING, (1, "head"), "conversation_by_history"),
        (statements.TRANSCRIPT, (1, "c-1"), "entry_by_conversation"),
        (statements.EVENTS, (1, 0, 10), "sqlite_autoindex_evidence_entry_1"),
        (statements.DECISION, (1, "x"), "sqlite_autoindex_desk_proposal_1"),
        (statements.DECIDED_CALLS, (1, 1, "c-1"), "sqlite_autoindex_desk_conversation_1"),
    ],
)
def test_no_table_is_read_from_end_to_end(place, statement, values, index):
    with closing(sqlite3.connect(place.way.path)) as opened:
        plan = [row[3] for row in opened.execute(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert not [step for step in plan if step.startswith("SCAN")], plan
    assert any(name in step for step in plan for name in index.split("|")), plan

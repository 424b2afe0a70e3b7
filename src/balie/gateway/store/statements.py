"""The statements of the gateway, with `?` for a value; tests/desk holds them against the tables of the desk."""

GATES = (
    "SELECT gate.id, gate.system_id, gate.slug, gate.log, log.name, gate.policy, gate.digest, gate.halted, gate.version"
    " FROM desk_gate AS gate JOIN evidence_log AS log ON log.id = gate.log"
)
VERSIONS = "SELECT id, version FROM desk_gate"
KEYS = "SELECT digest, gate_id FROM desk_gatekey WHERE withdrawn_at IS NULL"

COUNTS = ("answers", "robot_asked", "robot_told", "redacted", "hits", "proposed")
_STATE = (
    "charge",
    "version",
    "turns",
    "messages",
    "misunderstood",
    "noticed",
    "head",
    "last_at",
    "noticed_at",
    *COUNTS,
)
_FIRST = ("gate_id", "name", "channel", "language", "opened_at")
_ROW = (*_FIRST, *_STATE)
OPEN = f"INSERT INTO desk_conversation ({', '.join(_ROW)}) VALUES ({', '.join('?' * len(_ROW))}) ON CONFLICT DO NOTHING"  # noqa: S608
MOVE = (
    f"UPDATE desk_conversation SET {', '.join(f'{name} = ?' for name in ('language', *_STATE))}"  # noqa: S608
    " WHERE gate_id = ? AND name = ? AND version = ?"
)
_FIND = (
    "SELECT talk.id, talk.name, talk.channel, talk.language, talk.charge, talk.version, talk.turns, talk.messages,"  # noqa: S608
    " talk.misunderstood, talk.noticed, talk.last_at, talk.opened_at, talk.noticed_at,"
    f" {', '.join(f'talk.{name}' for name in COUNTS)}, content.id, content.wrapped, content.master"
    " FROM desk_conversation AS talk JOIN desk_gate AS gate ON gate.id = talk.gate_id"
    " JOIN evidence_contentkey AS content ON content.log_id = gate.log AND content.conversation = talk.name"
)
FIND = f"{_FIND} WHERE talk.gate_id = ? AND talk.name = ?"
FOLLOWING = f"{_FIND} WHERE talk.gate_id = ? AND talk.head = ? AND NOT (talk.head = '') ORDER BY talk.id DESC LIMIT 1"

LAST_MASTER = "SELECT master FROM evidence_contentkey ORDER BY id DESC LIMIT 1"
NEW_KEY = (
    "INSERT INTO evidence_contentkey (log_id, conversation, wrapped, master, made_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
# Without a key that still stands this gives no row number, and the database refuses the content of an erased talk.
CONTENT = (
    "INSERT INTO evidence_content (id, key_id, media, sealed) VALUES (?, (SELECT id FROM evidence_contentkey"
    " WHERE log_id = ? AND conversation = ? AND erased_at IS NULL), ?, ?)"
)
# By `sequence` alone, SQLite would walk through the whole log for its order.
TRANSCRIPT = (
    "SELECT leaf FROM evidence_entry WHERE log_id = ? AND conversation = ? AND NOT (conversation = '')"
    " AND kind IN ('turn', 'person-said', 'turn-begun', 'conversation-taken', 'conversation-moved',"
    " 'conversation-released', 'conversation-returned', 'conversation-closed', 'callback-promised',"
    " 'called-back') ORDER BY sequence + 0"
)
HANDOVER = (
    "INSERT INTO desk_handover (conversation_id, reason, rule, asked_at, promised_at, callback, ended_how)"
    " VALUES ((SELECT id FROM desk_conversation WHERE gate_id = ? AND name = ?), ?, ?, ?, ?, '', '')"
)
CALLBACK = (
    "UPDATE desk_handover SET callback = ?, promised_at = ? WHERE ended_at IS NULL AND conversation_id ="
    " (SELECT id FROM desk_conversation WHERE gate_id = ? AND name = ?)"
)
LEFT = (
    "UPDATE desk_handover SET ended_at = ?, ended_how = ? WHERE ended_at IS NULL AND callback = ''"
    " AND conversation_id = (SELECT id FROM desk_conversation WHERE gate_id = ? AND name = ?)"
)
WAITING = (
    "SELECT talk.gate_id, COUNT(*) FROM desk_handover AS asked JOIN desk_conversation AS talk"
    " ON talk.id = asked.conversation_id WHERE asked.ended_at IS NULL AND asked.taken_at IS NULL"
    " AND asked.callback = '' GROUP BY talk.gate_id"
)
TAKEN = (
    "SELECT talk.gate_id, asked.asked_at, asked.taken_at FROM desk_handover AS asked JOIN desk_conversation AS talk"
    " ON talk.id = asked.conversation_id WHERE asked.taken_at >= ? AND asked.reason <> 'unasked'"
    " ORDER BY asked.taken_at DESC LIMIT 200"
)
ATTENDED = (
    "SELECT DISTINCT gate.id FROM desk_gate AS gate JOIN desk_presence AS there ON there.on_duty AND there.seen_at >= ?"
    " LEFT JOIN desk_presence_gates AS chosen ON chosen.presence_id = there.id WHERE chosen.gate_id IS NULL"
    " OR chosen.gate_id = gate.id"
)
AHEAD = (
    "SELECT COUNT(*) FROM desk_handover AS other JOIN desk_conversation AS talk ON talk.id = other.conversation_id"
    " WHERE talk.gate_id = ? AND other.ended_at IS NULL AND other.taken_at IS NULL AND other.callback = ''"
    " AND other.asked_at < (SELECT MIN(own.asked_at)"
    " FROM desk_handover AS own JOIN desk_conversation AS mine ON mine.id = own.conversation_id"
    " WHERE mine.gate_id = ? AND mine.name = ? AND own.ended_at IS NULL)"
)
CHANGED = "SELECT name, version FROM desk_conversation WHERE gate_id = ? AND name IN ({marks})"
PROPOSE = (
    "INSERT INTO desk_proposal (id, gate_id, conversation_id, call, about, rule, people, content, made_at, deadline,"
    " status, decision) VALUES (?, ?, (SELECT id FROM desk_conversation WHERE gate_id = ? AND name = ?),"
    " ?, ?, ?, ?, ?, ?, ?, 'waiting', '')"
)
PROPOSALS = (
    "SELECT proposal.id, proposal.call, proposal.about, proposal.status, proposal.deadline, proposal.content,"
    " proposal.decision, proposal.released_at, talk.name FROM desk_proposal AS proposal"
    " JOIN desk_conversation AS talk ON talk.id = proposal.conversation_id WHERE proposal.gate_id = ?"
)
PROPOSAL = f"{PROPOSALS} AND proposal.id = ?"
DECIDED_CALLS = (
    f"{PROPOSALS} AND proposal.conversation_id = (SELECT id FROM desk_conversation WHERE gate_id = ? AND name = ?)"  # noqa: S608
    " AND proposal.call <> '' ORDER BY proposal.made_at"
)
RELEASE = "UPDATE desk_proposal SET released_at = ? WHERE id = ? AND released_at IS NULL AND status <> 'waiting'"
DECIDE = (
    "INSERT INTO desk_proposal (id, gate_id, call, about, rule, people, content, status, made_at, deadline, decision)"
    " VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT DO NOTHING"
)
_DECISIONS = (
    "SELECT id, about, status, rule, people, made_at, deadline, decided_at, content, decision, released_at"
    " FROM desk_proposal WHERE conversation_id IS NULL AND gate_id = ?"
)
WHAT, RELEASED_AT = 8, 10  # places in such a row
DECISION = f"{_DECISIONS} AND id = ?"
DECISIONS = f"{_DECISIONS} AND (? = '' OR status = ?) ORDER BY made_at, id LIMIT ?"
EVENTS = (
    "SELECT sequence, kind, at, conversation, leaf FROM evidence_entry WHERE log_id = ? AND sequence >= ?"
    " ORDER BY sequence LIMIT ?"
)
SIZE = "SELECT size FROM evidence_log WHERE id = ?"

"""How the columns beside an entry are held against the entry itself, by the database, for a million at a time.

Canonical JSON sorts its keys: what is copied stands at the beginning of a leaf, and who did it at its end. So the
database writes that beginning from the columns and says whether the leaf has it; the few who do things are compared
here. Neither need know how JSON writes odd signs: where one says no, `differing` looks at the values themselves. A
column with a quote, or a free one with a backslash, is always looked at so, for with those it could pass for more than
it is. (SQLite finds one sign far quicker than a pattern with both.)
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from balie.evidence.core import canonical
from balie.evidence.writing import Cursor, Database, Dialect

_SQLITE = """SELECT sequence, CAST(leaf AS BLOB), leaf_hash, instr(leaf, printf(
  '{"at":"%sZ","kind":"%s/%d","log":"%s","origin":"%s","seq":%d,"subject":{%s"key":%d,"kind":"%s","name":"%s"%s}',
  replace(at, ' ', 'T') || CASE length(at) WHEN 19 THEN '.000000' ELSE '' END, kind, version, log.name, origin,
  sequence, CASE conversation WHEN '' THEN '' ELSE '"conversation":"' || conversation || '",' END,
  subject_id, subject, subject_name, CASE WHEN entry.system IS NULL THEN '' ELSE ',"system":' || entry.system END)) = 1
  AND instr(at, '"') = 0 AND instr(kind, '"') = 0 AND instr(log.name, '"') = 0 AND instr(origin, '"') = 0
  AND instr(subject, '"') = 0 AND instr(conversation, '"') = 0 AND instr(subject_name, '"') = 0
  AND instr(conversation, '\\') = 0 AND instr(subject_name, '\\') = 0,
  actor_id, actor_name"""
_POSTGRESQL_AT = """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_POSTGRESQL = f"""SELECT sequence, convert_to(leaf, 'UTF8'), leaf_hash, starts_with(leaf,
  '{{"at":"' || {_POSTGRESQL_AT} || '","kind":"' || kind || '/' || version || '","log":"' || log.name
  || '","origin":"' || origin || '","seq":' || sequence || ',"subject":{{'
  || CASE conversation WHEN '' THEN '' ELSE '"conversation":"' || conversation || '",' END
  || '"key":' || subject_id || ',"kind":"' || subject || '","name":"' || subject_name || '"'
  || CASE WHEN entry.system IS NULL THEN '' ELSE ',"system":' || entry.system END || '}}')
  AND kind || log.name || origin || conversation || subject || subject_name !~ '["\\\\]', actor_id, actor_name"""
_FROM = """ FROM evidence_entry AS entry JOIN evidence_log AS log ON log.id = entry.log_id
  WHERE entry.log_id = ? AND sequence >= ? AND sequence < ? ORDER BY sequence"""
_READ = {Database.SQLITE: _SQLITE + _FROM, Database.POSTGRESQL: _POSTGRESQL + _FROM}
_SQLITE_AT = "replace(at, ' ', 'T') || CASE length(at) WHEN 19 THEN '.000000Z' ELSE 'Z' END"
_AT = {Database.SQLITE: _SQLITE_AT, Database.POSTGRESQL: _POSTGRESQL_AT}
_COPIES = (
    "SELECT {at}, kind || '/' || version, origin, actor_id, actor_name, subject, subject_id, subject_name, system,"
    " conversation FROM evidence_entry WHERE log_id = ? AND sequence = ?"
)


def reading(dialect: Dialect) -> str:
    """The statement that reads entries of a log from a number up to another.

    Its columns: number, leaf, hash, whether the leaf begins as it should, and the key and name of who did it.
    """
    return dialect.said(_READ[dialect.database])


@lru_cache(maxsize=10_000)
def ending(key: int | None, name: str) -> bytes:
    """How the entry of somebody ends."""
    return canonical({"who": {"key": key, "name": name}})[1:]


def differing(cursor: Cursor, dialect: Dialect, log: int, number: int, leaf: bytes) -> bool:
    """Whether the columns beside one entry differ from what it says."""
    cursor.execute(dialect.said(_COPIES.format(at=_AT[dialect.database])), (log, number))
    copies: Sequence[Any] = cursor.fetchall()[0]
    said = json.loads(leaf)
    subject, who = said["subject"], said["who"]
    return tuple(copies) != (
        said["at"], said["kind"], said["origin"], who["key"], who["name"], subject["kind"], subject["key"],
        subject["name"], subject.get("system"), subject.get("conversation", ""),
    )  # fmt: skip

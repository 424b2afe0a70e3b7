"""What the gateway kept, as another program sees it: rows of the tables and entries of the log."""

import json


def rows(place, statement, *values):
    """What another program sees in the tables."""
    connection = place.way.connect()
    try:
        cursor = connection.cursor()
        cursor.execute(place.way.dialect.said(statement), values)
        return cursor.fetchall()
    finally:
        connection.close()


def entries(place, *kinds):
    found = rows(place, "SELECT leaf FROM evidence_entry ORDER BY log_id, sequence")
    told = [json.loads(leaf) for (leaf,) in found]
    return [one for one in told if not kinds or one["kind"].split("/")[0] in kinds]

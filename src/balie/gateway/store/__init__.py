"""Where the gateway keeps state and evidence: plain SQL on SQLite or PostgreSQL, without Django."""

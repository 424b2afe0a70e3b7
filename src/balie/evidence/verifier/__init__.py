"""The offline verifier: one file that goes along in every pack, and shares no code with what writes the log."""

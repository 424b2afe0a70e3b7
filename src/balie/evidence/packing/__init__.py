"""Making a pack of a log: what an auditor takes along and checks elsewhere. docs/formats/evidence.md, section 7."""

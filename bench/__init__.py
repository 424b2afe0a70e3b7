"""Measurements: `python -m bench` runs them all and fails when a promise about speed is broken."""

"""Putting a new secret key in the place of an old one, a step at a time, so that it can be cut off anywhere."""

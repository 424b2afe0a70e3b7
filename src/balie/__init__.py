"""Balie: the counter where AI meets the law."""

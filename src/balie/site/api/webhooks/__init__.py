"""Webhooks: tell other programs what happened, signed, and again until they have heard it."""

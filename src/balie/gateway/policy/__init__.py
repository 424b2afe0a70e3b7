"""Safeguards: pure functions of a policy, a conversation and a turn, in one visible order."""

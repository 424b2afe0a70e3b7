"""The start page: what somebody has to know today, and the lists behind its numbers."""

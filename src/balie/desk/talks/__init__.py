"""Conversations in the hands of people: the queue, what was said, and every move a colleague makes."""

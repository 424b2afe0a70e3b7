"""Proposals of AI systems that wait for people: what they are about, deciding on them, and how well people oversee."""

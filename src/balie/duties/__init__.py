"""Duties: what each system owes, what proves that it is met, and who does what by when."""

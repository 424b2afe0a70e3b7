"""Decisions of predictive models: a program proposes one, and what is consequential waits for a person."""

"""Suppliers: whom we deal with, what was agreed, and what they still owe us."""

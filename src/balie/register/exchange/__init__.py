"""Import and export: what a file would change, planned before it is done, and everything written out again."""

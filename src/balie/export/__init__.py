"""Export: what is on screen, as a table of values that can be written to a file."""

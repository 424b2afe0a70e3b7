"""Template tags of the duties."""

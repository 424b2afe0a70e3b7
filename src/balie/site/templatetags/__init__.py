"""Template tags that every page of the site shares."""

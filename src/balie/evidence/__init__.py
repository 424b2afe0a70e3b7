"""Evidence: what happened, put down so that it can be shown later."""

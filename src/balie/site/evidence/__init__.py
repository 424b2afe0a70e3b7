"""The logs on screen: for people who may read them, and for whoever watches from outside."""

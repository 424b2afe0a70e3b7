"""Commands about the evidence log: verify it, make a pack of it, draw a sample from it."""

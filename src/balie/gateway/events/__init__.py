"""Events for programs: what happens in conversations and decisions, read off the evidence, without what was said."""

"""People who may sign in: their accounts, one-time login links and the lock after repeated failures."""

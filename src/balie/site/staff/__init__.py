"""Pages on which an administrator manages people."""

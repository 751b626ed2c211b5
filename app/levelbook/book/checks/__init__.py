"""`check` finds these problems, and names what mends each."""

"""A ballot holds what one participant answered alone; ballots are begun, imported and doubted here."""

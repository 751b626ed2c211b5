"""A ballot holds what one participant answered alone; ballots are begun, imported, merged and doubted here."""

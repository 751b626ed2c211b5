"""An edition is previewed, sealed and committed here."""

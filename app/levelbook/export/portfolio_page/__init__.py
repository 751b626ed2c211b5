"""A portfolio as one HTML page, and as Markdown."""

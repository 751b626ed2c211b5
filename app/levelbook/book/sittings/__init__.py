"""A sitting is a team's meeting around the book: it is begun, led by a plan and by votes, and closed here."""

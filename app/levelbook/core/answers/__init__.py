"""Answers: what a team said, with ballots, votes and sittings; what an edit does, and how two versions are merged."""

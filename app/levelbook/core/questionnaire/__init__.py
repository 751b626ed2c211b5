"""The questionnaire: what a team is asked, which of it applies to the team, and what became of ids between versions."""

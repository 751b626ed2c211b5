"""People write or import questionnaires and templates here."""

"""Other people's published models, read as questionnaires: one module a kind. Nothing of their text ships with us."""

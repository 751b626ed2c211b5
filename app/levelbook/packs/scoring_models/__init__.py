"""Other people's published models are read here as questionnaires: one module each. Nothing of their text ships."""

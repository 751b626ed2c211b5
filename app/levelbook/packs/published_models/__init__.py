"""Modules here read other people's published models as questionnaires, one each. None of their text ships."""

"""Sealed editions are read here, compared, and checked against what was sealed."""

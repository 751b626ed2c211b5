"""Editions are sealed and compared here, and checked against what was sealed."""

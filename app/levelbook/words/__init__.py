"""Sentences that more than one front end says. A module is named after what its sentences are about."""

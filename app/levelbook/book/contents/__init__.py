"""The parts of a team folder beside its answers: each is read when it is asked for, and again once it has changed."""

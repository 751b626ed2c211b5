"""An assessment is one team's record at one time; everything here follows from it. Begin at `assessment.py`."""

"""Each module makes the view of one page of the guide (`page`); `chapters.py` makes those that lead chapters."""

"""The guide's pages as plain data: `page` of each module gives what its template sees; `chapters.py` leads chapters."""

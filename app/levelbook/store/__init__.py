"""The store is the team folder on disk: each file's format, how it is read, and how it is written.

Only `atomic` writes files, and `path_guard` decides where a path of a book may lead.
"""

"""This package keeps people's words in a guide through its next assembly.

`blocks` takes a guide apart by its `markers`, `merge` puts it together again, and `repairing` mends a damaged one.
"""

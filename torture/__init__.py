"""Levelbook is tortured here: killed, starved of disk, handed damaged files and hostile words, a thousand times each.

`make torture` runs every row and prints the table that SECURITY.md quotes; `tests/crash/` and `tests/hostile/` run a
little of each in CI. A row tries something many times and says how often it went wrong, and how to see that again.
"""

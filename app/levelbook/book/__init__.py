"""The book of one team, open: commands and screens ask it, and show the result.

`session` holds it and writes answers; `publish`, `seal` and `upgrade` write all else; `check` says what is wrong.
"""

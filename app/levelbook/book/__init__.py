"""The book of one team, open: commands and screens ask it, and show the result.

`session` holds it and writes answers; `publishing`, `sealing` and `upgrade` write all else; `checks` says what is
wrong.
"""

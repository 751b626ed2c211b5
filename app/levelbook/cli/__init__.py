"""The command line: thin commands that ask the book, print the result, and give an exit code.

`group` lists the commands, `output` writes stdout and `diagnostics` stderr, and `ask` is the plain-line interview.
"""

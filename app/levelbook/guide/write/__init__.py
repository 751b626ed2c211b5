"""This package writes guide, record and changes from an assessment and a template, without reading a file of a book.

`assemble` puts them together, `block_plan` says of which blocks, and `pages` has a module for each page.
"""

"""This package reads TOML that anybody may have written, and says in words what is wrong with it.

`toml` reads the text, `fast_path` takes tables with nothing wrong into values, `strict` all others with pydantic.
"""

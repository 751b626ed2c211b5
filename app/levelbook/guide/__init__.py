"""The guide as text: `text` words and encodes, `write` makes the pages, `keep` keeps what people wrote in them.

`text_cache` keeps what was found out of texts.
"""

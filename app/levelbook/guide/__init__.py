"""The guide: `write` makes its text, `keep` keeps what people wrote in it, `text_cache` what was found out of texts."""

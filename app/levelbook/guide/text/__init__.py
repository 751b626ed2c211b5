"""This package turns words, numbers and days into the Markdown of a guide, for those who write it and who keep it.

`markdown` encodes texts, `phrases` and `incidental_words` make parts of sentences, `anchors` the addresses of headings,
and `code_fences` tells where text is code.
"""

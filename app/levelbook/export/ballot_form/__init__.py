"""The ballot form is a page in which a participant answers alone: `page.py` fills the HTML and scripts beside it."""

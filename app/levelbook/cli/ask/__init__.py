"""The plain-line interview: `interview` goes through practices, `keys` lists what can be typed."""

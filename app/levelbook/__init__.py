"""levelbook: how well a team secures generative AI, and the guide it works by."""

__version__ = "0.1.0"

"""Unsaved words wait here: people typed or said them, and no file of the book holds them yet."""

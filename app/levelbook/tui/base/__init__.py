"""Screens and boxes that others are made of: panels, pickers, alerts, and a screen that shows a book."""

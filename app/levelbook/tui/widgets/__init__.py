"""Widgets that several screens share: rows, tables, forms, bars and tabs."""

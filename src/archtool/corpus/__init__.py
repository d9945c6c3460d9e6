"""Across pages: what only many of them can tell."""

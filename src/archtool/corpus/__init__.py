"""Analyse many pages together: duplicates, snapshots, topics of a collection, templates of sites, quality signals."""

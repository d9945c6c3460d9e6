"""The nodes of a parsed page as a table in document order, from which the walk of ``blocks/`` works.

``tree.py`` defines the table and builds it in Python; ``native.pyx`` builds the same one faster.
"""

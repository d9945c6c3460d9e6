"""WACZ as an input format: it is opened like any zip, whose reader calls ``_wacz`` for its pages."""

from archtool.readers.zip import read

__all__ = ["read"]

"""CSV with tabs, for the clipboard of spreadsheets, and for ``cut`` and ``awk``."""

from __future__ import annotations

from archtool.writers import csv

FORMAT = csv.table(delimiter="\t", suffix=".tsv")

"""CSV with tabs: what spreadsheets take from the clipboard, and ``cut`` and ``awk`` from a pipe."""

from __future__ import annotations

from archtool.writers import csv

FORMAT = csv.table(delimiter="\t", suffix=".tsv")

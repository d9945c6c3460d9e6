"""Reports of what became of pages: rows of text (``ledger.py``), and HTML that needs nothing but a browser.

``sheet.py`` gathers what a report shows of one page; ``blocks.py``, ``facts.py`` and ``index.py`` render it, with the
charts of ``charts.py``; ``document.py`` wraps it up with ``report.css`` and ``report.js`` into a file that loads
nothing from anywhere. ``cli/commands/explain_report.py`` decides what goes into which file.
"""

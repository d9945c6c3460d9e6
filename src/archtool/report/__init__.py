"""Report what became of pages: rows of text (``ledger.py``), and HTML that needs only a browser.

``sheet.py`` collects the contents of a page's report; ``blocks.py``, ``facts.py`` and ``index.py`` render it with the
charts of ``charts.py``; ``document.py`` adds ``report.css`` and ``report.js``, for a file that loads nothing else.
``cli/commands/explain_report.py`` decides which pages go into which file.
"""

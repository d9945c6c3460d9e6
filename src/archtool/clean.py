"""The pipeline: a page in, a record out. Read this first.

``examine`` splits a page into blocks and judges them; ``clean`` makes the record of what was found. ``zip(blocks,
verdicts)`` is the whole truth about a page: ``clean``, ``explain`` and the tests are three views of it.
"""

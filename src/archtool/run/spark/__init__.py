"""Spark: the same records from a cluster as from one machine.

Spark schedules, retries, shuffles and stores; the judging is that of every other engine. ``files`` lists the inputs,
``tasks`` cuts them into tasks of about equal size, ``work`` is what an executor does with one task, ``crawl`` makes
tables of the results and reads again what was cut at a wrong place. Nothing here is imported without ``archtool.spark``
or the command ``archtool spark``. Only ``crawl``, ``files`` and ``session`` import pyspark.
"""

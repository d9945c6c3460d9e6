"""Run the commands on Apache Spark, with the same results as on one machine.

Spark schedules, retries, shuffles and stores; pages are cleaned as everywhere. ``files`` lists the inputs, ``tasks``
cuts them into tasks of about equal size, ``work`` does one task on an executor, and ``crawl`` makes tables of the
results. What needs many pages follows: ``revisits``, ``snapshots``, ``pairs``, ``clusters`` and ``dedupe``,
``topics``, ``site_rules``. ``tables`` writes the results, ``summary`` reports the run.

Only ``archtool.spark`` and the command ``archtool spark`` import this. pyspark is imported inside functions.
"""

"""The functions that ``import archtool`` offers to Python programs, one module for each kind of work.

The commands and the processes of ``run/`` call the same functions. Nothing here prints or starts a process.
"""

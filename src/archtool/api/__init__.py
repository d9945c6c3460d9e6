"""What Python programs call: the functions that ``import archtool`` offers, one kind of work a module.

The commands and the processes of ``run/`` call the same functions. Nothing here prints or starts a process.
"""

"""Commands: one module each, with a function ``run(options)`` that returns an exit code.

Click stays in ``cli/app.py``.
"""

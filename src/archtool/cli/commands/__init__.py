"""Commands: one module each, with a function ``run(options)`` that returns an exit code.

They know nothing of Click: the modules of ``cli/`` declare the commands and fill ``Options``.
"""

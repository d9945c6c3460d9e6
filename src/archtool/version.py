"""The version, and whether the compiled modules are in use, in a module that costs nothing to import."""

import os

__version__ = "0.1.0"

# The modules that ``pyproject.toml`` compiles where there is a C compiler; without one they run as Python, slowly.
COMPILED = (
    "blocks/html_entering",
    "blocks/html_making",
    "blocks/html_taking",
    "blocks/html_walk",
    "dom/native",
    "dom/tree",
    "readers/_quick",
    "scorer/context",
    "scorer/elements",
    "scorer/forest",
    "scorer/line_measure",
    "scorer/line_rows",
    "scorer/measure",
    "scorer/rows",
    "scorer/sequence",
)


def is_pure() -> bool:
    """Whether any of these modules is not compiled, which makes archtool slower."""
    home = os.path.dirname(__file__)
    for module in COMPILED:
        folder, _, name = module.partition("/")
        if not any(
            each.startswith(f"{name}.") and each.endswith((".so", ".pyd"))
            for each in os.listdir(os.path.join(home, folder))
        ):
            return True
    return False


def shown() -> str:
    """Return the version as ``--version`` prints it."""
    return f"{__version__} (pure Python)" if is_pure() else __version__

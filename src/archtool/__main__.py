"""``python -m archtool``: the same as ``archtool``."""

from archtool.cli.main import main

if __name__ == "__main__":
    main()

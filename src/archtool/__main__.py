"""``python -m archtool``: the same as ``archtool``."""

from archtool.entry import main

if __name__ == "__main__":
    main()

"""Run the ``crossorigin`` command: ``python -m crossorigin``."""

from crossorigin.cli import main

if __name__ == "__main__":
    main()

"""Hands `python -m asmsim` over to the command line."""

import sys

from asmsim.cli import main

if __name__ == "__main__":
    sys.exit(main())

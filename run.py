"""The main job: compare all stances with the same luck. `python run.py --help` shows the rest."""

import sys

from asmsim.cli import main

# Worker processes import this file anew: only the first one may start the work.
if __name__ == "__main__":
    sys.exit(main())

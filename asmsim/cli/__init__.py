"""The command line: parses, calls, prints, and ends with a code that says how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from asmsim.cli import commands, faults

MAIN_JOB = "compare"
# What may stand before a command; anything else that begins with a dash belongs to the main job.
BEFORE_COMMAND = ("--help", "-h", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after the program's name; those of this process unless given. Without a command
        they are the main job's: compare all scenarios.

    Returns
    -------
    int
        0 done, 1 some run failed or an unexpected error, 2 bad input, 130 interrupted.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in BEFORE_COMMAND):
        words.insert(0, MAIN_JOB)
    try:
        code = commands.app(args=words, prog_name="asmsim", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who read our output has seen enough; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return faults.DONE
    except (KeyboardInterrupt, typer.Abort):
        return faults.interrupted()
    except Exception as error:  # noqa: BLE001 - whatever it is, the user reads one clear message
        return faults.told(error, words)
    return code if isinstance(code, int) else faults.DONE

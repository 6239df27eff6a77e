"""The command line: parses, calls, prints, and ends with a code that says how it went."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import typer

from asmsim.cli import commands, faults
from asmsim.cli.screen import speak

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
    speak()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our letters is no error
    try:
        code = _run(words)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        # Who read our output has seen enough (rich then asks to exit); write no more, even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return faults.DONE
    except KeyboardInterrupt:
        return faults.interrupted()
    except Exception as error:  # noqa: BLE001 - whatever it is, the user reads one clear message
        return faults.told(error, words)
    return code


def _run(words: list[str]) -> int:
    """Run one command; its own `main` would turn an interrupt and a closed pipe into exits."""
    command = typer.main.get_command(commands.app)
    try:
        with command.make_context("asmsim", words) as context:
            code = command.invoke(context)
    except typer.Exit as end:
        code = end.exit_code
    return code if isinstance(code, int) else faults.DONE

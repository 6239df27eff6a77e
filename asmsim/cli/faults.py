"""Whatever goes wrong, said in one message on standard error, with the exit code it ends in."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterable, Sequence
from typing import Any

import typer

from asmsim.cli.screen import say, spoken
from asmsim.errors import AsmsimError, BadValue, UnknownName, nearest_name

DONE = 0
FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130

DEBUG = "ASMSIM_DEBUG"
ENOUGH_TO_SHOW = 2

# Typer hands on the errors of click, which is vendored in some versions and apart in others.
_CLICK = {kind.__name__: kind for kind in typer.BadParameter.__mro__}
ClickError: type[Exception] = _CLICK["ClickException"]


def interrupted() -> int:
    """Say that the user stopped it."""
    say(spoken().text("cli.error.interrupted"))
    return INTERRUPTED


def told(error: Exception, words: Sequence[str]) -> int:
    """Say what went wrong, and return the exit code.

    Parameters
    ----------
    error : Exception
        What was raised.
    words : sequence of str
        The command line, for how much it wants to be told.
    """
    if isinstance(error, ClickError):
        error = usage(error)
    if isinstance(error, AsmsimError):
        if wants_traceback(words):
            say("".join(traceback.format_exception(error)))
        say(str(error))
        return BAD_INPUT
    if wants_traceback(words):
        say("".join(traceback.format_exception(error)))
    text = " ".join(str(error).split()) or repr(error)
    say(spoken().text("cli.error.unexpected", kind=type(error).__name__, text=text))
    say(spoken().text("cli.error.unexpected_hint"))
    return FAILED


def wants_traceback(words: Sequence[str]) -> bool:
    """Tell whether `-v` stands twice, or the environment asks for tracebacks."""
    short = "".join(word for word in words if re.fullmatch(r"-[vq]+", word)).count("v")
    return short + list(words).count("--verbose") >= ENOUGH_TO_SHOW or bool(os.environ.get(DEBUG))


def usage(error: Any) -> AsmsimError:
    """Turn a complaint about the command line's form into one of ours.

    A wrong word is looked up among those that would be right, as every other name is.
    """
    command = getattr(getattr(error, "ctx", None), "command", None)
    name: str = getattr(error, "option_name", "")
    param = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            return _unknown("option", name, _options(command))
        case "BadOptionUsage":
            return BadValue(spoken().text("cli.error.needs_value"), field=name)
        case "MissingParameter" if param is not None:
            missing = spoken().text("cli.error.missing")
            return BadValue(missing, field=param.name.upper(), allowed=param.help)
    wrong_command = re.search(r"No such command '(.*?)'", error.message)
    if wrong_command:
        return _unknown("command", wrong_command[1], command.commands if command else ())
    surplus = re.search(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", error.message)
    if surplus:
        return BadValue(spoken().text("cli.error.surplus", name=surplus[1].split()[0]))
    field = max(param.opts, key=len) if param is not None else None
    return BadValue(error.message.rstrip("."), field=field)


def _unknown(kind: str, name: str, allowed: Iterable[str]) -> AsmsimError:
    """Name what is nearest, whatever dashes it has."""
    names = {each.lstrip("-"): each for each in allowed}
    nearest = names.get(nearest_name(name.lstrip("-"), names) or "")
    message = spoken().text(f"cli.error.{kind}", name=name)
    return UnknownName(message, value=name, allowed=sorted(names.values()), nearest=nearest)


def _options(command: Any) -> list[str]:
    """Return the options of a command, each by its first long name."""
    params = command.params if command is not None else ()
    longs = ([each for each in param.opts if each.startswith("--")] for param in params)
    return [each[0] for each in longs if each]

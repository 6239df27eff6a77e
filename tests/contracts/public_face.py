"""What others build on, as text: public names, their parameters, commands and options."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

import asmsim

STATED = Path(__file__).with_name("public_face.txt")

HEAD = """\
# The public face of asmsim: what users and other packages build on.
# Written by: python -m tests.contracts.update
"""


def parameters(thing: Callable[..., Any]) -> str:
    """Return the parameters of a function or class: names, kinds and defaults."""
    given = inspect.signature(thing).parameters.values()
    bare = [part.replace(annotation=inspect.Parameter.empty) for part in given]
    return str(inspect.Signature(bare))


def methods(thing: type) -> Iterator[str]:
    """Return the public methods and properties a class of ours defines itself."""
    for name, member in sorted(vars(thing).items()):
        if name.startswith("_"):
            continue
        if inspect.isfunction(member):
            yield f"{thing.__name__}.{name}{parameters(member)}"
        elif isinstance(member, classmethod | staticmethod):
            yield f"{thing.__name__}.{name}{parameters(member.__func__)}"
        elif isinstance(member, property):
            yield f"{thing.__name__}.{name}"


def names() -> Iterator[str]:
    """Return the public names of the package with what they take."""
    for name in sorted(asmsim.__all__):
        thing = getattr(asmsim, name)
        yield f"{name}{parameters(thing)}"
        if isinstance(thing, type):
            yield from methods(thing)


def options(command: Any, path: str) -> Iterator[str]:
    """Return a command with its words and options, then its subcommands."""
    yield path
    for part in sorted(command.params, key=lambda part: str(part.name)):
        if part.opts[0].startswith("-"):
            yield f"{path} {' '.join(sorted([*part.opts, *part.secondary_opts]))}"
        else:
            yield f"{path} {part.name.upper()}"
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from options(child, f"{path} {name}")


def current() -> str:
    """Return the public face as it is now."""
    from asmsim.cli import commands

    lines = [*names(), "", *options(typer.main.get_command(commands.app), "asmsim")]
    return HEAD + "\n" + "\n".join(lines) + "\n"

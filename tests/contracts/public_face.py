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


PLAIN = (bool, float, int, str, type(None))


class Some:
    """Stands for a default that is no plain value: what it is may change, that it is there not."""

    def __repr__(self) -> str:
        return "..."


def shown(default: object) -> object:
    """Return a default as it is stated: plain values and empty containers as they are."""
    plain = isinstance(default, PLAIN) or default == () or default is inspect.Parameter.empty
    return default if plain else Some()


def parameters(thing: Callable[..., Any]) -> str:
    """Return the parameters of a function or class: names, kinds and defaults."""
    given = inspect.signature(thing).parameters.values()
    bare = [
        part.replace(annotation=inspect.Parameter.empty, default=shown(part.default))
        for part in given
    ]
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
    words = [part for part in command.params if not part.opts[0].startswith("-")]
    yield from (f"{path} {part.name.upper()}" for part in words)
    found = [part for part in command.params if part not in words]
    yield from sorted(f"{path} {' '.join([*part.opts, *part.secondary_opts])}" for part in found)
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from options(child, f"{path} {name}")


def current() -> str:
    """Return the public face as it is now."""
    from asmsim.cli import commands

    lines = [*names(), "", *options(typer.main.get_command(commands.app), "asmsim")]
    return HEAD + "\n" + "\n".join(lines) + "\n"

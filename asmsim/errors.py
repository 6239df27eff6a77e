"""What can go wrong by the user's hand, said in one message.

Every error a user can mend is an `AsmsimError`: it keeps the field, the value, what is allowed, the
nearest valid name and the file apart, so that a program can read them, and joins them in `str()`.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

MOST_NAMES_SHOWN = 12


class AsmsimError(Exception):
    """An input that cannot be used, with what is allowed instead.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence without a full stop.
    field : str, optional
        The parameter, key or option at fault.
    value : object, optional
        The value that was given.
    allowed : str or iterable of str, optional
        What would be accepted: a phrase ("0 to 1") or the valid names.
    nearest : str, optional
        The valid name nearest to the one given.
    file : path, optional
        The file in which it stands.
    """

    def __init__(
        self,
        message: str = "",
        *,
        field: str | None = None,
        value: object = None,
        allowed: str | Iterable[object] | None = None,
        nearest: str | None = None,
        file: str | Path | None = None,
    ) -> None:
        if allowed is not None and not isinstance(allowed, str):
            allowed = tuple(str(name) for name in allowed)
        self.message = message
        self.field = field
        self.value = value
        self.allowed: str | tuple[str, ...] | None = allowed
        self.nearest = nearest
        self.file = None if file is None else str(file)
        super().__init__(message)

    def __str__(self) -> str:
        """Join the parts: where, what, the nearest name, what is allowed."""
        where = ": ".join(part for part in (self.file, self.field) if part)
        what = self.message or f"{self.value!r} cannot be used"
        text = f"{where}: {what}" if where else what
        if self.nearest:
            text += f"; did you mean '{self.nearest}'?"
        if self.allowed:
            text += f"\nAllowed: {self._allowed_text()}"
        return text

    def _allowed_text(self) -> str:
        if self.allowed is None or isinstance(self.allowed, str):
            return self.allowed or ""
        shown = list(self.allowed[:MOST_NAMES_SHOWN])
        if self.nearest and self.nearest not in shown:
            shown = [self.nearest, *shown[:-1]]
        more = len(self.allowed) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

    @property
    def parts(self) -> dict[str, Any]:
        """All that is known besides the message."""
        names = ("field", "value", "allowed", "nearest", "file")
        return {name: getattr(self, name) for name in names}

    def within(
        self,
        field: str = "",
        *,
        file: str | Path | None = None,
        kind: type[AsmsimError] | None = None,
    ) -> AsmsimError:
        """Return the same error as seen from outside: inside a field, in a file, as another kind.

        Parameters
        ----------
        field : str
            The field that holds the one at fault.
        file : path, optional
            The file, where none was named yet.
        kind : type, optional
            The kind of error to return; its own unless told.
        """
        parts = self.parts
        parts["field"] = ".".join(part for part in (field, self.field) if part) or None
        parts["file"] = self.file or file
        return (kind or type(self))(self.message, **parts)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by message and parts: an error crosses process pools whole."""
        return _rebuild, (type(self), self.message, self.parts)


# The names below say what is wrong without the word Error: they are public interface.


class UnknownName(AsmsimError, LookupError):  # noqa: N818
    """A scenario, context, parameter, lever, outcome or command that does not exist."""

    __str__ = AsmsimError.__str__


class BadValue(AsmsimError, ValueError):  # noqa: N818
    """A value of the wrong type or out of range."""


class BadFile(AsmsimError, ValueError):  # noqa: N818
    """A file that cannot be read, or holds a key or a value that is refused."""


class OutputRefused(AsmsimError):  # noqa: N818
    """A folder for results that exists with something else in it, or cannot be written."""


class UnknownFormat(AsmsimError):  # noqa: N818
    """Stored results in a format this version cannot read."""


class MissingExtra(AsmsimError):  # noqa: N818
    """An optional part of the package that is not installed."""


def _rebuild(kind: type[AsmsimError], message: str, parts: dict[str, Any]) -> AsmsimError:
    return kind(message, **parts)


def nearest_name(name: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name most like `name`, or None when none is like it.

    A dotted name is looked for in its own group where there is one; a name without its group, or
    in the wrong one, is found by its last part.

    Examples
    --------
    >>> nearest_name("confront", ["hands_off", "confrontation"])
    'confrontation'
    >>> nearest_name("crowdign", ["work.crowding", "work.noise"])
    'work.crowding'
    """
    names = [str(item) for item in allowed]
    wanted = name.lower()
    group, dot, end = wanted.rpartition(".")
    inside = [item for item in names if dot and item.startswith(f"{group}.")]
    last_part = {item.rpartition(".")[2]: item for item in reversed(inside or names)}
    same_end = [item for item in names if end and item.rpartition(".")[2] == end]
    starts = [item for item in names if wanted and item.startswith(wanted)]
    return next(
        iter(
            ([] if inside else difflib.get_close_matches(wanted, names, n=1))
            + [last_part[item] for item in difflib.get_close_matches(end, last_part, n=1)]
            + same_end
            + starts
        ),
        None,
    )


def unknown(
    kind: str,
    name: object,
    allowed: Iterable[str],
    *,
    file: str | Path | None = None,
    field: str | None = None,
) -> UnknownName:
    """Make the error for a name that does not exist, with the nearest one that does.

    Parameters
    ----------
    kind : str
        What the name should have been: "scenario", "parameter", …
    name : object
        The name that was given.
    allowed : iterable of str
        The names there are.
    file : path, optional
        Where the name stands.
    field : str, optional
        The key or option that holds it.

    Returns
    -------
    UnknownName
        To be raised by the caller.
    """
    group, dot, _ = str(name).rpartition(".")
    near = f"{group}{dot}" if dot else None
    names = [str(item) for item in allowed]
    # Of a dotted name, the group's own names come first: a long list is cut when shown.
    names.sort(key=lambda item: (near is not None and not item.startswith(near), item))
    return UnknownName(
        f"unknown {kind} '{name}'" + ("" if names else f"; there is no {kind} at all"),
        field=field,
        value=name,
        allowed=names,
        nearest=nearest_name(str(name), names),
        file=file,
    )


def needs(module: str, extra: str) -> ModuleType:
    """Import an optional module, or say which extra brings it.

    Parameters
    ----------
    module : str
        The module's dotted name.
    extra : str
        The extra of asmsim that installs it.

    Returns
    -------
    module
        The imported module.

    Raises
    ------
    MissingExtra
        When the module is not installed; an error inside an installed module passes through.
    """
    top = module.partition(".")[0]
    if importlib.util.find_spec(top) is None:
        raise MissingExtra(f'this needs {top}; install it with: pip install "asmsim[{extra}]"')
    return importlib.import_module(module)

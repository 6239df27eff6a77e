"""Opening files of users: what can go wrong with any of them, said alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asmsim.errors import BadFile


@contextmanager
def reading(path: Path, form: str, malformed: type[Exception]) -> Iterator[None]:
    """Name the file in what goes wrong while it is read.

    Parameters
    ----------
    path : Path
        The file.
    form : str
        Its format, for the message.
    malformed : type of Exception
        What a reader of the format raises when the file is not in it.

    Raises
    ------
    BadFile
        When it is not there, cannot be read, is not UTF-8 or not in its format.
    """
    try:
        yield
    except FileNotFoundError:
        raise BadFile("there is no such file", file=path) from None
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}", file=path) from None
    except UnicodeDecodeError:
        raise BadFile("is not UTF-8 text", file=path) from None
    except malformed as error:
        raise BadFile(f"is not valid {form}: {error}", file=path) from None

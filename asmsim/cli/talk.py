"""What is said while work goes on, on standard error: progress with time left, and messages."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TaskID, TextColumn
from rich.text import Text

from asmsim.cli.screen import aside, say, spoken


class _TimeLeft(TextColumn):
    """The time left, as the study reckons it."""

    def render(self, task: Task) -> Text:
        """Write it in words; nothing while it is unknown."""
        seconds = task.fields.get("left")
        if seconds is None or task.finished:
            return Text("")
        time = spoken().duration(seconds)
        return Text(spoken().text("cli.progress.left", time=time), style="dim")


class _Above(logging.Handler):
    """Writes the package's messages above the bar, in lines as long as they are."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message."""
        self._console.print(record.getMessage(), soft_wrap=True)


class Talk:
    """Says how far the work is; a context manager around it.

    Parameters
    ----------
    verbose : int
        How often `-v` was given.
    quiet : bool
        Say nothing but errors.
    """

    def __init__(self, verbose: int = 0, *, quiet: bool = False) -> None:
        self.verbose = 0 if quiet else verbose
        self.quiet = quiet
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _TimeLeft(""),
            console=aside(),
            transient=True,
            disable=quiet,
        )
        self._task: TaskID | None = None
        self._stage = ""
        self._tenth = 0

    def __enter__(self) -> Self:
        """Begin: messages of the package come through the same console."""
        level = logging.ERROR if self.quiet else logging.INFO if self.verbose else logging.WARNING
        logger = logging.getLogger("asmsim")
        logger.setLevel(level)
        self._handler = _Above(self._bar.console)
        logger.addHandler(self._handler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End: the bar goes, the console is as before."""
        if self._task is not None:
            self._bar.stop()
        logging.getLogger("asmsim").removeHandler(self._handler)

    def say(self, key: str, **fields: object) -> None:
        """Say a message of the command line, unless it is to be quiet."""
        if not self.quiet:
            say(spoken().text(f"cli.progress.{key}", **fields))

    def more(self, key: str, **fields: object) -> None:
        """Say a message only when asked to say more."""
        if self.verbose:
            self.say(key, **fields)

    def progress(self, done: int, total: int, left: float | None, message: str) -> None:
        """Take a study's report: runs done, runs in all, seconds left, what it does."""
        words = spoken().text(f"cli.progress.{message}")
        if not self._bar.console.is_terminal:
            self._line(done, total, left, message)
        elif self._task is None:
            self._bar.start()
            self._task = self._bar.add_task(words, total=total, completed=done, left=left)
        else:
            self._bar.update(self._task, description=words, total=total, completed=done, left=left)

    def _line(self, done: int, total: int, left: float | None, message: str) -> None:
        """Where no bar can move: a line for each stage, and one for each tenth of the runs."""
        tenth = 10 * done // max(1, total)
        if message != self._stage:
            self.say(message)
        elif tenth > self._tenth and left is not None and done < total:
            self.say("part", done=done, total=total, time=spoken().duration(left))
        self._stage, self._tenth = message, tenth

"""A study: which scenarios are compared, in which contexts, how often, for how long.

A study is plain data, so it can be read from a file, sent to another process, and named by a hash
of what it holds. Nothing heavy is imported here: a misspelt name is answered at once.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, field_validator, model_validator

from asmsim.errors import BadValue
from asmsim.records import Context, Programme, Scenario, Shock, Value, toml
from asmsim.records.base import Record
from asmsim.records.shock import KEYS
from asmsim.records.timeline import is_timeline

MOST_MONTHS = 360
"""The horizon up to which the model holds (thirty years)."""

MOST_MINERS = 1_000_000
"""One district's largest population; a larger country is an ensemble of districts."""

YEAR = 12
STUDY_FILE = "study.toml"

ScenarioLike: TypeAlias = str | Path | Scenario
ProgrammeLike: TypeAlias = str | Path | Programme | Scenario
ContextLike: TypeAlias = str | Path | Context


def several(given: object) -> tuple[Any, ...]:
    """Take one thing or a list of things as a tuple."""
    if given is None:
        return ()
    return tuple(given) if isinstance(given, list | tuple) else (given,)


def _chosen(kind: type[Record], *others: type[Record]) -> BeforeValidator:
    """Accept names, paths, objects and the tables objects are stored as."""

    def check(given: object) -> tuple[Any, ...]:
        return tuple(_one(item, kind, others) for item in several(given))

    return BeforeValidator(check)


def _one(item: Any, kind: type[Record], others: tuple[type[Record], ...]) -> Any:
    if isinstance(item, dict):
        return kind(**item)
    if not isinstance(item, (str, Path, kind, *others)):
        raise BadValue(
            f"{item!r} cannot be used",
            value=item,
            allowed=f"a name, the path of a file, or a {kind.__name__}",
        )
    return item


def dated(given: object) -> tuple[Any, ...]:
    """Accept shocks, their texts and their tables, and files of them."""
    return tuple(_shock(item) for item in several(given))


def _shock(item: Any) -> Shock | Path:
    if isinstance(item, Shock | Path):
        return item
    if isinstance(item, str):
        return Path(item) if is_timeline(item) else Shock.parse(item)
    if isinstance(item, dict):
        return Shock.of(item)
    allowed = f"NAME=VALUE@MONTH, a file, or keys {', '.join(KEYS)}"
    raise BadValue(f"{item!r} is not a shock", value=item, allowed=allowed)


class Study(Record):
    """Everything that decides the numbers of a comparison, but the code and the library.

    Attributes
    ----------
    name : str
        Names the folder of results.
    scenarios : tuple of name, path or Scenario
        What is compared; empty means every scenario of the library.
    contexts : tuple of name, path or Context
        Where; each scenario is run in each context.
    reference : name, path or Scenario
        What the others are compared with.
    replicates : int
        Pairs per scenario and context; the runs of one replicate share their luck.
    seed : int
        Begins all luck.
    months : int, months
        Length of a run, at most 360.
    start : str
        First month, YYYY-MM.
    policy_month : int
        The month (counted from 0) in which scenarios part; before it all are the reference world
        without policy.
    miners : int, people
        People who mine at the start, about; the district is scaled to it.
    overrides : dict
        Parameters set by dotted name, after the context's own.
    shocks : tuple of Shock or path
        Dated changes, in every scenario, or files of them.
    programmes : tuple of name, path or Programme
        Programmes added to every scenario; a name may say a dose, as in ``solidaridad=0.5``.
    library : tuple of path
        Folders that add to the packaged library.
    """

    name: str = Field(default="study", pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    scenarios: Annotated[tuple[ScenarioLike, ...], _chosen(Scenario)] = ()
    contexts: Annotated[tuple[ContextLike, ...], _chosen(Context)] = ("gold_generic",)
    reference: ScenarioLike = "hands_off"
    replicates: int = Field(default=20, ge=1)
    seed: int = Field(default=0, ge=0, lt=2**63)
    months: int = Field(default=120, ge=1, le=MOST_MONTHS)
    start: str = "2015-01"
    policy_month: int = Field(default=24, ge=0)
    miners: int = Field(default=5000, ge=0, le=MOST_MINERS)
    overrides: dict[str, Value] = Field(default_factory=dict)
    shocks: Annotated[tuple[Shock | Path, ...], BeforeValidator(dated)] = ()
    programmes: Annotated[tuple[ProgrammeLike, ...], _chosen(Programme, Scenario)] = ()
    library: Annotated[tuple[Path, ...], BeforeValidator(several)] = ()

    @field_validator("start")
    @classmethod
    def _is_a_month(cls, start: str) -> str:
        if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", start):
            raise BadValue(
                f"{start!r} is not a month", value=start, allowed="YYYY-MM, such as 2015-01"
            )
        return start

    @field_validator("contexts")
    @classmethod
    def _somewhere(cls, contexts: tuple[ContextLike, ...]) -> tuple[ContextLike, ...]:
        if not contexts:
            raise BadValue("is empty", allowed="at least one context")
        return contexts

    @model_validator(mode="after")
    def _within_the_horizon(self) -> Study:
        if self.policy_month >= self.months:
            raise BadValue(
                f"{self.policy_month} is not before the end of {self.months} months",
                field="policy_month",
                value=self.policy_month,
                allowed=f"0 to {self.months - 1}",
            )
        for shock in self.shocks:
            if isinstance(shock, Shock):
                self.within_the_horizon(shock)
        return self

    def within_the_horizon(self, shock: Shock) -> Shock:
        """Return a shock; refuse one that starts after the end."""
        if shock.start >= self.months:
            raise BadValue(
                f"{shock} starts after the end of {self.months} months",
                field="shocks",
                value=str(shock),
                allowed=f"months 0 to {self.months - 1}",
            )
        return shock

    @classmethod
    def read(cls, path: str | Path) -> Study:
        """Read a study from a TOML file, or from the folder that holds its `study.toml`.

        A study without a name is called after its folder; paths in it start from that folder.

        Raises
        ------
        BadFile
            When the file cannot be read or something in it is refused.
        """
        path = Path(path)
        file = path / STUDY_FILE if path.is_dir() else path
        table = toml.read(file)
        folder = file.resolve().parent
        table.setdefault("name", folder.name)
        for key in ("scenarios", "contexts", "programmes", "library"):
            if key in table:
                table[key] = [_from(folder, item, key) for item in several(table[key])]
        if "shocks" in table:
            table["shocks"] = [
                folder / item if isinstance(item, str) and is_timeline(item) else item
                for item in several(table["shocks"])
            ]
        if "reference" in table:
            table["reference"] = _from(folder, table["reference"])
        return toml.record(cls, table, file)


def _from(folder: Path, item: Any, key: str = "") -> Any:
    """Let a path in a study file start from the file's folder; a name stays a name."""
    if isinstance(item, str) and (key == "library" or item.endswith(".toml") or "/" in item):
        return folder / item
    return item


def month_of(start: str, month: int) -> dt.date:
    """Return the first day of a month of the run.

    Examples
    --------
    >>> month_of("2015-01", 24)
    datetime.date(2017, 1, 1)
    """
    year, first = (int(part) for part in start.split("-"))
    years, rest = divmod(first - 1 + month, YEAR)
    return dt.date(year + years, rest + 1, 1)

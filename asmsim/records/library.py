"""The library: every number, place, stance, outcome and word, read from TOML files.

The packaged folder comes first; a user's own folders, laid out alike, add to it or replace what has
the same name. Levers are code, so they are not here: who needs their names passes them.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from asmsim.errors import AsmsimError, BadFile, BadValue, unknown
from asmsim.records import toml, translation
from asmsim.records.base import Record, Value
from asmsim.records.context import Context
from asmsim.records.dose import Dose
from asmsim.records.messages import ENGLISH, Messages, flat
from asmsim.records.outcome import Outcome
from asmsim.records.parameter import Parameter
from asmsim.records.programme import Programme
from asmsim.records.scenario import Scenario
from asmsim.records.shock import Shock
from asmsim.records.standard import Standard

PACKAGED = Path(__file__).resolve().parent.parent / "library"
"""The folder that comes with the package."""

PRICES = Path("series") / "prices_annual.csv"
"""Where the annual prices stand in a library."""

OUNCES = {"usd_oz": 1.0, "usd_t": 31.1034768e-6}
"""Troy ounces in the units a series may be told in."""

KINDS = ("parameters", "outcomes", "contexts", "scenarios", "programmes", "standards")
"""The kinds of records in a library, as its folders and its fields are called."""

R = TypeVar("R", bound=Record)
N = TypeVar("N", Context, Programme, Scenario, Standard)

BESIDE = "+"
"""Joins a scenario and the programmes at work beside it in a name."""


class Library:
    """All records of the packaged library and of a user's own folders.

    Parameters
    ----------
    folders : sequence of path
        A user's folders, laid out like the packaged one; later ones add or replace.
    root : path, optional
        The folder to begin with; the packaged one unless told.

    Raises
    ------
    BadFile
        When a folder is not there, or, on first use, when a file in it is wrong.
    """

    def __init__(self, folders: Sequence[str | Path] = (), *, root: str | Path = PACKAGED) -> None:
        self.root = Path(root)
        self.folders = tuple(Path(folder) for folder in folders)
        self._spoken: dict[str, Messages] = {}
        self._told: dict[Messages, Library] = {}
        for folder in (self.root, *self.folders):
            if not folder.is_dir():
                raise BadFile("is not a folder", file=folder)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by its folders: another process reads the files again."""
        return _reread, (self.folders, self.root)

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Every parameter by its dotted name, in order of group and of the file."""
        return self._tables("parameters", Parameter, lambda group, key: {"name": f"{group}.{key}"})

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Every outcome by its name, in order of family and of the file."""
        found = self._tables(
            "outcomes", Outcome, lambda family, key: {"name": key, "family": family}
        )
        for name, outcome in found.items():
            if outcome.weight and outcome.weight not in found:
                raise unknown("outcome", outcome.weight, found, field=f"{name}.weight")
        return found

    @cached_property
    def contexts(self) -> dict[str, Context]:
        """Every context by its name, its parameters checked."""
        return {name: self._context_file(path) for name, path in self._files["contexts"].items()}

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Every scenario by its name."""
        return {name: _named(Scenario, path) for name, path in self._files["scenarios"].items()}

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """Every programme by its name: levers that add to any scenario."""
        files = self._files["programmes"]
        return {name: self._programme_file(path) for name, path in files.items()}

    @cached_property
    def standards(self) -> dict[str, Standard]:
        """Every standard by its name: what is asked of a firm, and which levers meet it."""
        return {name: _named(Standard, path) for name, path in self._files["standards"].items()}

    @property
    def history(self) -> Scenario:
        """The scenario every world lives before its policy month: the one that says so.

        Where none does, nothing is done before.

        Raises
        ------
        BadFile
            When several do.
        """
        found = [scenario for scenario in self.scenarios.values() if scenario.history]
        if not found:
            return Scenario(name="nothing", title="No policy", source="by definition")
        if len(found) > 1:
            raise BadFile(
                "one scenario alone can be the history of every world",
                field="history",
                value=", ".join(scenario.name for scenario in found),
                allowed="history = true in one scenario file",
                file=self.root / "scenarios",
            )
        return found[0]

    @property
    def monthly(self) -> list[str]:
        """Names of the outcomes a world has every month; the others need a pair of worlds."""
        return [name for name, outcome in self.outcomes.items() if outcome.headline != "pair"]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages there are words of, English first."""
        found = {path.stem for path in self._each("messages")}
        return tuple(sorted(found, key=lambda each: (each != ENGLISH, each)))

    def messages(self, lang: str = ENGLISH) -> Messages:
        """Return the words of one language; what it does not say is said in English.

        They stand in ``messages/<lang>.toml``, and in files of the folder ``messages/<lang>``.

        Raises
        ------
        UnknownName
            When there is no file of that language.
        """
        if lang not in self.languages:
            raise unknown("language", lang, self.languages)
        if lang not in self._spoken:
            self._spoken[lang] = self._messages(lang)
        return self._spoken[lang]

    def _messages(self, lang: str) -> Messages:
        """Read the words of one language."""
        own = [*self._words(self.root, lang), *self._words_of_folders(lang)]
        if lang == ENGLISH:
            return Messages(lang, own)
        english = [*self._words(self.root, ENGLISH), *self._words_of_folders(ENGLISH)]
        return Messages(lang, own, english, cache(lambda: self._originals(lang)))

    def told(self, words: Messages) -> Library:
        """Return the library with the texts of its records in a language."""
        if words.english:
            return self
        if words not in self._told:
            made = Library(self.folders, root=self.root)
            for kind in KINDS:
                records = getattr(self, kind)
                made.__dict__[kind] = {
                    name: words.translated(record) for name, record in records.items()
                }
            self._told[words] = made
        return self._told[words]

    @cached_property
    def texts(self) -> dict[str, str]:
        """What records say, by the key under which a catalogue translates it."""
        records = [each for kind in KINDS for each in getattr(self, kind).values()]
        return dict(text for each in records for text in translation.texts(each))

    def _originals(self, lang: str) -> dict[str, str]:
        """Return what the root's records say in English, less what folders translate themselves.

        The English catalogue speaks for a record that is in no file: a visitor's own stance.
        """
        root = self if not self.folders else _reread((), self.root)
        theirs = flat(self._words_of_folders(lang))
        said = {**flat(self._words(self.root, ENGLISH)), **root.texts}
        return {key: text for key, text in said.items() if key not in theirs}

    def _words_of_folders(self, lang: str) -> Iterator[dict[str, Any]]:
        for folder in self.folders:
            yield from self._words(folder, lang)

    def _words(self, folder: Path, lang: str) -> Iterator[dict[str, Any]]:
        """Yield the files of one language in one folder."""
        there = folder / "messages"
        for path in (there / f"{lang}.toml", *sorted((there / lang).glob("*.toml"))):
            if path.is_file():
                yield toml.read(path)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its dotted name."""
        if name not in self.parameters:
            raise unknown("parameter", name, self.parameters)
        return self.parameters[name]

    def outcome(self, name: str) -> Outcome:
        """Return an outcome by its name."""
        if name not in self.outcomes:
            raise unknown("outcome", name, self.outcomes)
        return self.outcomes[name]

    def context(self, context: str | Path | Context) -> Context:
        """Return a context from its name, the path of its file, or itself; all values checked."""
        if isinstance(context, Context):
            self._check_context(context)
            return context
        path = _path(context)
        if path is not None:
            return self._context_file(path)
        if context not in self._files["contexts"]:
            raise unknown("context", context, self._files["contexts"])
        return self.contexts[str(context)]

    def scenario(
        self, scenario: str | Path | Scenario, levers: Collection[str] | None = None
    ) -> Scenario:
        """Return a scenario from its name, the path of its file, or itself.

        Parameters
        ----------
        scenario : str, path or Scenario
            Which one; a name may join programmes to a scenario's, as in ``hands_off+solidaridad``.
        levers : collection of str, optional
            The levers there are; given, each lever of the scenario must be one of them.
        """
        if isinstance(scenario, str) and BESIDE in scenario and not _path(scenario):
            name, *beside = scenario.split(BESIDE)
            programmes = [self.programme(each, levers) for each in beside]
            return self.scenario(name, levers).beside(programmes, scenario)
        file = None if isinstance(scenario, Scenario) else _path(scenario)
        if isinstance(scenario, Scenario):
            found = scenario
        elif file is not None:
            found = _named(Scenario, file)
        elif scenario in self._files["scenarios"]:
            file = self._files["scenarios"][str(scenario)]
            found = self.scenarios[str(scenario)]
        else:
            raise unknown("scenario", scenario, self._files["scenarios"])
        _known(found.levers, levers, file)
        for programme in found.programmes:
            self._check_programme(programme, levers, file)
        return found

    def programme(
        self, programme: str | Path | Programme | Scenario, levers: Collection[str] | None = None
    ) -> Programme:
        """Return a programme from its name, the path of its file, or itself.

        Parameters
        ----------
        programme : str, path, Programme or Scenario
            Which one; a name may say a dose, as in ``solidaridad=0.5``. A scenario given for one
            stands for its levers.
        levers : collection of str, optional
            The levers there are; given, each lever of the programme must be one of them.
        """
        file = None
        if isinstance(programme, Programme):
            found = programme
        elif isinstance(programme, Scenario):
            fields = programme.model_dump(include={"name", "title", "text", "source", "levers"})
            found = Programme(**fields)
        else:
            file = _path(programme)
            name, equals, dose = str(programme).partition("=")
            if file is not None:
                found = self._programme_file(file)
            elif name in self._files["programmes"]:
                file = self._files["programmes"][name]
                found = self.programmes[name]
            else:
                raise unknown("programme", name, self._files["programmes"])
            if equals:
                try:
                    found = found.at(_number(dose))
                except AsmsimError as error:
                    raise error.within(f"programme {name}") from None
        self._check_programme(found, levers, file)
        return found

    def shock(self, shock: str | Shock, levers: Collection[str] = ()) -> Shock:
        """Return a shock from its text or itself, its name known and its value checked.

        Raises
        ------
        UnknownName
            When it names neither a parameter nor one of the levers.
        BadValue
            When the parameter cannot take the value, or the dose is not from 0 to 1.
        """
        if isinstance(shock, str):
            shock = Shock.parse(shock)
        name, value = shock.parameter_or_lever, shock.value
        if name in self.parameters:
            value = self.parameters[name].checked(value)
        elif name not in levers:
            raise unknown("parameter or lever", name, [*self.parameters, *levers])
        elif isinstance(value, bool | str) or not 0.0 <= value <= 1.0:
            raise BadValue(
                f"{value!r} cannot be used", field=name, value=value, allowed="a dose from 0 to 1"
            )
        return Shock(name, value, shock.start, shock.end, shock.where)

    def resolve(
        self, context: str | Path | Context, overrides: Mapping[str, Value] | None = None
    ) -> dict[str, Value]:
        """Return every parameter's value: the library's, then the context's, then the overrides.

        Raises
        ------
        UnknownName
            When an override names no parameter.
        BadValue
            When a value is of the wrong type or out of bounds.
        """
        values = {name: parameter.value for name, parameter in self.parameters.items()}
        for item in self.context(context).parameters:
            values[item.name] = self.parameter(item.name).checked(item.value)
        for name, value in (overrides or {}).items():
            values[name] = self.parameter(name).checked(value)
        return values

    @property
    def annual_price(self) -> dict[int, float]:
        """Annual mean gold price by year, USD/oz."""
        return self.annual_prices.get("gold", {})

    @cached_property
    def annual_prices(self) -> dict[str, dict[int, float]]:
        """Annual mean prices by series and year, USD/oz (``series/prices_annual.csv``).

        A column is named after its series and its unit, ``usd_oz`` or ``usd_t``.
        """
        folders = [folder for folder in (self.root, *self.folders) if (folder / PRICES).is_file()]
        if not folders:
            return {}
        path = folders[-1] / PRICES
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return _series(list(csv.DictReader(file)))
        except (OSError, KeyError, TypeError, ValueError):
            raise BadFile(
                "cannot be read",
                file=path,
                allowed="columns year and gold_usd_oz, a number in each",
            ) from None

    def digest(self) -> str:
        """Return a SHA-256 over all files of the library but its words, for manifests and keys."""
        mark = hashlib.sha256()
        for kind in ("parameters", "contexts", "scenarios", "programmes", "outcomes", "standards"):
            for path in self._each(kind):
                mark.update(f"{kind}/{path.name}\0".encode())
                mark.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
        mark.update(repr(sorted(self.annual_prices.items())).encode())
        return mark.hexdigest()

    def _each(self, kind: str) -> Iterator[Path]:
        """Yield the files of one kind, folder after folder, by name within a folder."""
        for folder in (self.root, *self.folders):
            yield from sorted((folder / kind).glob("*.toml"))

    @cached_property
    def _files(self) -> dict[str, dict[str, Path]]:
        """The files of what has one of its own, by kind and name; of equal names the last."""
        found = {}
        for kind in ("contexts", "scenarios", "programmes", "standards"):
            last = {path.stem: path for path in self._each(kind)}
            found[kind] = {name: last[name] for name in sorted(last)}
        return found

    def _tables(
        self, kind: str, record: type[R], given: Callable[[str, str], dict[str, str]]
    ) -> dict[str, R]:
        """Read files with one table a record."""
        found: dict[str, R] = {}
        for path in self._each(kind):
            for key, table in toml.read(path).items():
                names = given(path.stem, key)
                found[names["name"]] = toml.record(record, table, path, key=key, **names)
        return found

    def _programme_file(self, path: Path) -> Programme:
        programme = _named(Programme, path)
        self._check_programme(programme, None, path)
        return programme

    def _check_programme(
        self, programme: Programme, levers: Collection[str] | None, file: Path | None
    ) -> None:
        """Check the names a programme uses: its levers', the law's, those it cannot go with."""
        _known(programme.levers, levers, file)
        law = programme.law
        if law and not isinstance(getattr(self.parameters.get(law), "value", None), bool):
            laws = [name for name, each in self.parameters.items() if isinstance(each.value, bool)]
            raise unknown("law", law, laws, file=file, field="law")
        for name in programme.excludes:
            if name not in self._files["programmes"]:
                known = self._files["programmes"]
                raise unknown("programme", name, known, file=file, field="excludes")

    def _context_file(self, path: Path) -> Context:
        context = _named(Context, path)
        self._check_context(context, path)
        return context

    def _check_context(self, context: Context, file: Path | None = None) -> None:
        for item in context.parameters:
            try:
                self.parameter(item.name).checked(item.value)
            except AsmsimError as error:
                raise error.within("parameters", file=file) from None


def _path(given: str | Path) -> Path | None:
    """Tell a path from a name: a Path, or a text with a separator or the ending .toml."""
    if isinstance(given, Path):
        return given
    return Path(given) if given.endswith(".toml") or "/" in given or "\\" in given else None


def _series(rows: list[dict[str, str]]) -> dict[str, dict[int, float]]:
    """Read the columns that hold a series, gold's among them."""
    found: dict[str, dict[int, float]] = {}
    for column in ("gold_usd_oz", *(rows[0] if rows else ())):
        series, _, unit = column.partition("_")
        if unit in OUNCES:
            found[series] = {int(row["year"]): float(row[column]) * OUNCES[unit] for row in rows}
    return found


def _known(doses: Iterable[Dose], levers: Collection[str] | None, file: Path | None) -> None:
    """Refuse doses of levers that do not exist, where it is known which do."""
    for dose in doses:
        if levers is not None and dose.lever not in levers:
            raise unknown("lever", dose.lever, levers, file=file, field="levers")


def _number(text: str) -> float:
    """Read a dose; what is no number is left for the record to refuse."""
    try:
        return float(text)
    except ValueError:
        raise BadValue(
            f"{text!r} cannot be used", field="dose", value=text, allowed="a dose from 0 to 1"
        ) from None


def _named(kind: type[N], path: Path) -> N:
    """Read a file that holds one record, named as the file."""
    return toml.record(kind, toml.read(path), path, name=path.stem)


def _reread(folders: tuple[Path, ...], root: Path) -> Library:
    return Library(folders, root=root)


@cache
def default_library() -> Library:
    """Return the packaged library, read once."""
    return Library()

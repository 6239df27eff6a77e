"""A plan: a study whose every name has become what it names.

The plan is what is run, sent to other processes, stored and compared with a stored one. What it
holds decides every number of a study, together with the code's fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field

from asmsim import plugins
from asmsim.errors import AsmsimError, BadValue, unknown
from asmsim.plugins import Plugin
from asmsim.records import (
    Context,
    Family,
    Library,
    Messages,
    Outcome,
    Programme,
    Scenario,
    Shock,
    Value,
    default_library,
)
from asmsim.records.library import PACKAGED
from asmsim.records.programme import all_of
from asmsim.records.timeline import timeline
from asmsim.studies import law, liveable
from asmsim.studies.design import ScenarioLike, Study, dated
from asmsim.studies.law import NotPermitted

APART = {
    "scenarios",
    "contexts",
    "programmes",
    "outcomes",
    "parameters",
    "history",
    "prices",
    "forbidden",
    "counterfactual",
    "plugins",
}
"""What a manifest keeps under keys of its own."""

CARATS = "carat/year"
"""The unit in which stones are told; they are kept in kilograms."""

GRAMS = 1000.0  # in a kilogram

T = TypeVar("T")
N = TypeVar("N", Context, Programme, Scenario)


class Plan(Study):
    """A study made ready: objects instead of names, all values checked.

    Attributes
    ----------
    scenarios : tuple of Scenario
        The reference first, then the others in the study's order.
    contexts : tuple of Context
    reference : str
    programmes : tuple of Programme
    shocks : tuple of Shock
        Those of files among them.
    parameters : dict
        Every parameter's value by context and dotted name.
    outcomes : tuple of Outcome
        The definitions a verdict needs: unit, direction, smallest difference that matters.
    history : Scenario or None
        What every world lives under before the policy month.
    prices : dict
        Annual world price of gold by year, USD/oz.
    forbidden : tuple of NotPermitted
        What the law does not allow where: such a scenario is not run there.
    counterfactual : tuple of (context, law)
        Laws that this study sets aside: they are set to true where the context has them false.
    plugins : tuple of Plugin
        Other packages that add levers, outcomes or phases.
    root : path
        The library that `library` adds to.
    """

    scenarios: tuple[Scenario, ...]
    contexts: tuple[Context, ...]
    reference: str
    programmes: tuple[Programme, ...] = ()
    shocks: Annotated[tuple[Shock, ...], BeforeValidator(dated)] = ()
    parameters: dict[str, dict[str, Value]]
    outcomes: tuple[Outcome, ...] = ()
    history: Scenario | None = None
    prices: dict[str, dict[int, float]] | dict[int, float] = Field(default_factory=dict)
    forbidden: tuple[NotPermitted, ...] = ()
    counterfactual: tuple[tuple[str, str], ...] = ()
    plugins: tuple[Plugin, ...] = ()
    root: Path = PACKAGED

    @property
    def compared(self) -> tuple[Scenario, ...]:
        """The scenarios other than the reference."""
        return self.scenarios[1:]

    def told(self, outcome: Outcome, context: Context, words: Messages | None = None) -> Outcome:
        """Return an outcome as people of a place tell it: unit, smallest difference, and of what.

        One that weighs a mineral is told in its unit, and of what is worth as much the same
        difference matters; where there are two minerals its title says which it is.
        """
        values = self.parameters[context.name]
        if not outcome.weighs or f"{outcome.weighs}.unit" not in values:
            return outcome
        price = {"mineral": "price.central_usd_g", "second": "second.central_usd_g"}
        usd_g = float(values[price[outcome.weighs]])
        title = outcome.title
        if float(values["second.share"]) > 0.0:
            name = str(values[f"{outcome.weighs}.name"])
            title = f"{title} ({words.named('mineral', name) if words else name})"
        return outcome.model_copy(
            update={
                "title": title,
                "unit": CARATS if values[f"{outcome.weighs}.unit"] == "carat" else outcome.unit,
                "smallest": outcome.smallest / (GRAMS * usd_g),
            }
        )

    @property
    def runs(self) -> int:
        """The number of runs: the scenarios that each context allows, times the replicates."""
        return self.replicates * sum(len(self.allowed(context)) for context in self.contexts)

    def allowed(self, context: Context) -> tuple[Scenario, ...]:
        """Return the scenarios that are run in a context, the reference first."""
        barred = {each.scenario for each in self.forbidden if each.context == context.name}
        return tuple(each for each in self.scenarios if each.name not in barred)

    def seed_of(self, replicate: int) -> int:
        """Return the seed of one replicate: the same in every context and scenario.

        It is a hash of the study's seed and the replicate's number (BLAKE2b, 63 bits), so that
        replicates of neighbouring seeds share no luck.
        """
        text = f"asmsim replicate {self.seed} {replicate}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1

    def content(self) -> dict[str, Any]:
        """Return all that decides the numbers, in a fixed form; folders and the name do not."""
        return self.model_dump(mode="json", exclude={"name", "library", "root"})

    def identity(self) -> str:
        """Return the hash by which a folder knows whether it holds this study."""
        return _digest(self.content())

    def run_key(self, context: Context, scenario: Scenario, replicate: int, code: str) -> str:
        """Return the hash of all that decides one run's numbers, the code's fingerprint among it.

        The number of replicates and the other scenarios and contexts have no part in it.
        """
        settings = self.model_dump(
            mode="json",
            include={"months", "start", "policy_month", "miners", "shocks", "history", "prices"},
        )
        return _digest(
            {
                "code": code,
                "plugins": self.plugins,
                "settings": settings,
                "context": context.name,
                "parameters": self.parameters[context.name],
                "scenario": scenario.model_dump(mode="json"),
                "programmes": [each.model_dump(mode="json") for each in self.programmes],
                "seed": self.seed_of(replicate),
            }
        )

    def stored(self) -> dict[str, Any]:
        """Return the plan as a manifest keeps it; `Plan.restored` reads it back."""
        whole = self.model_dump(mode="json")
        by_name = {
            key: {item["name"]: item for item in whole[key]}
            for key in ("scenarios", "contexts", "programmes", "outcomes")
        }
        study = {key: value for key, value in whole.items() if key not in APART | {"root"}}
        apart = {key: whole[key] for key in ("parameters", "history", "prices")}
        lawful = {
            "not_permitted": [each._asdict() for each in self.forbidden],
            "counterfactual": [
                {"context": context, "law": name} for context, name in self.counterfactual
            ],
        }
        others = {"plugins": [each._asdict() for each in self.plugins]}
        return {"study": study, **apart, **by_name, **lawful, **others}

    @classmethod
    def restored(cls, manifest: dict[str, Any]) -> Plan:
        """Read a plan back from a manifest."""
        lists = {
            key: [kind(**item) for item in manifest[key].values()]
            for key, kind in (
                ("scenarios", Scenario),
                ("contexts", Context),
                ("programmes", Programme),
                ("outcomes", Outcome),
            )
        }
        apart = {key: manifest[key] for key in ("parameters", "history", "prices")}
        forbidden = [NotPermitted(**each) for each in manifest["not_permitted"]]
        counterfactual = [(each["context"], each["law"]) for each in manifest["counterfactual"]]
        return cls(
            **manifest["study"],
            **apart,
            **lists,
            forbidden=forbidden,
            counterfactual=counterfactual,
            plugins=[Plugin(**each) for each in manifest.get("plugins", ())],
        )


def plan(study: Study, library: Library | None = None) -> Plan:
    """Replace every name of a study by what it names, and check every value.

    Parameters
    ----------
    study : Study
    library : Library, optional
        Where names are looked up; by default the packaged library with the study's own folders.

    Raises
    ------
    AsmsimError
        For a name that does not exist, a value that is refused, a thing given twice, or a
        reference that the law of a context does not allow.
    """
    from asmsim.levers import registry

    library = library or library_of(study.library)
    levers = registry()
    reference = _within("reference", partial(library.scenario, study.reference, levers))
    asked: Sequence[ScenarioLike] = study.scenarios or tuple(library.scenarios)
    scenarios = _all("scenarios", asked, lambda each: library.scenario(each, levers))
    contexts = _all("contexts", study.contexts, library.context)
    programmes = _all("programmes", study.programmes, lambda each: library.programme(each, levers))
    _same_meaning(reference, scenarios)
    _on_record(library)
    shocks = tuple(_shocks(study, library, levers))
    for each in (reference, *scenarios):
        all_of(programmes, each.programmes)
    overrides = {
        name: _within("overrides", partial(_override, library, name, value))
        for name, value in sorted(study.overrides.items())
    }
    ready = Plan(
        **study.model_dump(
            include={"name", "replicates", "seed", "months", "start", "policy_month", "miners"}
        ),
        scenarios=(reference, *(each for each in scenarios if each.name != reference.name)),
        contexts=contexts,
        reference=reference.name,
        programmes=programmes,
        shocks=shocks,
        overrides=overrides,
        library=library.folders,
        parameters={each.name: library.resolve(each, overrides) for each in contexts},
        outcomes=tuple(library.outcomes.values()),
        history=library.history,
        prices=library.annual_prices,
        plugins=plugins.plugins(),
        root=library.root,
    )
    _something_to_do(ready)
    forbidden = law.forbidden(ready, library, levers)
    law.refuse(ready.reference, forbidden)
    aside = law.counterfactual(ready, library, levers)
    ready = ready.model_copy(update={"forbidden": forbidden, "counterfactual": aside})
    liveable.check(ready, library, levers)
    return ready


def single(scenario: ScenarioLike, library: Library | None = None, **settings: Any) -> Plan:
    """Make the plan of one run of one scenario, which is its own reference.

    Parameters
    ----------
    scenario : name, path or Scenario
    library : Library, optional
        Where names are looked up; the packaged one unless told.
    **settings
        Other fields of a study.

    Raises
    ------
    AsmsimError
        As for `plan`.
    """
    fixed = {"name": "simulate", "replicates": 1, "reference": scenario, "scenarios": (scenario,)}
    try:
        return plan(Study(**settings, **fixed), library)
    except AsmsimError as error:
        # That the one scenario stands as the study's reference is nothing the user has said.
        parts = {**error.parts, "field": None if error.field == "reference" else error.field}
        raise type(error)(error.message, **parts) from None


def library_of(folders: tuple[Path, ...], root: Path = PACKAGED) -> Library:
    """Return the library with these folders added; it is read again when a file has changed."""
    if not folders and root == PACKAGED:
        return default_library()
    return _read(folders, root, Library(folders, root=root).digest())


@cache
def _read(folders: tuple[Path, ...], root: Path, digest: str) -> Library:  # noqa: ARG001 - the key
    return Library(folders, root=root)


def _shocks(study: Study, library: Library, levers: Collection[str]) -> Iterator[Shock]:
    """Look up what each shock names, those of files in the files' order."""
    for each in study.shocks:
        if isinstance(each, Shock):
            yield _within("shocks", partial(library.shock, each, levers))
            continue
        for key, shock in timeline(each):
            try:
                study.within_the_horizon(shock)
                yield library.shock(shock, levers)
            except AsmsimError as error:
                raise type(error)(
                    error.message, **{**error.parts, "field": key, "file": each}
                ) from None


def _override(library: Library, name: str, value: Value) -> Value:
    return library.parameter(name).checked(value)


def _within(field: str, found: Callable[[], T]) -> T:
    """Name the study's field in whatever is wrong with it."""
    try:
        return found()
    except AsmsimError as error:
        raise error.within(field) if error.field is None else error from None


def _all(field: str, given: Iterable[Any], found: Callable[[Any], N]) -> tuple[N, ...]:
    """Look up each, and refuse a name that comes twice."""
    items: dict[str, N] = {}
    for each in given:
        item = _within(field, partial(found, each))
        if item.name in items:
            raise BadValue(f"'{item.name}' is given twice", field=field, value=item.name)
        items[item.name] = item
    return tuple(items.values())


def _same_meaning(reference: Scenario, scenarios: Iterable[Scenario]) -> None:
    """Refuse another scenario under the reference's name."""
    for each in scenarios:
        if each.name == reference.name and each != reference:
            raise BadValue(
                f"'{each.name}' is the name of the reference and of another scenario",
                field="scenarios",
                value=each.name,
            )


def _on_record(library: Library) -> None:
    """Refuse outcomes of other packages that have no record: their words have to come along."""
    for offer in plugins.offers(plugins.OUTCOMES, Family):
        for name in offer.thing.outcomes:
            if name not in library.outcomes:
                field = f"{offer.package}: {plugins.OUTCOMES}: {offer.name}"
                raise unknown("outcome", name, library.outcomes, field=field)


def _something_to_do(plan: Plan) -> None:
    """Refuse a programme for minerals that are dug in none of the places."""
    beside = (each for scenario in plan.scenarios for each in scenario.programmes)
    for programme in (*plan.programmes, *beside):
        if all(programme.idle(plan.parameters[place.name]) for place in plan.contexts):
            minerals = " or ".join(programme.minerals)
            places = ", ".join(place.name for place in plan.contexts)
            raise BadValue(
                f"'{programme.name}' is for {minerals}, which nobody digs in {places}",
                field="programmes",
                value=programme.name,
            )


def _digest(content: Any) -> str:
    """Hash plain data written in one fixed way."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

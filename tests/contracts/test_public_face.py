"""The public face is as stated: adding to it is a decision, taking away breaks others' work."""

import inspect

import asmsim
from tests.contracts import public_face

# The interface that was promised; later versions may add keywords, never take one away.
SIMULATE = {
    "scenario": "hands_off",
    "context": "gold_generic",
    "seed": 0,
    "months": 120,
    "start": "2015-01",
    "policy_month": 24,
    "miners": 5000,
    "overrides": None,
    "shocks": (),
    "programmes": (),
}
COMPARE = {
    "scenarios": None,
    "reference": "hands_off",
    "replicates": 20,
    "workers": None,
    "executor": None,
    "out": None,
    **{name: value for name, value in SIMULATE.items() if name != "scenario"},
}


def test_the_public_face_is_as_stated() -> None:
    stated = public_face.STATED.read_text(encoding="utf-8")
    assert public_face.current() == stated, "if meant: python -m tests.contracts.update"


def test_simulate_keeps_its_promise() -> None:
    given = inspect.signature(asmsim.simulate).parameters
    assert {name: given[name].default for name in SIMULATE} == SIMULATE
    assert next(iter(given)) == "scenario"


def test_compare_keeps_its_promise() -> None:
    given = inspect.signature(asmsim.compare).parameters
    assert {name: given[name].default for name in COMPARE} == COMPARE
    assert next(iter(given)) == "scenarios"


def test_only_the_first_argument_goes_by_place() -> None:
    for function in (asmsim.simulate, asmsim.compare):
        _, *others = inspect.signature(function).parameters.values()
        assert {part.kind for part in others} == {inspect.Parameter.KEYWORD_ONLY}

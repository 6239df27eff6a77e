"""Records refuse what is wrong in them, and say what would be right."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.errors import BadValue
from asmsim.records import Context, Dose, Outcome, Parameter, Scenario


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


def parameter(**changes: Any) -> Parameter:
    fields = {
        "name": "work.crowding",
        "value": 0.2,
        "unit": "1",
        "range": (0.1, 0.5),
        "grade": "C",
        "source": "reasoned",
        "meaning": "how a crowd slows each other",
    }
    return Parameter(**{**fields, **changes})


def test_a_number_is_taken_within_its_range() -> None:
    assert parameter().checked(0.5) == 0.5
    assert parameter().checked(0.1) == 0.1


@pytest.mark.parametrize("value", [0.6, -1, "0.2", True, None, float("nan"), float("inf"), [0.2]])
def test_another_value_is_refused_with_the_range(value: object) -> None:
    with pytest.raises(BadValue) as caught:
        parameter().checked(value)

    assert str(caught.value) == (
        f"work.crowding: {value!r} cannot be used\nAllowed: a number from 0.1 to 0.5"
    )


def test_the_off_value_widens_the_range() -> None:
    assert parameter(off=0.0).checked(0.05) == 0.05
    assert not parameter().accepts(0.05)


def test_limits_replace_the_range() -> None:
    wide = parameter(limits=(0.0, 9.0))

    assert wide.accepts(8.0)
    assert not wide.accepts(9.1)


def test_a_whole_number_stays_one() -> None:
    months = parameter(value=12, range=(1, 60), unit="months")

    assert type(months.checked(24.0)) is int
    assert type(parameter().checked(0.2)) is float
    with pytest.raises(BadValue, match=r"Allowed: a whole number from 1 to 60 months"):
        months.checked(2.5)


def test_truth_is_not_a_number() -> None:
    switch = parameter(value=True, range=None)

    assert switch.checked(False) is False
    with pytest.raises(BadValue, match=r"Allowed: true or false"):
        switch.checked(1)


def test_a_text_must_be_one_of_its_choices() -> None:
    path = parameter(value="stochastic", range=None, choices=("constant", "stochastic"))

    assert path.checked("constant") == "constant"
    with pytest.raises(BadValue, match=r"Allowed: constant, stochastic"):
        path.checked("constnat")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": 0.9}, "value: 0.9 cannot be used\nAllowed: a number from 0.1 to 0.5"),
        ({"range": None}, "range: is missing: a number needs a range or choices"),
        ({"range": (0.5, 0.1)}, "range: the lower end is above the upper"),
        ({"value": "a", "range": None}, "choices: is missing: a text needs its choices"),
        ({"value": True}, "range: only numbers have a range"),
        ({"grade": "E"}, "grade: 'E' cannot be used\nAllowed: 'A', 'B', 'C' or 'D'"),
        ({"source": ""}, "source: '' cannot be used\nAllowed: a text that is not empty"),
        ({"unti": "m"}, "unti: unknown key; did you mean 'unit'?\nAllowed: value, unit"),
        ({"name": "Crowding"}, "name: 'Crowding' cannot be used"),
        ({"off": "none"}, "off: 'none' cannot be used"),
    ],
)
def test_a_wrong_record_says_what_is_wrong(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadValue) as caught:
        parameter(**changes)

    assert str(caught.value).startswith(message)


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers() | st.booleans() | st.text())
def test_whatever_is_accepted_is_within_bounds_and_has_the_type(value: Any) -> None:
    for record in (parameter(off=0.0), parameter(value=12, range=(1, 60))):
        if record.accepts(value):
            checked = record.checked(value)
            assert record.bounds is not None
            assert record.bounds[0] <= checked <= record.bounds[1]
            assert type(checked) is type(record.value)


def test_a_dose_is_from_nothing_to_all_of_it() -> None:
    assert Dose(lever="security", dose=0).dose == 0.0
    with pytest.raises(BadValue, match=r"dose: 1.5 cannot be used\nAllowed: at most 1"):
        Dose(lever="security", dose=1.5)


def test_a_dose_ends_after_it_starts() -> None:
    with pytest.raises(BadValue, match=r"end: 6 is not after the start\nAllowed: at least 7"):
        Dose(lever="security", start=6, end=6)


def test_the_order_of_levers_does_not_matter() -> None:
    doses = [Dose(lever="b"), Dose(lever="a", dose=0.5), Dose(lever="a", where=("open",))]

    one = Scenario(name="s", title="S", source="here", levers=doses)
    other = Scenario(name="s", title="S", source="here", levers=doses[::-1])

    assert one == other
    assert [dose.lever for dose in one.levers] == ["a", "a", "b"]


def test_a_mistake_inside_a_scenario_is_placed() -> None:
    with pytest.raises(BadValue) as caught:
        Scenario(
            name="s", title="S", source="here", levers=[{"lever": "a"}, {"lever": "b", "dosis": 1}]
        )

    assert str(caught.value).startswith("levers[2].dosis: unknown key; did you mean 'dose'?")


def test_a_context_sets_each_parameter_once() -> None:
    value = {"name": "a.b", "value": 1, "grade": "C", "source": "s", "reason": "r"}

    with pytest.raises(BadValue, match=r"parameters: 'a.b' is set twice"):
        Context(name="c", title="C", source="here", parameters=[value, value])


def test_an_outcome_needs_a_direction() -> None:
    with pytest.raises(BadValue, match=r"direction: 'up' cannot be used\nAllowed: 'more', 'less'"):
        Outcome(
            name="share",
            family="formalisation",
            title="Share",
            unit="1",
            direction="up",
            smallest=0.01,
            headline="mean",
            formula="a / b",
            meaning="m",
            source="s",
        )


def test_records_pickle() -> None:
    scenario = Scenario(name="s", title="S", source="here", levers=[Dose(lever="a")])

    assert pickled(scenario) == scenario
    assert pickled(parameter()) == parameter()


@pytest.mark.parametrize("value", ["0.5", True])
def test_numbers_are_written_as_numbers(value: Any) -> None:
    with pytest.raises(BadValue, match=r"dose: .* cannot be used\nAllowed: a number"):
        Dose(lever="a", dose=value)
    with pytest.raises(BadValue, match=r"start: .* cannot be used\nAllowed: a whole number"):
        Dose(lever="a", start=value)

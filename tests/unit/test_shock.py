"""Shocks are read from text, written back alike, and refuse what makes no sense."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.errors import BadValue
from asmsim.records import Shock
from asmsim.records.shock import value_of


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z][a-z0-9_]{0,8})?", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True).filter(
    lambda word: isinstance(value_of(word), str)
)
PLACES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}|[0-9]{1,4}", fullmatch=True), max_size=3).map(
    tuple
)
VALUES = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS


@given(NAMES, VALUES, st.integers(0, 400), st.none() | st.integers(1, 400), PLACES)
def test_a_shock_written_and_read_is_the_same(
    name: str, value: Any, start: int, length: int | None, where: tuple[str, ...]
) -> None:
    shock = Shock(name, value, start, None if length is None else start + length, where)

    again = Shock.parse(str(shock))

    assert again == shock
    assert type(again.value) is type(shock.value)


@given(st.text(max_size=30))
def test_any_text_is_a_shock_or_a_bad_value(text: str) -> None:
    try:
        shock = Shock.parse(text)
    except BadValue:
        return
    assert Shock.parse(str(shock)) == shock


@pytest.mark.parametrize(
    "text",
    [
        "",
        "price",
        "price=3",
        "price@3",
        "=3@4",
        "price=@4",
        "price=3@",
        "price=3@x",
        "price=3@1:",
        "price=3@1:2:3",
        "price=3@1 in ",
        "price=3@1 in open,,12",
        "price=3@1 open",
    ],
)
def test_another_form_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        Shock.parse(text)

    assert str(caught.value) == (
        f"{text!r} is not a shock\nAllowed: NAME=VALUE@MONTH or NAME=VALUE@MONTH:MONTH; after it "
        "in PLACE,… where it has places"
    )


def test_parsing_reads_types_and_forgives_spaces() -> None:
    assert Shock.parse(" market.path = constant @ 24 : 36 ") == Shock(
        "market.path", "constant", 24, 36
    )
    assert Shock.parse("a = 1 @ 2 : 4 in open , 12") == Shock("a", 1, 2, 4, ["open", 12])
    assert Shock.parse("a=0.5@1").value == 0.5
    assert Shock.parse("a=true@1").value is True
    assert isinstance(Shock.parse("a=2@1").value, int)


def test_a_negative_month_is_refused() -> None:
    with pytest.raises(BadValue, match=r"start: -1 cannot be used\nAllowed: at least 0"):
        Shock.parse("a=1@-1")


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(BadValue, match=r"end: 5 is not after the start, 5\nAllowed: at least 6"):
        Shock("a", 1, 5, 5)


def test_it_is_felt_from_its_start_until_its_end() -> None:
    shock = Shock("a", 1, 3, 5)

    assert [month for month in range(8) if shock.on(month)] == [3, 4]
    assert Shock("a", 1, 3).on(300)


def test_places_may_be_one_or_several_or_numbers() -> None:
    assert Shock("a", 1, 0, where="open").where == ("open",)
    assert Shock("a", 1, 0, where=["open", 12]).where == ("open", "12")
    assert Shock("a", 1, 0).where == ()


@pytest.mark.parametrize("place", ["", "a b", "a,b", "a;b", "a=b", "a@b", " open"])
def test_a_place_that_could_not_be_read_back_is_refused(place: str) -> None:
    with pytest.raises(BadValue, match="is not a place"):
        Shock("a", 1, 0, where=[place])


def test_it_is_frozen_and_pickles() -> None:
    shock = Shock("a", 1, 3, 5, "open")

    assert pickled(shock) == shock
    assert hash(shock) == hash(Shock("a", 1, 3, 5, "open"))
    with pytest.raises(ValueError, match=r"frozen"):
        shock.start = 4  # type: ignore[misc]

"""Errors say where, what, what is allowed and the nearest name, also from another process."""

import pickle
import sys
from typing import Any

import pytest

from asmsim.errors import (
    AsmsimError,
    BadFile,
    BadValue,
    MissingExtra,
    OutputRefused,
    UnknownFormat,
    UnknownName,
    nearest_name,
    needs,
    unknown,
)


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


KINDS = [AsmsimError, UnknownName, BadValue, BadFile, OutputRefused, UnknownFormat, MissingExtra]


def test_the_message_holds_file_field_nearest_and_allowed() -> None:
    error = BadFile(
        "unknown key",
        field="levers[1].dosis",
        allowed=("lever", "dose"),
        nearest="dose",
        file="a.toml",
    )

    assert str(error) == (
        "a.toml: levers[1].dosis: unknown key; did you mean 'dose'?\nAllowed: lever, dose"
    )


def test_a_value_alone_is_named() -> None:
    assert str(BadValue(field="months", value=-1, allowed="1 to 360")) == (
        "months: -1 cannot be used\nAllowed: 1 to 360"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_pickles_whole(kind: type[AsmsimError]) -> None:
    error = kind("wrong", field="a.b", value=3, allowed=["x", "y"], nearest="x", file="f.toml")

    copy = pickled(error)

    assert type(copy) is kind
    assert str(copy) == str(error)
    assert copy.parts == error.parts


def test_an_unknown_name_lists_names_in_order_and_the_nearest() -> None:
    error = unknown("scenario", "confront", {"hands_off": 1, "confrontation": 2})

    assert isinstance(error, LookupError)
    assert str(error) == (
        "unknown scenario 'confront'; did you mean 'confrontation'?\n"
        "Allowed: confrontation, hands_off"
    )


def test_nothing_like_it_suggests_nothing() -> None:
    assert unknown("context", "zzz", ["gold_generic"]).nearest is None


def test_where_there_is_none_it_says_so() -> None:
    assert str(unknown("programme", "x", [])) == (
        "unknown programme 'x'; there is no programme at all"
    )


def test_a_long_list_is_cut_but_keeps_the_nearest() -> None:
    names = [f"group.key_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]

    text = str(unknown("parameter", "group.key_z_", names))

    assert "group.key_z," in text
    assert text.endswith("and 14 more")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Crowding", "work.crowding"),
        ("work.crowdin", "work.crowding"),
        ("wrok.crowding", "work.crowding"),
        ("fee", "licence.fee"),
        ("work.fee", "licence.fee"),
        ("lic", "licence.fee"),
        ("work.level", None),
        ("qqqq", None),
        ("", None),
    ],
)
def test_the_nearest_name_forgives_case_group_and_ending(name: str, nearest: str | None) -> None:
    names = ["work.crowding", "work.noise", "licence.fee", "force.levels"]

    assert nearest_name(name, names) == nearest


def test_names_of_the_same_group_are_listed_first() -> None:
    names = ["belief.a", "price.path", "state.cue", "price.sigma"]

    error = unknown("parameter", "price.x", names)

    assert error.allowed == ("price.path", "price.sigma", "belief.a", "state.cue")


def test_an_error_is_placed_in_its_surroundings() -> None:
    inner = BadValue("2 cannot be used", field="dose", value=2)

    outer = inner.within("levers[1]", file="a.toml", kind=BadFile)

    assert type(outer) is BadFile
    assert str(outer) == "a.toml: levers[1].dose: 2 cannot be used"


def test_a_missing_extra_says_how_to_install_it() -> None:
    with pytest.raises(MissingExtra, match=r'pip install "asmsim\[app\]"'):
        needs("no_such_module_at_all.part", "app")


def test_a_present_module_is_imported() -> None:
    assert needs("json", "app") is sys.modules["json"]

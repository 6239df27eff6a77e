"""A view and its share link: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.app.view import LONGEST, View, link, read
from asmsim.errors import AsmsimError
from asmsim.records import Dose, Scenario

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True)
DOTTED = st.from_regex(r"[a-z][a-z0-9_]{0,8}\.[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
)
DOSES = st.builds(Dose, lever=NAMES, dose=st.floats(0.0, 1.0), where=st.lists(NAMES, max_size=2))
OWN = st.builds(
    Scenario,
    name=st.just("own"),
    title=st.text(min_size=1, max_size=30),
    source=st.text(min_size=1, max_size=30),
    levers=st.lists(DOSES, max_size=4).map(tuple),
)
VIEWS = st.builds(
    View,
    page=st.sampled_from(["compare", "explore", "evidence"]),
    language=NAMES,
    context=NAMES,
    scenarios=st.lists(NAMES, max_size=5).map(tuple),
    own=st.none() | OWN,
    programmes=st.dictionaries(NAMES, st.floats(0.0, 1.0), max_size=3),
    overrides=st.dictionaries(DOTTED, VALUES, max_size=4),
    seed=st.integers(0, 2**53 - 1),
    miners=st.none() | st.integers(0, 10**6),
    search=st.text(max_size=40),
    grade=st.sampled_from(["", "A", "D", "coupling"]),
)


def packed(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


@given(VIEWS)
def test_a_link_leads_back_to_its_view(view: View) -> None:
    text = link(view)
    assert read(text) == view
    assert text.replace("-", "").replace("_", "").isalnum()


def test_a_link_is_plain_data_without_what_is_usual() -> None:
    text = link(View(seed=7))
    data = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert data == {"version": 1, "seed": 7}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "é",
        "e30",
        "A" * (LONGEST + 1),
        packed([]),
        packed({"version": 2}),
        packed({"version": 1, "nothing": 1}),
        packed({"version": 1, "self": 1}),
        packed({"version": 1, "scenarios": ["../../etc/passwd"]}),
        packed({"version": 1, "scenarios": ["stance.toml"]}),
        packed({"version": 1, "context": "/etc/passwd"}),
        packed({"version": 1, "context": "a" * 1000}),
        packed({"version": 1, "overrides": {"a.b": {"c": 1}}}),
        packed({"version": 1, "overrides": {"__class__": 1}}),
        packed({"version": 1, "seed": -1}),
        packed({"version": 1, "seed": 10**30}),
        packed({"version": 1, "own": {"name": "other", "title": "t", "source": "s"}}),
        packed({"version": 1, "own": {"name": "own", "title": "t" * 900, "source": "s"}}),
        packed({"version": 1, "own": {"name": "own", "title": "t", "source": "s", "levers": 3}}),
        packed({"version": 1, "own": 3}),
        base64.urlsafe_b64encode(b"[" * 4000).decode(),
        base64.urlsafe_b64encode(b'{"version":1,"seed":' + b"9" * 4400 + b"}").decode(),
        base64.urlsafe_b64encode(b'{"version":1,"seed":NaN}').decode(),
        base64.urlsafe_b64encode(b"\x80\x04\x95").decode(),
    ],
)
def test_a_hostile_link_is_refused_in_words(text: str) -> None:
    with pytest.raises(AsmsimError) as caught:
        read(text)
    assert str(caught.value).startswith("link")


@given(st.text(max_size=300))
def test_any_text_is_a_view_or_is_refused(text: str) -> None:
    try:
        assert isinstance(read(text), View)
    except AsmsimError as error:
        assert str(error)  # noqa: PT017 - either is right


def test_a_view_too_large_for_a_link_is_said_to_be() -> None:
    view = View(overrides={f"a.b{n}": "x" * 200 for n in range(60)})
    with pytest.raises(AsmsimError, match="too long for a link"):
        link(view)

"""Pictures say what the table says, are readable, and are the same bytes every time."""

from __future__ import annotations

import hashlib
import itertools
import re
import subprocess
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from asmsim.errors import UnknownName
from asmsim.records import Messages, default_library
from asmsim.report.figures import Picture, pictures, save, svg
from asmsim.report.figures.style import DPI, SMALL
from asmsim.report.figures.subject import Subject
from asmsim.report.row import written
from asmsim.studies import manifest
from asmsim.studies.comparison import Comparison
from asmsim.studies.law import NotPermitted
from asmsim.studies.verdict import Verdict
from tests.contracts.modules import ROOT
from tests.unit.figure_study import CONTEXT, TITLES, comparison

SVG = "{http://www.w3.org/2000/svg}"


@cache
def words() -> Messages:
    return default_library().messages()


@cache
def made() -> dict[str, Picture]:
    """All pictures of the made-up study, by name."""
    return {each.name: each for each in pictures(comparison(), words(), context=CONTEXT)}


@cache
def figure(name: str) -> Figure:
    return made()[name].draw()


NAMES = [
    "overview",
    "trade-off",
    "series",
    "series-formal_share",
    "series-events_expected",
    "series-displaced_persons",
    # Differences look alike: one scenario with a long title stands for the others.
    "differences-confrontation-1",
    "differences-confrontation-2",
    "whereabouts",
    "winners",
    "parties",
    "map",
]


def differences(name: str) -> list[Picture]:
    """Return the pages of one scenario's differences."""
    return [each for each in made().values() if each.name.startswith(f"differences-{name}-")]


def test_there_is_a_picture_of_everything() -> None:
    others = [name for name in made() if "differences" not in name]
    assert others == [name for name in NAMES if "differences" not in name]
    assert all(differences(name) for name in TITLES)


def letters(drawn: Figure) -> list[Text]:
    return [each for each in drawn.findobj(Text) if each.get_text() and each.get_visible()]


def overlaps(drawn: Figure) -> list[str]:
    """Name the texts that meet, or that stand over the edge, half a dot apart."""
    drawn.set_dpi(DPI)
    renderer = FigureCanvasAgg(drawn).get_renderer()
    texts = letters(drawn)
    boxes = [each.get_window_extent(renderer).padded(-0.5) for each in texts]
    found = [
        f"{a.get_text()!r} meets {b.get_text()!r}"
        for (a, box), (b, other) in itertools.combinations(zip(texts, boxes, strict=True), 2)
        if box.overlaps(other)
    ]
    width, height = drawn.get_size_inches() * DPI
    found += [
        f"{each.get_text()!r} leaves the picture"
        for each, box in zip(texts, boxes, strict=True)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_words_meet(name: str) -> None:
    assert overlaps(figure(name)) == []
    assert min(each.get_fontsize() for each in letters(figure(name))) >= SMALL


def test_words_that_meet_are_found() -> None:
    drawn = made()["overview"].draw()
    first = letters(drawn)[0]
    x, y = first.get_position()
    drawn.text(x, y, "on top of it", transform=first.get_transform())
    drawn.text(9.0, y, "over the edge", transform=first.get_transform())
    assert len(overlaps(drawn)) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fits_a_page_of_a4(name: str) -> None:
    width, height = figure(name).get_size_inches()
    assert width == 9.0
    assert height / width <= 257 / 180


def digest(folder: Path) -> str:
    sums = hashlib.sha256()
    for each in pictures(comparison(3), words(), context=CONTEXT, scenarios=["coexistence"]):
        for path in save(each, folder):
            sums.update(path.name.encode() + path.read_bytes())
        sums.update(svg(each).encode())
    return sums.hexdigest()


PROCESS = """
import sys
from pathlib import Path
from xml.etree import ElementTree
from tests.unit.test_figures import digest
print(digest(Path(sys.argv[1])))
print("matplotlib.pyplot" in sys.modules)
"""


@pytest.mark.slow
def test_the_same_bytes_in_two_processes(tmp_path: Path) -> None:
    outputs = []
    for place in ("one", "two"):
        done = subprocess.run(
            [sys.executable, "-c", PROCESS, str(tmp_path / place)],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
        outputs.append(done.stdout.split())
    assert outputs[0] == outputs[1]
    assert outputs[0][1] == "False", "pyplot was imported"


def test_drawing_again_in_another_order_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (
        pictures(comparison(), words(), context=CONTEXT, scenarios=["coexistence"]) for _ in "ab"
    )
    text = svg(one[0])
    first = save(one[0], tmp_path / "a", ["png", "svg"])
    again = save(other[0], tmp_path / "b", ["svg", "png"])
    assert first[0].read_bytes() == again[1].read_bytes()
    assert first[1].read_bytes() == again[0].read_bytes()
    assert svg(other[0]) == text


def test_matplotlib_is_left_as_found_and_its_settings_change_nothing(tmp_path: Path) -> None:
    plain = save(fresh("overview"), tmp_path / "plain")
    with mpl.rc_context(
        {"font.size": 30.0, "text.parse_math": True, "svg.fonttype": "path", "lines.linewidth": 9.0}
    ):
        before = dict(mpl.rcParams)
        odd = save(fresh("overview"), tmp_path / "odd")
        fresh("trade-off").draw()
        svg(fresh("trade-off"))
        assert dict(mpl.rcParams) == before
    for a, b in zip(plain, odd, strict=True):
        assert a.read_bytes() == b.read_bytes()


def fresh(name: str) -> Picture:
    """Return a picture that was not drawn before."""
    found = pictures(comparison(), words(), context=CONTEXT)
    return next(each for each in found if each.name == name)


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(svg(picture))  # noqa: S314 - our own


def texts_of(picture: Picture) -> list[str]:
    return [each.text or "" for each in tree(picture).iter(f"{SVG}text")]


def test_the_numbers_are_the_tables() -> None:
    contrasts = comparison().contrasts
    outcomes = {each.name: each for each in Subject(comparison(), words(), CONTEXT).telling}
    for name in ("confrontation", "collaboration_tribute"):
        seen = [text for page in differences(name) for text in texts_of(page)]
        here = (contrasts["scenario"] == name) & contrasts["outcome"].isin(set(outcomes))
        for row in contrasts[here].to_dict("records"):
            said = written(outcomes[row["outcome"]], row, words())
            assert said.word in seen
            if said.interval:
                assert {said.difference, said.interval} <= set(seen)


def test_the_trade_off_counts_whole_people() -> None:
    sizes = [text for text in texts_of(made()["trade-off"]) if re.match(r"-?\d.* displaced", text)]
    assert len(sizes) == len(TITLES)
    assert all(
        re.fullmatch(r"-?\d[\d,]* people displaced|-?[\d.]+ thousand .*", text) for text in sizes
    )


def test_the_text_alternative_has_the_verdict_and_the_number() -> None:
    contrasts = comparison().contrasts.set_index(["scenario", "outcome"])
    outcome = next(each for each in comparison().plan.outcomes if each.name == "formal_share")
    for name, title in TITLES.items():
        said = written(outcome, contrasts.loc[name, "formal_share"].to_dict(), words())
        for alt in (made()["series-formal_share"].alt, made()["trade-off"].alt):
            number = words().amount(said.difference, said.unit)
            assert f"{title} {number} ({said.interval}), {said.word}" in alt
        heading = f"Formal miners, {said.unit}"
        assert f"{title}: {heading} {said.difference}, {said.word}" in made()["overview"].alt


@pytest.mark.parametrize("name", NAMES)
def test_what_it_shows_is_said(name: str) -> None:
    picture = made()[name]
    drawn = " ".join(texts_of(picture)[:8])
    assert drawn.startswith(picture.title)
    assert "6 pairs of runs with the same luck; policies from Jan 2017" in picture.alt
    assert "luck only" in picture.alt.lower()
    assert "\n" not in picture.title + picture.alt


def test_names_are_text_and_never_mark_up() -> None:
    for name in NAMES:
        picture = made()[name]
        text = svg(picture)
        root = tree(picture)
        assert root.get("role") == "img"
        titles = [each.text for each in root.iter(f"{SVG}title")]
        assert titles[0] == picture.title
        assert "<off-take" not in text
    whole = " ".join(texts_of(made()["differences-collaboration_tribute-1"]))
    assert TITLES["collaboration_tribute"] in whole
    whole = " ".join(texts_of(made()["differences-collaboration_offtake-1"]))
    assert TITLES["collaboration_offtake"] in whole


def test_many_pictures_stand_in_one_page() -> None:
    ids: list[str] = []
    for name in NAMES:
        picture = made()[name]
        root = tree(picture)
        here = [each.get("id") for each in root.iter() if each.get("id")]
        ids += [each for each in here if each]
        text = svg(picture)
        for used in text.split("url(#")[1:]:
            assert used.partition(")")[0] in here
        assert "http" not in text.replace("http://www.w3.org/", "")
    assert len(ids) == len(set(ids))


def test_a_course_ends_at_the_tables_mean() -> None:
    found = comparison()
    subject = Subject(found, words(), CONTEXT)
    for outcome in subject.outcomes:
        if outcome.headline in ("mean", "sum"):
            for scenario in subject.scenarios:
                runs = found.runs[found.runs["scenario"] == scenario.name]
                ends = subject.months(scenario, outcome)[:, -1]
                np.testing.assert_allclose(ends, runs[outcome.name], rtol=1e-9)


def test_some_scenarios_and_outcomes_are_chosen() -> None:
    found = pictures(
        comparison(), words(), context=CONTEXT, scenarios=["coexistence"], outcomes=["poverty"]
    )
    names = [each.name for each in found]
    assert "series-poverty" in names
    assert "differences-coexistence" in names
    assert not any("confrontation" in name for name in names)
    for picture in found:
        assert "Confrontation" not in picture.alt
        if "poverty" in picture.name or picture.name in ("winners", "trade-off", "map"):
            assert overlaps(picture.draw()) == []


@pytest.mark.parametrize("wrong", ["context", "scenarios", "outcomes"])
def test_a_name_there_is_not_is_refused(wrong: str) -> None:
    asked = {"context": CONTEXT} | {wrong: "nothing" if wrong == "context" else ["nothing"]}
    with pytest.raises(UnknownName):
        pictures(comparison(), words(), **asked)


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        save(made()["overview"], tmp_path, ["gif"])


@pytest.mark.parametrize(
    "found",
    [
        comparison(2, 1, 9, 4),
        comparison(2, 2, 30, 0),
        comparison(3, 2, 200, 24),
        replace(comparison(2, 2, 30, 24), details={}),
    ],
    ids=["one pair", "from the start", "long", "no details"],
)
def test_small_and_odd_studies_are_drawn(found: Comparison) -> None:
    drawn = pictures(found, words(), context=CONTEXT)
    assert {"overview", "series"} <= {each.name for each in drawn}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for picture in drawn:
            assert overlaps(picture.draw()) == []


def test_what_does_not_happen_anywhere_is_left_out_unless_asked_for() -> None:
    whole = comparison()

    def drawn(found: Comparison, outcomes: Sequence[str] = ()) -> list[str]:
        subject = Subject(found, words(), CONTEXT, outcomes=outcomes)
        return [each.name for each in subject.telling]

    before = drawn(whole)
    gone = before[:3]
    found = replace(whole, runs=whole.runs.assign(**dict.fromkeys(gone, 0.0)))
    assert drawn(found) == before[3:]
    assert drawn(found, gone) == gone


def test_nothing_but_the_reference_still_has_its_months() -> None:
    drawn = pictures(comparison(1, 2, 30), words(), context=CONTEXT)
    assert drawn[0].name == "series"
    for picture in drawn:
        assert overlaps(picture.draw()) == []


def test_what_the_law_forbids_has_its_row_and_nothing_else() -> None:
    whole, gone = comparison(), "collaboration_tribute"
    law = NotPermitted(CONTEXT, gone, "tribute", "law.tribute", "Act 3", "", "Tribute may be paid")
    barred = whole.plan.model_copy(
        update={"forbidden": (law,), "counterfactual": ((CONTEXT, "law.leases"),)}
    )
    found = replace(
        whole,
        runs=whole.runs[whole.runs["scenario"] != gone],
        contrasts=whole.contrasts[whole.contrasts["scenario"] != gone],
        series=whole.series[whole.series["scenario"] != gone],
        manifest={**manifest.begun(barred), "failed": []},
    )
    drawn = {each.name: each for each in pictures(found, words(), context=CONTEXT)}
    assert not any(gone in name for name in drawn)
    seen = " ".join(texts_of(drawn["overview"]))
    assert TITLES[gone][:16] in seen
    assert "Not permitted here: Tribute may be paid (source: Act 3)." in seen
    assert "Counterfactual: law.leases is set to true" in drawn["map"].alt
    assert overlaps(drawn["overview"].draw()) == []


def test_verdicts_differ_by_shape() -> None:
    from asmsim.report.figures.style import LOOKS, REFERENCE, SIGNS

    assert set(SIGNS) == set(Verdict)
    shapes = [sign.marker for sign in SIGNS.values()]
    assert len(set(shapes)) == len(shapes)
    marks = [look.marker for look in (*LOOKS, REFERENCE)]
    assert len(set(marks)) == len(marks) == 8

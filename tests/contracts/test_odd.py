"""docs/ODD.md says what the code does: its tables are made from it, no name is wrong or missing."""

import re
from collections.abc import Callable

import pytest

from asmsim.levers import registry
from asmsim.month import MONTH
from asmsim.records.library import default_library
from asmsim.state.columns import columns
from asmsim.state.parameters import GROUPS
from tests.contracts import odd
from tests.contracts.modules import ROOT

TEXT = odd.ODD.read_text(encoding="utf-8")
PROSE = odd.prose(TEXT)

# The seven elements of the protocol, in its order; what follows them is ours.
ELEMENTS = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
)
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)


def block(name: str) -> str:
    """Return what stands between a block's marks."""
    found = odd.between(name).search(TEXT)
    assert found, name
    return found.group()


def dotted(text: str) -> set[str]:
    """Return what a text names as parameters: a group's name, a dot, a key."""
    names = re.findall(rf"\b((?:{'|'.join(GROUPS)})\.[a-z_0-9]+)\b", text)
    return {name for name in names if not name.endswith((".py", ".toml"))}


def test_the_tables_are_what_the_code_says() -> None:
    assert odd.renewed(TEXT) == TEXT, "if meant: python -m tests.contracts.update"


def test_the_elements_stand_in_the_order_of_the_protocol() -> None:
    headings = re.findall(r"^## \d+\. (.*)$", TEXT, re.MULTILINE)
    assert tuple(headings[: len(ELEMENTS)]) == ELEMENTS


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_design_concept_is_spoken_of(concept: str) -> None:
    assert f"\n**{concept}.** " in TEXT


def test_the_twelve_phases_stand_in_order_with_what_they_read_and_write() -> None:
    rows = [line.split(" | ") for line in block("phases").splitlines()[3:-1]]
    assert [row[1] for row in rows] == [phase.name for phase in MONTH]
    assert [row[3] for row in rows] == [phase.reads for phase in MONTH]
    assert [row[4].removesuffix(" |") for row in rows] == [phase.writes for phase in MONTH]
    assert len(rows) == 12


@pytest.mark.parametrize("name", odd.TABLES)
def test_every_column_stands_with_unit_and_meaning(name: str) -> None:
    text = block(name)
    for column, (_, said) in columns(odd.TABLES[name]).items():
        assert f"| `{column}` | {said.unit or '–'} |" in text
        assert f"| {odd.cell(said.meaning)} |" in text


def test_parameters_named_exist() -> None:
    assert dotted(TEXT) - set(default_library().parameters) == set()


def test_every_parameter_is_named_where_its_equation_is() -> None:
    """In what people wrote, that is: a table made by a command would name them all by itself."""
    assert set(default_library().parameters) - dotted(PROSE) == set()


def test_every_group_lever_scenario_context_and_outcome_is_named() -> None:
    library = default_library()
    for name in (*GROUPS, *library.scenarios, *library.contexts, *library.outcomes, *registry()):
        assert f"`{name}`" in TEXT, name


def test_couplings_can_be_switched_off() -> None:
    """What the document says of every assumed coupling: its range includes its being gone."""
    records = default_library().parameters
    named = re.findall(r"^\| `([\w.]+)` \|", block("couplings"), re.MULTILINE)
    assert len(named) >= 5
    for name in named:
        record = records[name]
        assert record.grade == "D", name
        assert isinstance(record.off, int | float), name
        assert record.range is not None, name
        assert record.range[0] <= record.off <= record.range[1], name


def test_places_named_exist() -> None:
    named = re.findall(r"`((?:asmsim|tests|docs)/[\w./]*)`", TEXT)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


# --- the contract itself: what it must notice -----------------------------------------------------


@pytest.mark.parametrize("name", odd.BLOCKS)
def test_a_changed_block_is_noticed_and_mended(name: str) -> None:
    last = block(name).splitlines()[-2]
    wrong = TEXT.replace(block(name), block(name).replace(last, last + " and more"))
    assert wrong != TEXT
    assert odd.renewed(wrong) == TEXT


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("<!-- phases -->", ""), lambda t: t * 2]
)
def test_marks_that_are_missing_or_doubled_are_an_error(change: Callable[[str], str]) -> None:
    with pytest.raises(LookupError, match="marks of 'phases'"):
        odd.renewed(change(TEXT))


def test_a_name_that_does_not_exist_is_noticed() -> None:
    assert dotted("as `work.crowdedness` says, see asmsim/rules/work.py") == {"work.crowdedness"}

"""Every row of the source documents has its files and a test; no mark names another row."""

import pytest

from tests.contracts import rows
from tests.contracts.modules import ROOT

LISTED = rows.listed()
ROWS = LISTED | rows.required()


def test_every_row_is_listed_and_no_other() -> None:
    assert tuple(LISTED) == (*rows.STANCES, *rows.PROGRAMMES, *rows.RULES)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if not row.pending])
def test_a_row_has_its_files_and_a_test(name: str) -> None:
    row = ROWS[name]
    assert row.title
    assert row.files, "no file makes it work"
    assert [file for file in row.files if not (ROOT / file).is_file()] == []
    assert row.id in rows.shown(), f'no test is marked @pytest.mark.row("{row.id}")'


def test_files_of_pending_rows_exist_too() -> None:
    named = [file for row in ROWS.values() for file in row.files]
    assert [file for file in named if not (ROOT / file).is_file()] == []


def test_marks_name_rows_there_are() -> None:
    unknown = {row: tests for row, tests in rows.shown().items() if row not in ROWS}
    assert unknown == {}


def test_the_page_is_what_list_and_marks_say() -> None:
    stated = rows.PAGE.read_text(encoding="utf-8")
    assert stated == rows.page(), "if meant: python -m tests.contracts.update"


def test_marks_are_read_from_the_source() -> None:
    text = """
@pytest.mark.slow
@pytest.mark.row("R1", "P7")
@pytest.mark.mechanism("work.crowding")
def test_one(): pass

@pytest.mark.row("R1")
def test_two(): pass

def test_three(): pass
"""
    assert rows.marks(text) == {"R1": ["test_one", "test_two"], "P7": ["test_one"]}

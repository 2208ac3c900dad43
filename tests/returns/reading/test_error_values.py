"""Whatever error value a cell shows is told at that cell, and the rest of the file goes on."""

import re
from pathlib import Path

import pytest

from tests.returns.reading.hazards.books import DRILLS, SAFETY, SHEET_PART, drills, edited, safety
from tests.returns.small_returns import found, judge_one, rewrite

# Of yesterday, of today, and of a day to come.
ERRORS = (
    *("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA"),
    *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#DATA!"),
    *("#EXTERNAL!", "#PYTHON!", "#未来!"),
)


def with_cell(content: bytes, place: str, cell: str) -> bytes:
    """The return with one cell as it is written here."""
    pattern = rf'<c r="{place}"[^<>]*?(?:/>|>.*?</c>)'
    return rewrite(
        content, SHEET_PART, lambda xml: re.sub(pattern, lambda _: cell, xml.decode()).encode()
    )


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_value_is_told_at_its_cell(tmp_path: Path, error: str) -> None:
    content = with_cell(safety(tmp_path), "D7", f'<c r="D7" t="e"><v>{error}</v></c>')
    judged = judge_one(content)
    assert found(judged) == [("VAL-007", SAFETY, "D7")]
    assert [one.value for one in judged.findings if one.rule == "VAL-007"] == [error]


def test_other_spellings_of_the_same_cell_are_read_as_well(tmp_path: Path) -> None:
    for cell in (
        "<c t='e' r='D7'><f>A1</f><v >#SPILL!</v></c>",
        '<c r="D7" t="e"><v xml:space="preserve"> #SPILL! </v></c>',
        '<c r="D7" t="e"><!-- later --><v>#SP<!-- -->ILL!</v></c>',
    ):
        content = with_cell(safety(tmp_path), "D7", cell)
        assert found(judge_one(content)) == [("VAL-007", SAFETY, "D7")], cell


def test_an_error_value_written_as_text_is_none_the_less_one(tmp_path: Path) -> None:
    """As in a table saved as text, or copied by a program that knows no error values."""
    content = edited(drills(tmp_path), lambda book: book[DRILLS].__setitem__("D4", "'#SPILL!"[1:]))
    assert ("VAL-007", DRILLS, "D4") in found(judge_one(content))

"""What a template lets in is what the checks accept, field by field."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandera.pandas as pa
import pytest

from returns.reading.convert import LARGEST, LARGEST_COUNT, convert
from returns.workbooks.template import write_template
from returns.workbooks.validation import CodeLists, validation_of
from schemas.collections import stock
from schemas.columns import Column, Kind, Layout
from schemas.fields import Whole, Words, count
from schemas.fields import code as declare_code
from schemas.form import Form
from schemas.forms import FORMS
from schemas.obligations import schools
from schemas.sheet_names import HIDDEN
from tests.returns.small_returns import COLLECTION, SCHOOL

NUMBERS = [-1, -0.01, 0, 0.01, 0.5, 1, 1.5, 12, 1234.56, 0.001, 99.999, LARGEST - 1, LARGEST]
NUMBERS += [LARGEST_COUNT - 1, LARGEST_COUNT]
DAYS = [datetime(1900, 2, 28), datetime(1900, 3, 1), datetime(2020, 2, 29), datetime(2099, 12, 31)]
FIELDS = [(form, column) for form in FORMS.values() for column in form.columns]


def lets_in(options: dict[str, Any], column: Column, value: Any) -> bool:
    """What Excel and WPS do with the options of a data validation."""
    is_number = isinstance(value, int | float)
    match options["validate"]:
        case "integer":
            between = is_number and options["minimum"] <= value <= options["maximum"]
            return between and float(value).is_integer()
        case "custom":  # AND(ISNUMBER(x), x>=0, x<LARGEST, ROUND(x,2)=x)
            if not is_number or not 0 <= value < LARGEST:
                return False
            exact = Decimal(str(value))
            return exact == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        case "date":
            is_day = isinstance(value, datetime)
            return is_day and options["minimum"] <= value.date() <= options["maximum"]
        case "list":
            return value in (column.codes or ("是", "否"))
    return isinstance(value, str) and options["minimum"] <= len(value) <= options["maximum"]


def is_accepted(form: Form, column: Column, value: Any) -> bool:
    """Conversion, then the checks that pandera runs on the column."""
    converted = convert(column, value)
    if converted.rule or converted.value is None:
        return False
    checks = form.schema.columns[column.name].checks
    minimum = any(check.name == "greater_than_or_equal_to" for check in checks)
    is_low = minimum and isinstance(converted.value, int) and converted.value < 0
    is_term = not column.codes or converted.value in column.codes
    return not is_low and is_term


def candidates(column: Column) -> list[Any]:
    if column.kind.is_number:
        return [*NUMBERS, "约300", "无"]
    if column.kind is Kind.DATE:
        return [*DAYS, "上个月"]
    if column.kind is Kind.FLAG:
        return ["是", "否", "也许"]
    if column.kind is Kind.CODE:
        return [*column.codes, "不在单子上的"]
    return [column.example, "一", "字" * 500]


@pytest.mark.parametrize(
    ("form", "column"), FIELDS, ids=[f"{form.code}.{column.name}" for form, column in FIELDS]
)
def test_what_a_field_lets_in_is_what_the_checks_accept(form: Form, column: Column) -> None:
    options = validation_of(column, "B2", CodeLists("x"))
    verdicts = [
        (v, lets_in(options, column, v), is_accepted(form, column, v)) for v in candidates(column)
    ]
    assert any(entered for _, entered, _ in verdicts)
    assert [v for v, entered, accepted in verdicts if entered and not accepted] == []
    if column.kind.is_number or column.codes or column.kind is Kind.FLAG:
        assert [v for v, entered, accepted in verdicts if accepted and not entered] == []


@pytest.mark.parametrize("code", FORMS)
def test_every_list_is_offered_whole_however_long(code: str, tmp_path: Path) -> None:
    """Read back from the file: a list in the cell itself, or the range that it points at."""
    path = tmp_path / "template.xlsx"
    layout = write_template(path, SCHOOL, COLLECTION, [code])[code]
    book = openpyxl.load_workbook(path)
    sheet = book[FORMS[code].title]
    for column in layout.columns:
        if column.kind is not Kind.CODE:
            continue
        cell = layout.cell(column.name, 0 if layout.is_card else 1)
        (rule,) = [v for v in sheet.data_validations.dataValidation if cell in v.sqref]
        if rule.formula1.startswith('"'):
            assert len(rule.formula1) <= 257
            offered = tuple(rule.formula1.strip('"').split(","))
        else:
            place, _, block = rule.formula1.partition("!")
            assert place.strip("'") == HIDDEN
            offered = tuple(row[0].value for row in book[HIDDEN][block.replace("$", "")])
        assert offered == column.codes, column.name
        assert rule.prompt and rule.error


TOWNS = tuple(f"第{number}乡镇街道办事处" for number in range(60))


class Visits(pa.DataFrameModel):
    """A form with a list of more than 255 characters, as no declared form has one yet."""

    town: Words = declare_code("乡镇街道", TOWNS)
    visits: Whole = count("走访次数", example=3)


VISITS = Form(
    "visits", 999, "走访", Layout.TABLE, Visits, stock, schools, key=("town",)
)  # fmt: skip


def test_a_list_too_long_for_a_cell_stands_on_the_hidden_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMS, "visits", VISITS)
    path = tmp_path / "template.xlsx"
    layout = write_template(path, SCHOOL, COLLECTION, ["visits"])["visits"]
    book = openpyxl.load_workbook(path)
    first, last = layout.cell("town", 1), layout.cell("town", layout.records - 1)
    rules = {str(v.sqref): v.formula1 for v in book["走访"].data_validations.dataValidation}
    assert rules[f"{first}:{last}"] == f"'{HIDDEN}'!$A$1:$A$60"
    assert tuple(row[0].value for row in book[HIDDEN]["A1:A60"]) == TOWNS
    assert book[HIDDEN].sheet_state == "veryHidden"


def test_a_day_is_entered_as_a_day() -> None:
    day = next(column for _, column in FIELDS if column.kind is Kind.DATE)
    options = validation_of(day, "B2", CodeLists("x"))
    assert (options["minimum"], options["maximum"]) == (date(1906, 1, 1), date(2099, 12, 31))

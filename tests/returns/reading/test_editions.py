"""Editions are data: last year's labels and columns over the same models, each read for its own."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from returns.judging.batch import History, judge
from returns.judging.judged import JudgedFile
from returns.reading.file_read import FileRead
from returns.sandbox.reader_pool import FileToRead, read_files
from returns.workbooks.sheet_layout import SheetLayout
from returns.workbooks.template import example_of, owed_forms, write_template
from schemas.collections import COLLECTIONS, Collection
from schemas.editions import Edition, FormChanges
from schemas.file_names import template_name
from schemas.form import FORMS, forms_of
from schemas.sheet_names import HIDDEN
from tests.returns.small_returns import COLLECTION, REGISTER, SCHOOL, found

EARLIER = replace(
    COLLECTION,
    code="2019",
    title="2019年度教育体育工作填报",
    stock_date=date(2019, 9, 1),
    edition=Edition(
        "2019.1",
        forms_left_out=("epidemic",),
        changes={
            "safety": FormChanges(
                labels={"law_lectures": "普法讲座场次", "canteens": "食堂个数"},
                not_in_use=("panic_button",),
            )
        },
    ),
)


def filled(tmp_path: Path, collection: Collection) -> tuple[bytes, SheetLayout]:
    """平安校园 on the template of a collection, each field with its example."""
    path = tmp_path / f"{collection.code}.xlsx"
    layout = write_template(path, SCHOOL, collection, ["safety"])["safety"]
    book = openpyxl.load_workbook(path)
    for column in layout.columns:
        value = example_of(column)
        is_number = isinstance(value, Decimal)
        book["平安校园"][layout.cell(column.name)] = float(value) if is_number else value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), layout


def judged_for(collection: Collection, content: bytes) -> JudgedFile:
    layouts = [form.layout_for_reader() for form in forms_of(collection).values()]
    ((_, plain),) = read_files([FileToRead("x", content)], layouts)
    (judged,) = judge([FileRead.from_plain("报表.xlsx", plain)], REGISTER, collection, History())
    return judged


def test_a_template_has_the_labels_and_the_columns_of_its_edition(tmp_path: Path) -> None:
    content, layout = filled(tmp_path, EARLIER)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["平安校园"]
    labels = [sheet[layout.header_cell(column.name)].value for column in layout.columns]
    today = [column.label for column in FORMS["safety"].columns_owed_by(SCHOOL)]
    renamed = {"法治讲座场次": "普法讲座场次", "食堂数": "食堂个数"}
    assert labels == [renamed.get(one, one) for one in today if one != "是否安装一键式紧急报警器"]
    assert set(owed_forms(SCHOOL, COLLECTION)) - set(owed_forms(SCHOOL, EARLIER)) == {"epidemic"}


def test_a_return_is_read_for_its_own_edition(tmp_path: Path) -> None:
    judged = judged_for(EARLIER, filled(tmp_path, EARLIER)[0])
    assert found(judged) == []
    (form,) = judged.forms
    values = form.values()
    assert (values["law_lectures"], values["canteens"]) == ([1], [1])
    assert values["panic_button"] == [None]


@pytest.mark.parametrize(
    ("sent", "asked"), [(COLLECTION, EARLIER), (EARLIER, COLLECTION)], ids=["new", "old"]
)
def test_the_template_of_another_collection_is_refused_and_the_right_one_named(
    sent: Collection, asked: Collection, tmp_path: Path
) -> None:
    judged = judged_for(asked, filled(tmp_path, sent)[0])
    assert found(judged) == [("COL-001", "封面", "B5")]
    assert judged.findings[0].message == (
        f"「封面」B5：表中填报任务为“{sent.code}”，本次应为“{asked.code}”，"
        f"请改用“曹庵镇第二小学_{asked.code}年报表模板.xlsx”填报。"
    )


def test_an_edition_of_the_same_collection_is_refused_too(tmp_path: Path) -> None:
    newer = replace(COLLECTION, edition=Edition("2020.2"))
    judged = judged_for(newer, filled(tmp_path, COLLECTION)[0])
    assert found(judged) == [("EDN-001", "封面", "B6")]
    assert template_name(SCHOOL.name, "2020") in judged.findings[0].message


def test_a_template_that_lost_its_visible_lines_is_known_by_its_stamp(tmp_path: Path) -> None:
    def without_lines(collection: Collection) -> JudgedFile:
        book = openpyxl.load_workbook(io.BytesIO(filled(tmp_path, collection)[0]))
        del book["封面"]
        book["平安校园"]["A2"] = None
        buffer = io.BytesIO()
        book.save(buffer)
        return judged_for(COLLECTION, buffer.getvalue())

    assert (found(judged := without_lines(COLLECTION)), judged.unit) == ([], SCHOOL)
    old = without_lines(EARLIER)
    assert (found(old), old.unit) == ([("COL-001", "", "")], SCHOOL)
    assert old.findings[0].message.startswith("表中填报任务为“2019”，本次应为“2020”")


def test_where_a_column_is_still_in_use_its_old_label_is_missed(tmp_path: Path) -> None:
    """A sheet alone, without a line that says which year's it is."""
    content, layout = filled(tmp_path, EARLIER)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name in ("封面", HIDDEN):
        del book[name]
    sheet = book["平安校园"]
    sheet["A2"] = f"填报单位：{SCHOOL.name}　　单位代码：{SCHOOL.code}"
    buffer = io.BytesIO()
    book.save(buffer)
    assert found(judged_for(COLLECTION, buffer.getvalue())) == [
        ("HDR-001", "平安校园", layout.header_cell("canteens")),
        ("HDR-001", "平安校园", layout.header_cell("law_lectures")),
        *[("HDR-002", "平安校园", "A1")] * 3,
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (FormChanges(labels={"cohorts": "年级"}), "enrolment has no field cohorts"),
        (FormChanges(not_in_use=("cohort",)), "enrolment: rows are named by cohort"),
    ],
)
def test_an_edition_that_cannot_be_is_refused(changes: FormChanges, words: str) -> None:
    edition = Edition("x", changes={"enrolment": changes})
    with pytest.raises(ValueError, match=words):
        forms_of(replace(COLLECTION, edition=edition))


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_the_edition_of_every_collection_fits_its_forms(collection: Collection) -> None:
    asked = forms_of(collection)
    assert asked.keys() == FORMS.keys() - set(collection.edition.forms_left_out)
    for form in asked.values():
        labels = [column.full_label for column in form.columns_in_use]
        assert len(set(labels)) == len(labels)

"""What the report says of a figure, in every form in which it is written."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from indicators.definitions import INDICATORS
from indicators.indicator import FigureKind
from indicators.quoted_file import quoted_figures
from indicators.quoted_text import read_quoted
from indicators.quoting import Figure, Style, Verdict, judge
from reports.page import render_page
from reports.report import Report
from reports.sections import CHAPTERS, SECTIONS
from reports.sheets import lines_of
from reports.summary import UnusableTemplate, render_summary
from reports.summary_template import build, placeholders, template_of
from reports.tables import render_csv, render_json
from reports.workbook import render_workbook
from returns.files.canonical_zip import canonical


def text_of(document: bytes) -> str:
    parsed = Document(io.BytesIO(document))
    cells = [c.text for t in parsed.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in parsed.paragraphs), *cells])


def test_every_quoted_figure_is_in_the_wording_once() -> None:
    mentioned = placeholders("2020")
    assert len(mentioned) == len(set(mentioned)) == 184
    assert set(mentioned) == set(quoted_figures("2020"))


def test_every_section_has_a_title() -> None:
    numbers = {indicator.section for indicator in INDICATORS.values()}
    assert numbers == set(SECTIONS)
    assert {number[0] for number in numbers} == set(CHAPTERS)


def test_the_template_is_built_from_the_wording() -> None:
    committed = Document(str(template_of("2020")))
    built = build("2020")
    due = "out of date: run `python -m reports.summary_template`"
    assert committed.element.xml == built.element.xml, due
    assert committed.styles.element.xml == built.styles.element.xml, due


def test_the_template_names_fonts_and_language_for_chinese() -> None:
    styles = build("2020").styles.element.xml
    assert styles.count('w:eastAsia="zh-CN"') == 1
    for font in ("宋体", "黑体"):
        assert f'w:eastAsia="{font}"' in styles


def test_the_summary_quotes_each_figure_with_its_reference(complete: Report) -> None:
    text = text_of(render_summary(complete)).replace("\u2060", "")
    for entry in complete.entries[:184]:
        assert f"{entry.as_quoted}[{entry.number}]" in text, entry.id
    assert "全部数字为最终数" in text
    assert "{{" not in text and "{%" not in text
    assert "暂定" not in text.split("附表")[0]


def test_provisional_figures_are_marked(provisional: Report) -> None:
    text = text_of(render_summary(provisional)).replace("\u2060", "")
    marked = re.findall(r"（暂定）\[(\d+)\]", text)
    expected = [
        str(e.number)
        for e in provisional.entries[:184]
        if e.is_provisional and e.figure.kind is not FigureKind.TARGET
    ]
    assert sorted(marked, key=int) == expected
    assert len(expected) > 30
    assert f"暂定数 {sum(e.is_provisional for e in provisional.entries)} 项" in text


def test_the_mark_is_a_light_shading_that_leaves_the_figure_legible(provisional: Report) -> None:
    """The fill is a colour's number: its name would print black."""
    document = Document(io.BytesIO(render_summary(provisional)))
    shaded = [
        run
        for paragraph in document.paragraphs
        for run in paragraph._p.iter(qn("w:r"))
        if run.find(f".//{qn('w:shd')}") is not None
    ]
    assert len(shaded) > 60
    for run in shaded:
        shading = run.find(f".//{qn('w:shd')}")
        assert (shading.get(qn("w:val")), shading.get(qn("w:fill"))) == ("clear", "FFE699")


def test_a_template_of_a_bureau_is_filled_in(complete: Report, tmp_path) -> None:
    own = tmp_path / "own.docx"
    document = Document()
    document.add_paragraph("保安：").add_run("{{r f.guards_total }}")
    document.save(str(own))
    assert text_of(render_summary(complete, own)).startswith("保安：8人")


@pytest.mark.parametrize(
    ("placeholder", "complaint"),
    [
        ("{{r f.guard_total }}", "没有编号为“guard_total”的指标"),
        ("{{ headline }}", "'headline' is undefined"),
        ("{{ f. }}", "expected name or number"),
        ("{{ f.__class__.__mro__ }}", "没有编号为“__class__”的指标"),
        ("{{ title.__class__ }}", "模板中不允许的写法：.__class__"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused(
    complete: Report, tmp_path: Path, placeholder: str, complaint: str
) -> None:
    """A mistyped figure would be a gap that nobody sees; code from a template must not run."""
    own = tmp_path / "own.docx"
    document = Document()
    document.add_paragraph("保安：").add_run(placeholder)
    document.save(str(own))
    with pytest.raises(UnusableTemplate, match=re.escape(complaint)):
        render_summary(complete, own)


def test_a_template_that_is_no_word_document_is_refused(complete: Report, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_text("not a zip")
    with pytest.raises(UnusableTemplate, match="不是 Word 文档"):
        render_summary(complete, own)


def test_the_workbook_holds_real_numbers(complete: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(complete)))
    sheet = book["指标总表"]
    head = [cell.value for cell in sheet[1]]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=2)}
    guards = rows["专兼职保安"]
    assert guards[head.index("计算值")].value == 8
    assert guards[head.index("计算值")].number_format == "#,##0"
    donated = rows["疫情防控捐款"]
    assert donated[head.index("计算值")].value == 18773.95
    assert donated[head.index("计算值")].number_format == "#,##0.00"
    disabled = rows["残疾儿童少年入籍率"]
    assert disabled[head.index("计算值")].value == 66.67
    assert disabled[head.index("计算值")].number_format == "#,##0.00"
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref is not None
    assert sheet.max_row == len(INDICATORS) + 1
    assert all(cell.data_type != "f" for ws in book for row in ws.iter_rows() for cell in row)


def test_a_sheet_for_each_section_adds_up_by_unit(complete: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(complete)))
    assert {f"{number} {title}" for number, title in SECTIONS.items()} <= set(book.sheetnames)
    sheet = book["3.4 平安校园"]
    head = [cell.value for cell in sheet[1]]
    column = head.index("专兼职保安（人）")
    by_unit = {row[0].value: row[column].value for row in sheet.iter_rows(min_row=2, max_row=9)}
    assert by_unit["曹庵镇第二小学"] == 2
    assert by_unit["第三中学"] == 3
    total = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "全区")
    assert total[column].value == 8
    assert total[column].number_format == "#,##0"
    assert [len(book[name]._charts) for name in ("保安前列", "计划目标")] == [1, 1]


def test_the_units_add_up_to_the_district(complete: Report) -> None:
    """Except a child that two units name, the unit where stocks are lowest, and constants."""
    other = {
        entry.id: (total, entry.numerator)
        for entry in complete.entries
        if (total := sum(share.numerator for share in complete.by_unit.get(entry.id, ())))
        != entry.numerator
    }
    assert other == {
        "disabled_enrolled": (3, 2),
        "disabled_enrolment_rate": (3, 2),
        "dropout_cases_checked": (3, 2),
        "dropout_cases_open": (2, 1),
        "dropout_cases_outside_list": (2, 1),
        "epidemic_stock_weeks": (6500, 2300),
        "four_100_goals": (0, 4),
        "health_lookback_days": (0, 14),
        "returnee_categories": (0, 4),
        "gap_dimensions": (0, 4),
    }


def test_rows_are_as_high_as_their_text(complete: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(complete)))
    assert lines_of("保安", 10) == 1
    assert lines_of("专职保安兼职保安", 10) == 2
    assert lines_of("guards", 10) == 1
    assert lines_of("保安\n校车", 10) == 2
    heights = [size.height for size in book["口径说明"].row_dimensions.values()]
    assert len(heights) == len(INDICATORS) + 1
    assert min(heights) == 16.5 and max(heights) > 50


def test_the_missing_are_named(provisional: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(provisional)))
    rows = list(book["暂定与缺报"].iter_rows(min_row=2, values_only=True))
    assert {row[4] for row in rows} == {"曹庵镇第二小学"}
    assert len(rows) == sum(bool(one.missing) for one in provisional.values)


def test_csv_and_json_say_the_same(complete: Report) -> None:
    lines = list(csv.DictReader(io.StringIO(render_csv(complete).decode("utf-8-sig"))))
    document = json.loads(render_json(complete))
    assert list(document) == ["collection", "totals", "relations", "missing"]
    assert [line["指标编号"] for line in lines] == [one["indicator"] for one in document["totals"]]
    assert [line["计算值"] for line in lines] == [one["value"] or "" for one in document["totals"]]
    assert len(document["relations"]) == 32
    assert document["missing"] == {}
    guards = next(line for line in lines if line["指标编号"] == "guards_total")
    assert (guards["计算值"], guards["计量单位"], guards["已报单位"]) == ("8", "人", "5")


def test_the_page_holds_everything_and_fetches_nothing(provisional: Report) -> None:
    page = render_page(provisional).decode()
    assert page.count("<tr class=") == len(INDICATORS) + 32
    assert "尚待：曹庵镇第二小学" in page
    assert "http" not in page


def test_the_same_figures_give_the_same_bytes(complete: Report) -> None:
    for render in (render_summary, render_workbook):
        assert canonical(render(complete)) == canonical(render(complete))


def test_what_the_summary_says_is_borne_out_by_its_own_figure(
    complete: Report, provisional: Report
) -> None:
    """From the exact value: rounded twice, a rate would be quoted as what it is not."""
    for entry in (*complete.entries, *provisional.entries):
        figure, indicator = entry.figure, entry.figure.indicator
        if figure.kind not in (FigureKind.MEASURED, FigureKind.CONSTANT) or figure.exact is None:
            continue
        said = read_quoted(entry.as_quoted, indicator.unit)
        exact = Figure(figure.exact, indicator.unit, is_lowest=indicator.is_lowest)
        assert judge(said, exact).verdict is Verdict.AGREES, entry.id


def test_a_rate_is_not_rounded_twice(complete: Report) -> None:
    entry = next(e for e in complete.entries if e.id == "sports_area_per_capita")
    exact = Decimal("1.9449")
    figure = replace(entry.figure, exact=exact, value=Decimal("1.945"))
    indicator = replace(figure.indicator, style=Style("平方米/人", 2))
    assert replace(entry, figure=replace(figure, indicator=indicator)).as_quoted == "1.94平方米/人"


def test_a_figure_that_agrees_by_construction_says_so(complete: Report) -> None:
    words = "固定数 · 相符（口径设定，必然相符）；平安校园目标：专职保安配备、"
    assert next(e for e in complete.entries if e.id == "four_100_goals").remark.startswith(words)
    assert words in render_page(complete).decode()
    assert words in text_of(render_summary(complete))
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(complete)))
    head = [cell.value for cell in book["指标总表"][1]]
    settled = {
        row[head.index("指标")].value
        for row in book["指标总表"].iter_rows(min_row=2)
        if row[head.index("口径设定")].value
    }
    assert settled == {
        "平安校园“百分之百”目标",
        "健康排查回溯天数",
        "重点排查人员类别",
        "查找差距的方面",
    }


def test_a_quoted_form_follows_the_value(complete: Report) -> None:
    said = {entry.id: entry.as_quoted for entry in complete.entries}
    assert said["new_year_climb_participants"] == "近5000人"
    assert said["handover_meetings"] == "多次（台账 1次）"
    assert said["t_group_schools_added"] == "2所以上"
    assert said["four_100_goals"] == "4个"
    assert said["disabled_enrolment_rate"] == "66.67%"
    entry = next(e for e in complete.entries if e.id == "public_funds_2020")
    assert (entry.as_quoted, entry.numerator) == ("24.1余万元", Decimal("241730.00"))

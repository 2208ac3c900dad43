"""The sample district through the real flow: what was planted is found, the totals come out."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl

from indicators.accounting import verdict_text
from indicators.definitions import INDICATORS
from indicators.lineage import explain
from pipeline.results.report import gather
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.findings import Origin, Severity
from tests.nights import SAMPLES, District
from tests.plain_engine import nightly
from tests.sent_out import folder_of
from warehouse.engine import reading
from warehouse.findings import open_findings
from warehouse.status import files_of_nobody
from warehouse.tables import submission


def read_csv(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_first_round_outcomes(district: District) -> None:
    assert Counter(file["status"] for file in district.first.result["files"]) == {
        "accepted": 71,
        "accepted-with-queries": 21,
        "returned": 13,
        "attachment": 1,
    }


def test_first_round_totals_are_provisional_and_say_who_is_missing(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    awaited = {
        workspace.register[c].name for t in district.first.totals.values() for c in t.missing
    }
    assert {"项目办公室", "学前教育科", "曹庵镇第二小学"} <= awaited
    assert len(awaited) == 15  # 13 schools and kindergartens, two offices
    final = {name for name, one in district.first.totals.items() if one.status == "final"}
    assert "student_loans" in final  # its office is in
    assert not final & {"repair_projects", "kindergartens_licensed", "cctv_coverage"}
    guards = district.first.totals["guards_total"]
    assert (guards.reported_units, guards.expected_units) == (85, 91)
    assert [workspace.register[code].name for code in guards.missing] == [
        "曹庵镇第二小学",
        "青禾乡中心小学",
        "柳塘镇中心小学",
        "滨湖路小学",
        "第一幼儿园",
        "小星星幼儿园",
    ]


def test_after_the_first_round_nobody_can_say_all_or_none(district: District) -> None:
    """85 of 91 units cannot speak for the others, however well they stand."""
    claims = [one for one in district.first.totals.values() if one.quoted]
    whole = [one for one in claims if one.quoted.leaves_no_room]
    provisional = [one for one in whole if one.status == "provisional"]
    assert len(provisional) >= 12
    assert {one.judgement.verdict.value for one in provisional if one.kind == "measured"} == {
        "differs"
    }
    weeks = district.first.totals["epidemic_stock_weeks"]
    assert (weeks.status, weeks.judgement.verdict) == ("provisional", "differs")


def test_corrections_bring_every_unit_home(district: District) -> None:
    assert Counter(state.state for state in district.corrected.states.values()) == {
        "accepted": 80,
        "accepted-with-queries": 27,
    }


def test_all_but_two_of_the_quoted_figures_agree(district: District) -> None:
    quoted = {k: one for k, one in district.corrected.totals.items() if one.quoted}
    verdicts = Counter(one.judgement.verdict.value for one in quoted.values())
    # 163 measured figures and 4 constants; 13 targets and two "several" claim no number.
    assert verdicts == {"agrees": 167, "differs": 2, "not-quoted": 15}
    climb = quoted["new_year_climb_participants"]
    assert (climb.value, climb.judgement.verdict) == (4970, "differs")
    subsidy = quoted["living_subsidy_paid"]
    assert subsidy.value == Decimal("559125")
    assert (subsidy.judgement.verdict, subsidy.judgement.agrees_as) == ("differs", "万元")
    assert {one.status for one in quoted.values()} == {"final"}


def test_the_summary_is_worded_as_the_bureau_worded_it(district: District) -> None:
    """Where the bureau used a word beside the number and the number bears it out."""
    report = gather(Workspace(Settings(), "2020"))
    pairs = [
        (entry.as_quoted, entry.figure.quoted.text)
        for entry in report.entries
        if entry.figure.quoted
        and entry.figure.judgement.verdict.value == "agrees"
        and entry.figure.quoted.qualifier.value in ("余", "多", "近")
    ]
    assert len(pairs) == 27
    assert [said for said, written in pairs] == [written for said, written in pairs]
    assert {"7000余万元", "3851.6余万元", "41万余元", "5万多人次", "近5万人"} <= {
        s for s, _ in pairs
    }


def test_the_window_of_the_epidemic_funds_is_told_beside_its_verdict(district: District) -> None:
    funds = district.corrected.totals["epidemic_period_funds"]
    assert verdict_text(funds) == "相符（口径设定，必然相符）"
    assert funds.by_construction == (
        "起止日期 2020-01-24 至 2020-08-31 由填报任务设定（省级应急响应启动至最后一批错峰返校），"
        "总结原文没有写明；换一个起止，数字就不同"
    )
    settled = [k for k, one in district.corrected.totals.items() if one.by_construction]
    assert settled == [
        "four_100_goals",
        "epidemic_period_funds",
        "health_lookback_days",
        "returnee_categories",
        "gap_dimensions",
    ]


def test_the_strict_figures_that_nobody_quotes(district: District) -> None:
    totals = district.corrected.totals
    coverage = totals["guard_standard_coverage"]
    assert (coverage.numerator, coverage.denominator, coverage.text) == (71, 91, "78.0%")
    assert totals["dropout_rate_primary"].quoted is None
    assert totals["dropout_rate_junior"].quoted is None


def test_remaining_queries_are_exactly_the_expected_ones(district: District) -> None:
    with reading(Workspace(Settings(), "2020").engine) as connection:
        raised = open_findings(connection, "2020")
        nobodys = files_of_nobody(connection, "2020")
    # The file of a unit that is not in the register stays on the bureau's desk.
    assert [file.file_name for file in nobodys] == ["青禾乡希望小学_2020年报表.xlsx"]
    of_units = [one for one in raised if one.unit_code or one.origin is Origin.DISTRICT]
    remaining = Counter(
        (one.unit_code or "", one.finding.rule)
        for one in of_units
        if one.finding.severity is not Severity.NOTE
    )
    expected = {(r["unit"], r["rule"]): int(r["count"]) for r in read_csv("remaining_queries.csv")}
    assert remaining == expected


def test_a_share_of_some_units_says_of_how_many_it_is(district: District) -> None:
    alarms = district.corrected.totals["panic_button_coverage"]
    assert alarms.scope == "公办单位（55 个，应报《平安校园》的共 91 个）"
    assert (alarms.denominator, alarms.coverage.text) == (55, "已报 55/55")


def test_guards_are_explained_to_the_cell(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        explanation = explain(connection, "guards_total", workspace.collection, workspace.register)
    assert sum(one.value for one in explanation.contributions) == 179
    assert len({one.unit for one in explanation.contributions}) == 91
    for one in explanation.contributions:
        round_ = "corrections" if "更正" in one.file else "first_round"
        book = openpyxl.load_workbook(SAMPLES / round_ / one.file, read_only=True)
        assert book[one.sheet][one.cell].value == one.value


def test_running_again_merges_nothing(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        before = connection.execute(submission.select()).all()
    for folder in ("first_round", "corrections"):
        result = nightly("2020", str(SAMPLES / folder))
        assert result["files"] == []
        assert result["totals"] == {"computed": len(INDICATORS), "provisional": 0}
    with reading(workspace.engine) as connection:
        assert connection.execute(submission.select()).all() == before


def slips(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.glob("*/*.xlsx")}


def test_every_file_with_findings_has_a_slip(district: District) -> None:
    outbox = district.data_dir / "outbox_of_the_first_round"
    slip = outbox / "2134000101_曹庵镇第二小学" / "曹庵镇第二小学_2020年报表_问题清单.xlsx"
    rows = list(openpyxl.load_workbook(slip).active.iter_rows(min_row=6, values_only=True))
    assert [row[1:7] for row in rows if row[1:3] == ("平安校园", "D7")] == [
        (
            "平安校园",
            "D7",
            "-1",
            "「平安校园」D7：专职保安填了 -1，人数不能为负，请改为实际人数。",
            "逻辑校验",
            "VAL-003",
        )
    ]
    assert [row[5] for row in rows] == sorted(
        (row[5] for row in rows), key=["逻辑校验", "经验校验", "提示"].index
    )
    assert "2134000104_柳塘镇中心小学/柳塘镇中心小学_2020年报表_问题清单.xlsx" in slips(outbox)
    assert "未识别单位/青禾乡希望小学_2020年报表_问题清单.xlsx" in slips(outbox)


def test_a_corrected_file_takes_its_slip_back(district: District) -> None:
    before = slips(district.data_dir / "outbox_of_the_first_round")
    after = slips(district.data_dir / "outbox" / "2020")
    assert "2134000104_柳塘镇中心小学/柳塘镇中心小学_2020年报表_问题清单.xlsx" in before - after
    assert (
        f"{folder_of('滨湖路小学').name}/滨湖路小学_平安校园_更正_问题清单.xlsx" in after - before
    )  # its guards
    assert "全区核对/全区核对_问题清单.xlsx" in after


def test_no_child_is_named_in_any_slip(district: District) -> None:
    children = set()
    for path in (SAMPLES / "first_round").glob("*.xlsx"):
        if "柳塘镇中心小学" in path.name:
            continue  # not a workbook
        book = openpyxl.load_workbook(path, read_only=True)
        if "控辍保学核查台账" in book.sheetnames:
            rows = book["控辍保学核查台账"].iter_rows(min_row=4, values_only=True)
            children |= {row[3] for row in rows if row[3] and str(row[3]).startswith("G")}
    assert len(children) > 400
    for path in (district.data_dir / "outbox_of_the_first_round").glob("*/*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        words = {str(c) for row in book.active.iter_rows(values_only=True) for c in row if c}
        assert not any(child in text for text in words for child in children)

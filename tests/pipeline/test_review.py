"""The seams: what happens between the parts when a night goes wrong, or a clerk tidies up."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prefect.settings import get_current_settings
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from typer.testing import CliRunner

from cli import app
from indicators.algebra import Fixed, Sum
from indicators.computation import compute
from indicators.definitions import INDICATORS
from indicators.expressions import Total
from indicators.lineage import explain
from pipeline import processing
from pipeline.intake import inbox as intake
from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import collect
from pipeline.outbox.folders import NOBODY
from pipeline.results.unit_states import unit_states
from pipeline.run.failures import NightlyFailed
from pipeline.settings import Settings
from pipeline.workspace import Workspace, WrongUse
from returns.judging.judge_district import DISTRICT_RULES
from returns.reading import foreign_files
from schemas.checking import RuleCrashed
from schemas.rule import Rule
from schemas.sheet_names import ISSUES
from tests.nights import SAMPLES, District
from tests.plain_engine import nightly
from tests.sent_out import slip_of
from warehouse.engine import reading
from warehouse.ledger import runs
from warehouse.status import form_states
from warehouse.tables import indicator_value, submission

FIRST_ROUND = SAMPLES / "first_round"
RETURN = "第一小学_2020年报表.xlsx"


def in_force(unit_name: str) -> dict[str, int]:
    """Form → the submission in force of a unit."""
    workspace = Workspace(Settings(), "2020")
    code = workspace.register.named(unit_name).code  # type: ignore[union-attr]
    with reading(workspace.engine) as connection:
        states = form_states(connection, "2020")
    return {s.form: s.in_force for s in states if s.unit_code == code and s.in_force is not None}


def state_of(unit_name: str) -> str:
    states = {one.unit.name: one.state for one in unit_states(Workspace(Settings(), "2020"))}
    return states[unit_name]


def guards() -> tuple[Any, tuple[str, ...]]:
    """The number of guards, and who is awaited."""
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        (value,) = compute(
            connection,
            workspace.collection,
            workspace.register,
            indicators=[INDICATORS["guards_total"]],
        )
    return value.value, tuple(workspace.register[code].name for code in value.missing)


def submissions() -> int:
    with reading(Workspace(Settings(), "2020").engine) as connection:
        return len(connection.execute(submission.select()).all())


def write_correction(path: Path, guards: int) -> None:
    """The safety form of 第一小学 by itself, with another number of full-time guards."""
    book = openpyxl.load_workbook(FIRST_ROUND / RETURN)
    for sheet in book.sheetnames:
        if sheet != "平安校园":
            del book[sheet]
    book["平安校园"]["D7"] = guards
    book.save(path)


def crash(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = Rule.passes

    def maybe(rule: Rule, frame: Any, collection: Any) -> Any:
        if rule.id == rule_id:
            raise ZeroDivisionError("a bug of ours")
        return passes(rule, frame, collection)

    monkeypatch.setattr(Rule, "passes", maybe)


def test_a_run_that_dies_after_merging_is_made_good(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("server closed the connection\nand more"))

    monkeypatch.setattr(processing, "_close", die)
    monkeypatch.setattr(processing, "judge_district", die)
    with pytest.raises(
        NightlyFailed, match=r"全区汇总失败（数据库连不上：server closed the connection）。"
    ):
        nightly("2020")
    slip = slip_of("第一小学", RETURN)
    assert not slip.exists()
    monkeypatch.undo()
    assert nightly("2020")["files"] == []
    assert slip.is_file()
    with reading(Workspace(Settings(), "2020").engine) as connection:
        assert [run.outcome for run in runs(connection, "2020")] == ["completed", "died"]


def test_a_return_over_its_own_correction_is_asked_about(inbox: Path) -> None:
    nightly("2020")
    first, _ = guards()
    original = (inbox / RETURN).read_bytes()
    write_correction(inbox / RETURN, guards=9)
    nightly("2020")
    assert guards()[0] == first + 6  # 3 were reported
    (inbox / RETURN).write_bytes(original)
    nightly("2020")
    assert guards()[0] == first + 6  # until a person says that the old numbers are meant
    assert submissions() == 5


@pytest.mark.slow
def test_a_return_that_is_moved_does_not_come_over_its_correction(inbox: Path) -> None:
    nightly("2020")
    write_correction(inbox / "第一小学_平安校园_更正.xlsx", guards=9)
    nightly("2020")
    before, held = guards(), in_force("第一小学")
    (inbox / "小学").mkdir()
    (inbox / RETURN).rename(inbox / "小学" / RETURN)
    assert nightly("2020")["files"] == []
    assert (guards(), in_force("第一小学")) == (before, held)
    # Nor does it when another file has taken its place.
    (inbox / "旧").mkdir()
    (inbox / "小学" / RETURN).rename(inbox / "旧" / RETURN)
    write_correction(inbox / "小学" / RETURN, guards=10)
    nightly("2020")
    assert guards()[0] == before[0] + 1
    # Sent again, it is asked about and changes nothing by itself.
    shutil.copy(inbox / "旧" / RETURN, inbox / RETURN)
    nightly("2020")
    assert guards()[0] == before[0] + 1


def test_hazard_11_of_two_files_of_a_unit_in_one_night_the_later_counts(inbox: Path) -> None:
    write_correction(inbox / "更正.xlsx", guards=9)
    os.utime(inbox / RETURN, (1_600_000_000, 1_600_000_000))
    os.utime(inbox / "更正.xlsx", (1_600_000_100, 1_600_000_100))
    nightly("2020")
    held = in_force("第一小学")
    correction = held.pop("safety")
    (original,) = set(held.values())
    assert correction > original
    assert guards()[0] == 18  # with the 3 of the return it would be 12
    slip = openpyxl.load_workbook(slip_of("第一小学", "更正.xlsx"))[ISSUES]
    told = [row[4] for row in slip.iter_rows(min_row=6, values_only=True) if row[6] == "FIL-011"]
    assert told == [
        f"您校先后报来两份，先收到的“{RETURN}”里也有《平安校园》，以后收到的这一份为准，先前的一份留存备查；"
        "如果弄反了，请把正确的一份再报一次，并按收到的问题清单说明改回。"
    ]


def test_while_a_correction_is_awaited_the_last_accepted_form_counts(inbox: Path) -> None:
    nightly("2020")
    before, held = guards()[0], in_force("第一小学")
    assert "第一小学" not in guards()[1]
    write_correction(inbox / "更正.xlsx", guards=-1)
    nightly("2020")
    assert state_of("第一小学") == "returned"
    assert in_force("第一小学") == held
    value, missing = guards()
    assert value == before
    assert "第一小学" in missing


def test_a_file_that_becomes_unreadable_is_shown_so(inbox: Path) -> None:
    nightly("2020")
    before = guards()[0]
    (inbox / RETURN).write_bytes(b"PK not a workbook")
    nightly("2020")
    assert state_of("第一小学") == "unreadable"
    assert guards()[0] == before


def test_a_file_judged_under_another_version_can_come_to_be_returned(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly("2020")
    count = submissions()
    monkeypatch.setattr(intake, "code_version", lambda: "another")
    passes = Rule.passes

    def stricter(rule: Rule, frame: Any, collection: Any) -> Any:
        passed = passes(rule, frame, collection)
        return passed & (rule.id != "SAF-003")

    monkeypatch.setattr(Rule, "passes", stricter)
    result = nightly("2020")
    assert [file["status"] for file in result["files"]] == ["returned"] * 3
    assert (submissions(), "safety" in in_force("第一小学")) == (count, False)
    monkeypatch.undo()
    nightly("2020")
    assert state_of("第一小学") == "accepted-with-queries"


@pytest.mark.slow
def test_a_unit_gets_its_file_and_its_slip_when_the_register_learns_its_name(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "青禾乡希望小学_2020年报表.xlsx"
    shutil.copy(FIRST_ROUND / name, inbox)
    nightly("2020")
    assert slip_of(NOBODY, name).is_file()
    register = tmp_path / "register.csv"
    lines = (SAMPLES / "register.csv").read_text(encoding="utf-8-sig").splitlines()
    book = openpyxl.load_workbook(FIRST_ROUND / name)
    code = str(book["平安校园"]["A2"].value).split("单位代码：")[1][:10]
    known = next(line for line in lines if "青禾乡双井小学" in line)
    old_code = next(part for part in known.split(",") if part.isdigit() and len(part) == 10)
    lines.append(known.replace("青禾乡双井小学", "青禾乡希望小学").replace(old_code, code))
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(register))
    nightly("2020")
    assert not slip_of(NOBODY, name).exists()
    assert state_of("青禾乡希望小学") != "missing"


def test_a_crashed_rule_across_units_stops_neither_the_others_nor_slips_nor_totals(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("a bug of ours")

    spoilt, *others = DISTRICT_RULES
    spoilt = replace(spoilt, frame=fail)
    monkeypatch.setattr("returns.judging.judge_district.DISTRICT_RULES", (spoilt, *others))
    with pytest.raises(
        NightlyFailed, match=f"全区核对有规则出错（程序的一条规则有错：{spoilt.id}）"
    ):
        nightly("2020")
    assert slip_of("第一小学", RETURN).is_file()
    with reading(Workspace(Settings(), "2020").engine) as connection:
        assert len(connection.execute(indicator_value.select()).all()) == len(INDICATORS)
        assert [run.outcome for run in runs(connection, "2020")] == ["failed"]


def test_the_inbox_as_clerks_leave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.xlsx", ".DS_Store", "~$b.xlsx", "Thumbs.db", "小学/c.xlsx", ".Trash/d.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = collect(Inbox(tmp_path, tmp_path), datetime.now(UTC))
    assert sorted(file.name for file in found.files) == ["a.xlsx", "c.xlsx"]
    assert found.locked == ["b.xlsx"]
    assert found.passed_over == ["gone.xlsx（是链接，没有打开）"]
    assert [(one.name, one.error.strerror, one.is_folder) for one in found.failed] == [
        ("locked", "Permission denied", True)
    ]


def test_a_file_that_cannot_be_opened_fails_the_run_for_itself_only(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = foreign_files._open

    def refuse(path: Path) -> int:
        if path.name == RETURN:
            raise PermissionError(13, "Permission denied")
        return open_(path)

    monkeypatch.setattr(foreign_files, "_open", refuse)
    with pytest.raises(
        NightlyFailed, match=f"1 份文件.*{RETURN}（文件被占用或没有权限：Permission denied）"
    ):
        nightly("2020")
    assert submissions() == 2


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")
def test_a_failing_run_tells_its_user_one_line(inbox: Path) -> None:
    shutil.rmtree(inbox)
    url = get_current_settings().api.url
    ran = subprocess.run(
        [sys.executable, "-c", "from cli import main; main()", "run", "--format", "json"],
        env={**os.environ, "PREFECT_API_URL": str(url)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (3, "")
    assert (
        ran.stderr.strip()
        == f"技术故障：收件文件夹没有挂上：{inbox}。挂上共享文件夹，然后重试即可，只处理缺少的文件"
    )


def test_check_of_a_file_with_brackets_in_its_name_given_twice(
    district: District, tmp_path: Path
) -> None:
    file = tmp_path / "报表[red] :x:.xlsx"
    shutil.copy(FIRST_ROUND / RETURN, file)
    result = CliRunner().invoke(app, ["check", str(file), str(file)])
    assert result.exit_code == 0, result.output
    assert result.stdout.replace("\n", "").count(file.name) == 1


def test_check_gives_no_verdict_when_a_rule_crashes(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash("SAF-001", monkeypatch)
    result = CliRunner().invoke(app, ["check", str(FIRST_ROUND / RETURN)])
    assert isinstance(result.exception, RuleCrashed)
    assert result.stdout == ""


def test_status_before_the_first_run_is_that_all_are_missing(
    environment: Any, tmp_path: Path
) -> None:
    environment(tmp_path)
    result = CliRunner().invoke(app, ["status"])
    assert "应报 107 个单位：未报 107。" in result.stdout


def test_a_failed_statement_tells_no_values(district: District) -> None:
    engine = Workspace(Settings(), "2020").engine
    with reading(engine) as connection, pytest.raises(OperationalError) as failed:
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "张三"})
    assert "张三" not in str(failed.value)


def test_totals_as_of_the_moment_between_the_rounds_are_those_of_then(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        first, _ = sorted(run.finished_at for run in runs(connection, "2020") if run.counts)
        computed = compute(connection, workspace.collection, workspace.register, first)
    assert {one.indicator.id: one for one in computed} == district.first.totals


def test_every_figure_is_explained_by_cells_that_hold_it(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    books: dict[str, Any] = {}
    for number, name in enumerate(INDICATORS):
        with reading(workspace.engine) as connection:
            explained = explain(connection, name, workspace.collection, workspace.register)
        computed, measure = explained.computed, INDICATORS[name].measure
        if isinstance(measure, Fixed):
            continue
        for role, amount, scale in (
            ("numerator", computed.numerator, measure.scale),
            ("denominator", computed.denominator, measure.denominator_scale),
        ):
            cells = [one.value for one in explained.contributions if one.role == role]
            assert sum(cells, Decimal(0)).scaleb(scale) == (amount or 0), name
        # What is reckoned from several cells of a row is no number of any one of them.
        reckoned = any(
            isinstance(term, Sum) and not isinstance(term.added, Total) for term in measure.summands
        )
        if number % 6 or reckoned:
            continue
        for one in explained.contributions:
            folder = "corrections" if "更正" in one.file else "first_round"
            if one.file not in books:
                books[one.file] = openpyxl.load_workbook(SAMPLES / folder / one.file)
            held = books[one.file][one.sheet][one.cell].value
            if isinstance(held, int | float):
                assert abs(one.value) in (round(abs(held), 2), 1, 0), (name, one, held)
            else:
                assert held is not None, (name, one)
                # a count adds one for a cell, a duration its days
                assert abs(one.value) in (0, 1) or name.endswith("_days"), (name, one, held)


def test_a_warehouse_lost_on_the_way_is_told_with_the_files_and_healed(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: Any) -> None:
        raise InterfaceError("INSERT", {}, Exception("server closed the connection\nand more"))

    monkeypatch.setattr("pipeline.intake.loading.merge", lost)
    for name in ("judge_district", "_close"):
        monkeypatch.setattr(processing, name, lost)
    with pytest.raises(NightlyFailed, match="3 份文件因技术原因没有处理") as failed:
        nightly("2020")
    assert "\n" not in str(failed.value)
    monkeypatch.undo()
    assert len(nightly("2020")["files"]) == 3


@pytest.mark.slow
def test_a_closed_unit_owes_nothing_and_a_removed_one_is_refused(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly("2020")
    lines = (SAMPLES / "register.csv").read_text(encoding="utf-8-sig").splitlines()
    header = lines[0].split(",")
    place = next(number for number, name in enumerate(header) if name in ("停办日期", "closed_on"))
    register = tmp_path / "register.csv"
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(register))

    def close(line: str) -> str:
        parts = line.split(",")
        if parts[header.index("单位名称")] == "第五小学":
            parts[place] = "2019-07-01"
        return ",".join(parts)

    register.write_text("\n".join(map(close, lines)) + "\n", encoding="utf-8")
    nightly("2020")
    assert "第五小学" not in {one.unit.name for one in unit_states(Workspace(Settings(), "2020"))}
    kept = [line for line in lines if ",第一小学," not in line]
    register.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="停办日期"):
        nightly("2020")


def test_an_empty_inbox_is_an_empty_night(inbox: Path) -> None:
    for file in inbox.iterdir():
        file.unlink()
    assert nightly("2020")["files"] == []

"""What a run ends with: who is missing or returned, where the slips lie, what is next."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.results.standing import AWAITED, Standing, standing
from pipeline.run.failures import NightlyFailed
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES, District
from tests.pipeline.intake.test_known_faults import refuse_to_open
from tests.plain_engine import nightly

SECOND = "第二小学_2020年报表.xlsx"


def lines(inbox: str = "收件") -> list[str]:
    return standing(Workspace(Settings(), "2020")).lines(Path(inbox))


def test_who_is_returned_and_missing_and_where_the_slips_lie(inbox: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / "曹庵镇第二小学_2020年报表.xlsx", inbox)
    (inbox / "谁的.xlsx").write_bytes(b"PK not a workbook")
    result = nightly("2020")
    outbox = Settings().outbox_of("2020")
    parcel = Settings().outbox_dir / "发件_2020.zip"
    counts, returned, missing, nobodys, slips, after = lines()
    assert counts == "应报 107 个单位：未报 103，待说明 3，退回 1。"
    assert returned == "退回 1 个：曹庵镇第二小学。"
    assert missing.startswith("未报 103 个：") and missing.endswith("，另有 93 个。")
    assert missing.count("、") == 9
    assert nobodys == "认不出填报单位 1 份：谁的.xlsx。"
    assert slips == (f"问题清单在 {outbox}/，一个单位一个文件夹；要发出的全部打包在 {parcel}。")
    assert after == (
        "接下来：把问题清单发给 1 个单位改正；请 3 个单位核对或说明；催报 103 个单位；"
        "把报来的文件放进 收件/，再运行 huizong run。逐个单位查看用 huizong status。"
    )
    assert set(result) == {
        "run",
        "files",
        "totals",
        "units",
        "unfinished",
        "outbox",
        "parcel",
        "since_release",
    }
    assert result["since_release"] is None
    assert set(result["files"][0]) == {"file", "unit", "status"}
    assert set(result["totals"]) == {"computed", "provisional"}
    assert list(result["units"]) == list(AWAITED)
    assert result["units"]["returned"] == ["曹庵镇第二小学"]
    assert len(result["units"]["missing"]) == 103
    assert (result["outbox"], result["parcel"]) == (str(outbox), str(parcel))
    json.dumps(result)


def test_what_is_unfinished_is_said(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_open(SECOND, monkeypatch)
    with pytest.raises(NightlyFailed):
        nightly("2020")
    assert not any("仍未处理" in line for line in lines())
    (one,) = nightly("2020")["unfinished"]
    assert (one["file"], one["unit"]) == (SECOND, "第二小学")
    assert one["fault"] == "文件被占用或没有权限：Permission denied"
    (line,) = [line for line in lines() if "仍未处理" in line]
    assert line.startswith(f"仍未处理 1 份：第二小学：{SECOND}（文件被占用或没有权限")


def test_a_district_that_is_complete_is_told_so(district: District) -> None:
    assert lines()[0] == "应报 107 个单位：校验通过 80，待说明 27。"
    assert "催报" not in lines()[-1] and "改正" not in lines()[-1]
    done = Standing({"accepted": ["第一小学"]}, [], [], Path("outbox"), None)
    assert done.lines(Path("收件")) == [
        "应报 1 个单位：校验通过 1。",
        "接下来：应报单位已报齐；用 huizong totals 核对指标，无误后用 huizong release 发布。",
    ]


@pytest.mark.slow
def test_the_command_ends_with_it_also_when_a_file_could_not_be_opened(
    tmp_path: Path,
) -> None:
    """The real command in a process of its own, with a server of its own."""
    data = tmp_path / "data"
    (data / "inbox").mkdir(parents=True)
    shutil.copy(SAMPLES / "first_round" / "第一小学_2020年报表.xlsx", data / "inbox")
    (data / "inbox" / SECOND).write_bytes(b"x")
    command = f"""
from returns.reading import foreign_files
open_ = foreign_files._open
def refuse(path):
    if path.name == {SECOND!r}:
        raise OSError(5, "Input/output error")
    return open_(path)
foreign_files._open = refuse
from cli import main
main()
"""
    environment = {
        **os.environ,
        "HUIZONG_DATA_DIR": str(data),
        "HUIZONG_UNIT_REGISTER": str(SAMPLES / "register.csv"),
    }
    for exit_code, told in (
        (3, "技术故障：1 份文件因技术原因没有处理"),
        (0, "仍未处理 1 份：第二小学"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", command, "run"],
            env=environment,
            cwd=Path(__file__).resolve().parents[3],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == exit_code, done.stderr
        assert told in done.stdout + done.stderr
        assert "应报 107 个单位：" in done.stdout
        assert f"要发出的全部打包在 {data}/outbox/发件_2020.zip" in done.stdout
        assert "接下来：" in done.stdout

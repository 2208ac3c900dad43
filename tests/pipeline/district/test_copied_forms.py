"""A form copied from another unit: the bureau reads whose it is, the school does not."""

import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from pipeline.district.judging import judge_district
from pipeline.intake.batches import judge_round
from pipeline.intake.inbox import Incoming
from pipeline.intake.loading import load
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.findings import Severity, UnitFinding
from schemas.forms import FORMS
from tests.returns.metamorphic.sheets import SAMPLE, read
from tests.returns.small_returns import COLLECTION, example_record, workbook
from warehouse.engine import reading
from warehouse.findings import open_findings, open_findings_for_schools

MORNING = datetime(2020, 12, 1, 8, tzinfo=UTC)
FIRST, SECOND = "2134000102", "2134000101"


def test_the_school_does_not_read_whose_form_it_sent(migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "warehouse.db")
    settings = Settings(
        data_dir=tmp_path, unit_register=SAMPLE / "register.csv", key_file=tmp_path / "huizong.key"
    )
    workspace = Workspace(settings, COLLECTION.code)
    workspace.refresh_register()
    answers = {"premises": example_record(FORMS["premises"], floor_area=Decimal("7134.52"))}
    for order, code in enumerate((FIRST, SECOND)):
        unit = workspace.register[code]
        content = workbook(tmp_path, answers, unit)
        name = f"{unit.name}_校舍.xlsx"
        arrived = MORNING + timedelta(minutes=order)
        incoming = Incoming(
            tmp_path / name, content, sha256(content).hexdigest(), arrived, receipt=order
        )
        (judged,) = judge_round(workspace, [read(content, name)])
        load(workspace, incoming, judged)
    judge_district(workspace)

    def asked(raised: list[UnitFinding]) -> list[UnitFinding]:
        return [one for one in raised if one.finding.rule == "EQL-012"]

    with reading(workspace.engine) as connection:
        (bureau,) = asked(open_findings(connection, "2020"))
        (school,) = asked(open_findings_for_schools(connection, workspace.vault, "2020"))
    assert (bureau.unit_code, bureau.finding.severity) == (SECOND, Severity.QUERY)
    assert (bureau.finding.sheet, bureau.finding.cell) == ("校舍", "D4")
    asks = "请核对是否误用了其他单位的报表；确系本单位数字的，请说明。"
    assert bureau.finding.message == (
        f"「校舍」D4：这张《校舍》的全部内容与先报送的曹庵镇中心小学完全相同，{asks}"
    )
    assert school.finding.for_its_school.message == (
        f"「校舍」D4：这张《校舍》的全部内容与另一单位先报送的完全相同，{asks}"
    )

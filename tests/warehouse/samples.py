"""A small district, and files of it as the judging side hands them over."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from schemas.findings import Finding, Severity, Status
from schemas.forms import FORMS
from schemas.units import (
    KINDERGARTEN,
    OFFICE,
    PRIVATE,
    PUBLIC,
    RURAL,
    SCHOOL,
    URBAN,
    Register,
    Unit,
)
from warehouse.submissions import FormRows, Judged

PRIMARY, JUNIOR, NURSERY, BUREAU = "2134000101", "3134000101", "1134000101", "JC"

MORNING = datetime(2020, 12, 1, 8, 0, tzinfo=UTC)


def at(hour: int) -> datetime:
    """A moment, so many hours after the first."""
    return MORNING + timedelta(hours=hour)


def make_register() -> Register:
    opened = date(1990, 9, 1)
    return Register(
        [
            Unit(PRIMARY, "曹庵镇第二小学", SCHOOL, "小学", PUBLIC, RURAL, False, True, opened,
                 aliases=("曹庵二小",), central_code=JUNIOR),
            Unit(JUNIOR, "第三中学", SCHOOL, "初级中学", PUBLIC, URBAN, True, True, opened),
            Unit(NURSERY, "晨光幼儿园", KINDERGARTEN, "幼儿园", PRIVATE, URBAN, False, False,
                 opened, date(2021, 8, 31)),
            Unit(BUREAU, "基础教育科", OFFICE, "机关科室", PUBLIC, URBAN, False, False, opened),
        ]
    )  # fmt: skip


def form_rows(
    code: str, *records: dict[str, Any], status: Status = Status.ACCEPTED, first_row: int = 5
) -> FormRows:
    """A form with these records; fields not named are blank."""
    names = [column.name for column in FORMS[code].columns]
    return FormRows(
        form=code,
        sheet=FORMS[code].title,
        status=status,
        layout={name: chr(ord("B") + i) for i, name in enumerate(names)},
        rows=list(range(first_row, first_row + len(records))),
        columns={name: [record.get(name) for record in records] for name in names},
    )


def returned(code: str) -> FormRows:
    return FormRows(code, FORMS[code].title, Status.RETURNED)


def negative_guards() -> Finding:
    return Finding(
        rule="VAL-003",
        severity=Severity.ERROR,
        message="「平安校园」D7：专职保安填了 -1，人数不能为负，请改为实际人数。",
        form="safety",
        sheet="平安校园",
        cell="D7",
        field="guards_full_time",
        value="-1",
    )


def sent(
    content: str,
    *forms: FormRows,
    unit: str | None = PRIMARY,
    hour: int = 0,
    clock: int | None = None,
    path: str = "",
    findings: list[Finding] | None = None,
    judged_under: str = "rules 1",
    status: Status | None = None,
) -> Judged:
    """A file of a unit; `content` stands for its bytes, `hour` for when it came.

    `clock`: the hour that the machine's clock showed, where it was not right.
    """
    worst = max((form.status for form in forms), key=list(Status).index, default=Status.UNREADABLE)
    path = path or f"{unit}/return.xlsx"
    return Judged(
        collection="2020",
        unit_code=unit,
        content_sha256=sha256(content.encode()).hexdigest(),
        file_name=path.rpartition("/")[2],
        path=path,
        received_at=at(hour if clock is None else clock),
        receipt=hour,
        reader_version="1",
        edition="2020.1",
        judged_under=judged_under,
        status=status or worst,
        findings=findings or [],
        forms=list(forms),
    )

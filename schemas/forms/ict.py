"""Form 12, 信息化."""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import Whole, count
from schemas.form import form
from schemas.obligations import schools
from schemas.plausible import between


@form(
    "ict",
    number=12,
    title="信息化",
    aliases=("教育信息化",),
    layout=Layout.CARD,
    basis=calendar_year,
    owed_by=schools,
)
class Ict(pa.DataFrameModel):
    """Contest entries and network-security incidents of a school."""

    contest_entries: Whole = count(
        "信息化大赛参赛作品数",
        unit="篇",
        example=3,
        plausible=between(
            "BND-020",
            0,
            "0.012",
            "参赛作品数与师生人数相称",
            per=("profile.pupils", "profile.staff"),
            allowed=6,
            unsized=30,
        ),
    )
    security_incidents: Whole = count(
        "网络安全事件数", unit="起", example=0, zero_claim=True, bounded_by=("ICT-001",)
    )

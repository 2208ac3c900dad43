"""The 184 figures accounted for in words, with nothing reported and with everything."""

from sqlalchemy import Engine

from indicators.accounting import account, verdict_text
from indicators.computation import compute
from tests.indicators.district import COLLECTION, REGISTER
from warehouse.engine import reading


def test_what_is_not_there_does_not_differ(district: Engine) -> None:
    with reading(district) as connection:
        values = compute(connection, COLLECTION, REGISTER)
    first, settled, states = account(values)
    assert settled.startswith(
        "口径设定，必然相符 4 项，不能用来证明填报属实：平安校园“百分之百”目标（平安校园目标："
    )
    assert first == (
        "已引用 184 项：指标 165 项，其中相符 0 项；固定数 4 项；未量化 2 项；计划目标 13 项；"
        "不符 0 项；暂无数据 180 项。另有未引用指标 12 项。"
    )
    assert states == "计划目标：无法衡量 13。"
    said = {one.indicator.id: verdict_text(one) for one in values}
    assert said["guards_total"] == "暂无数据"
    assert said["four_100_goals"] == "固定数 · 相符（口径设定，必然相符）"


def test_every_difference_is_told_with_its_reason(filed: Engine) -> None:
    with reading(filed) as connection:
        values = compute(connection, COLLECTION, REGISTER)
    first, *lines, settled, states = account(values)
    assert settled.startswith("口径设定，必然相符 4 项")  # here the window agrees with nothing
    assert "暂无数据 0 项" in first
    assert f"不符 {len(lines)} 项" in first
    assert (
        "不符：新年登高活动参与群众，引用“近5000余人”，计算 4970人，"
        "“近”与“余”不能用于同一个数，应写作“近5000人”。"
    ) in lines
    assert states.startswith("计划目标：")
    said = {one.indicator.id: verdict_text(one) for one in values}
    assert said["t_caolinghu_open"] == "计划目标：推进中"
    assert said["handover_meetings"] == "原文只写“多次”，没有数字可核对"

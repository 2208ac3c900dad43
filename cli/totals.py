"""`huizong totals` and `huizong explain`: the figures, and where each comes from."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.moments import AsOfOption, shown
from cli.output import (
    CollectionOption,
    Format,
    FormatOption,
    console,
    print_json,
    table,
)
from cli.quotes import tell_unread_quotes
from pipeline.settings import Settings

if TYPE_CHECKING:
    from indicators.computation import IndicatorValue
    from indicators.moving import SinceRelease
    from pipeline.workspace import Workspace


def totals(
    collection: CollectionOption = "2020",
    as_of: AsOfOption = None,
    release: Annotated[
        int | None, typer.Option(help="第几次发布的数字 · the figures of a release")
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """查看全区指标，并与已引用的数字对照 · The indicators beside the figures that were quoted.

    例 / example: huizong totals --collection 2020 --as-of 2020-12-31T18:00
    """
    workspace = _workspace(collection)
    if release is None:
        computed = _compute(workspace, as_of)
    else:
        from pipeline.results.releases import released

        computed = released(workspace, release)
    tell_unread_quotes(collection)
    since = None if as_of else _since_release(workspace, release)
    if format is Format.JSON:
        from indicators.contract import total_to_json

        moved = since.moved if since else {}
        print_json([total_to_json(one, moved.get(one.indicator.id)) for one in computed])
    else:
        _show(computed, as_of, since)


def explain(
    indicator: Annotated[str, typer.Argument(help="指标编号 · indicator id, e.g. guards_total")],
    collection: CollectionOption = "2020",
    as_of: AsOfOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """追溯一个指标到每个单元格 · Trace a figure to the cells that it comes from.

    例 / example: huizong explain guards_total --collection 2020
    """
    from indicators.contract import explanation_to_json
    from indicators.lineage import UnknownIndicator
    from indicators.lineage import explain as explain_indicator
    from pipeline.workspace import WrongUse
    from warehouse.engine import reading

    workspace = _workspace(collection)
    try:
        with reading(workspace.engine) as connection:
            explanation = explain_indicator(
                connection, indicator, workspace.collection, workspace.register, as_of
            )
    except UnknownIndicator:
        raise WrongUse(f"没有指标“{indicator}”；编号见 huizong totals --format json") from None
    if format is Format.JSON:
        print_json(explanation_to_json(explanation))
        return
    computed = explanation.computed
    console.print(f"{computed.indicator.label}：{computed.text}{_until(as_of)}", style="bold")
    console.print(f"口径：{computed.indicator.definition}；范围：{computed.scope}")
    listing = table(
        "", "单位", "文件", "工作表", "单元格", "数值", "所填内容", "角色", right=("数值",)
    )
    for cell in explanation.contributions:
        name = workspace.register[cell.unit].name
        role = "分子" if cell.role == "numerator" else "分母"
        file = cell.file or "（应报未报）"
        listing.add_row(name, file, cell.sheet, cell.cell, cell.added, cell.says, role)
    console.print(listing)
    for role, label in (("numerator", "分子"), ("denominator", "分母")):
        amounts = [cell.value for cell in explanation.contributions if cell.role == role]
        if amounts:
            console.print(f"{label}合计 {sum(amounts):f}，来自 {len(amounts)} 个单元格。")


def show_totals(collection: str) -> None:
    """The table that `huizong demo` ends with."""
    tell_unread_quotes(collection)
    _show(_compute(_workspace(collection), None))


def show_missing(collection: str) -> None:
    """Which units the totals still wait for."""
    workspace = _workspace(collection)
    computed = _compute(workspace, None)
    awaited = {code for one in computed for code in one.missing}
    names = [unit.name for unit in workspace.register if unit.code in awaited]
    provisional = [one for one in computed if one.missing]
    if names:
        console.print(
            f"暂定或暂无数据的指标 {len(provisional)} 项，尚待 {len(names)} 个单位：{'、'.join(names)}。"
        )
    else:
        console.print("应报单位已报齐，全部指标为最终数。")


def _workspace(collection: str) -> "Workspace":
    from pipeline.existing import open_existing

    return open_existing(Settings(), collection)


def _compute(workspace: "Workspace", as_of: datetime | None) -> "list[IndicatorValue]":
    from indicators.computation import compute
    from warehouse.engine import reading

    with reading(workspace.engine) as connection:
        return compute(connection, workspace.collection, workspace.register, as_of)


def _since_release(workspace: "Workspace", release: int | None) -> "SinceRelease | None":
    from pipeline.results.since_release import moved_since_release

    return moved_since_release(workspace, release=release)


def _until(as_of: datetime | None) -> str:
    return f"（截至{shown(as_of)} 收到的报表）" if as_of else ""


def _show(
    computed: "list[IndicatorValue]",
    as_of: datetime | None = None,
    since: "SinceRelease | None" = None,
) -> None:
    from indicators.accounting import account, verdict_text
    from indicators.quoting import Verdict

    listing = table(
        f"全区指标{_until(as_of)}",
        "节",
        "指标",
        "计算值",
        "已引用",
        "核对",
        "报送",
        "状态",
        right=("计算值", "报送"),
    )
    for one in computed:
        listing.add_row(
            one.indicator.section,
            one.indicator.label,
            one.text,
            one.quoted.text if one.quoted else "",
            verdict_text(one),
            f"{one.reported_units}/{one.expected_units}",
            one.status.label,
            style="red" if one.judgement.verdict is Verdict.DIFFERS else "",
        )
    console.print(listing)
    for line in account(computed):
        console.print(line)
    if since is not None:
        console.print(f"{since.headline}{'。' if since.is_unmoved else '：'}")
        for line in since.lines:
            console.print(f"  {line}")

"""`huizong explain-query`, `huizong explanations`: what units say to their queries."""

from typing import Annotated

import typer

from cli.output import CollectionOption, console
from pipeline.settings import Settings

UnitsArgument = Annotated[
    list[str], typer.Argument(help="单位代码或名称，可多个 · codes or names of units")
]


def explain_query(
    units: UnitsArgument,
    rule: Annotated[str, typer.Option("--rule", help="规则编号 · rule id, as on the slip")],
    text: Annotated[str, typer.Option("--text", help="说明 · the explanation")],
    by: Annotated[str, typer.Option("--by", help="说明人 · who gave it")],
    cell: Annotated[
        str | None, typer.Option("--cell", help="只限这个单元格 · only the query at this cell")
    ] = None,
    collection: CollectionOption = "2020",
) -> None:
    """登记单位对经验校验的说明（如电话答复） · Note what units said to a query.

    学校也可以直接在标注副本或问题清单的“说明”栏填写后报回。

    例 / example: huizong explain-query 第一小学 第三小学 --rule SAF-003 --text 另有民警驻校 --by 王主任
    """
    from pipeline.existing import open_existing
    from pipeline.outbox.school_explanations import explain_queries

    workspace = open_existing(Settings(), collection)
    chosen = [workspace.unit(one) for one in units]
    count = explain_queries(workspace, chosen, rule, cell, text, by)
    console.print(f"已登记 {count} 处说明，由区局审核（huizong pass）；数值改变后会再次询问。")


def explanations(
    units: Annotated[
        list[str] | None, typer.Argument(help="单位代码或名称；不写则全部 · default all")
    ] = None,
    collection: CollectionOption = "2020",
) -> None:
    """查看单位对经验校验的说明 · What units explained. It may name persons: not for publication.

    例 / example: huizong explanations 第一小学
    """
    from rich.table import Table

    from pipeline.beijing import BEIJING
    from pipeline.existing import open_existing
    from pipeline.outbox.school_explanations import all_explanations

    workspace = open_existing(Settings(), collection)
    chosen = [workspace.unit(one) for one in units or []]
    table = Table("单位", "规则", "说明", "说明人", "时间（北京时间）", "来源")
    for one in all_explanations(workspace, chosen):
        table.add_row(
            workspace.register[one.unit_code].name,
            one.rule,
            one.explanation.text,
            one.explanation.author,
            f"{one.given_at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
            "报送" if one.submission_id else "登记",
        )
    console.print(table if table.row_count else "还没有说明。")

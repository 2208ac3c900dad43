"""`huizong rules`: the rule catalogue, on the terminal or as a workbook."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import console, table


def rules(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写成工作簿 · write a workbook")
    ] = None,
) -> None:
    """查看全部校验规则及依据 · All rules with their basis.

    例 / example: huizong rules -o 校验规则.xlsx
    """
    from reports.catalogue import rule_rows
    from reports.rule_workbook import write_rule_workbook

    if output is not None:
        write_rule_workbook(output)
        console.print(f"已写入 {output}。")
        return
    headings, *rows = rule_rows()
    listing = table("校验规则", *headings[:4])
    for row in rows:
        listing.add_row(*row[:4])
    console.print(listing)

"""`huizong release`: freeze the figures that the bureau signs."""

from typing import Annotated

import typer

from cli.output import CollectionOption, console
from pipeline.settings import Settings


def release(
    by: Annotated[str, typer.Option(help="签发人 · who signs")],
    note: Annotated[str, typer.Option(help="说明 · why, or for what")] = "",
    collection: CollectionOption = "2020",
) -> None:
    """发布：把现在的全部指标固定下来 · Freeze the figures of this moment under a number.

    例 / example: huizong release --by 统计员 --note 报区政府 --collection 2020
    """
    from pipeline.existing import open_existing
    from pipeline.results.releases import make_release

    number, computed = make_release(open_existing(Settings(), collection), by, note)
    console.print(
        f"第 {number} 次发布：{len(computed)} 项指标已固定，"
        f"用 huizong totals --release {number} 查看。"
    )

"""`huizong report`: the summary and its tables."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import CollectionOption, console, progress_bar
from cli.quotes import tell_unread_quotes
from pipeline.settings import Settings


def report(
    out: Annotated[Path, typer.Option("--out", "-o", help="写入的文件夹 · folder to write to")],
    collection: CollectionOption = "2020",
    template: Annotated[
        Path | None,
        typer.Option(help="自己的 Word 模板 · a Word template of your own", exists=True),
    ] = None,
) -> None:
    """生成工作总结、指标表和网页 · Write the summary (.docx), the tables (.xlsx, .csv, .json) and a page.

    例 / example: huizong report --collection 2020 -o 报告
    """
    from pipeline.existing import open_existing
    from pipeline.results.report import write_report
    from pipeline.workspace import WrongUse
    from reports.summary import UnusableTemplate

    workspace = open_existing(Settings(), collection)
    try:
        with progress_bar():
            written = write_report(workspace, out, template)
    except UnusableTemplate as error:
        raise WrongUse(str(error)) from error
    tell_unread_quotes(collection)
    for path in written:
        console.print(f"已写入 {path}")

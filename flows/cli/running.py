"""`huizong run`: the nightly flow, now."""

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.output import (
    CollectionOption,
    Format,
    FormatOption,
    console,
    print_json,
    progress_bar,
    table,
)
from flows.settings import Settings


def run(
    collection: CollectionOption = "2020",
    inbox: Annotated[Path | None, typer.Option(help="收件文件夹 · folder with the returns")] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """立即执行夜间汇总：只处理新文件 · Run the nightly flow now; only what is new is processed.

    例 / example: huizong run --collection 2020 --inbox 收件
    """
    result = run_nightly(collection, inbox)
    if format is Format.JSON:
        print_json(result)
    else:
        show_run(result)


def run_nightly(collection: str, inbox: Path | None) -> dict[str, Any]:
    """Run the flow in this process, on the configured Prefect server or one of its own."""
    from flows.engine import prepare

    prepare(Settings().prefect_home)
    from flows.nightly import nightly

    with progress_bar():
        return nightly(collection, str(inbox) if inbox else None)


def show_run(result: dict[str, Any]) -> None:
    """The outcome of a run for people."""
    from collections import Counter

    from schemas.findings import Status

    files = result["files"]
    if not files:
        console.print("没有新的或改过的文件，什么也没有入库。Nothing new, nothing merged.")
    else:
        counts = Counter(file["status"] for file in files)
        summary = table(f"第 {result['run']} 次运行", "结果", "文件数", right=("文件数",))
        for status in Status:
            if counts[status.value]:
                summary.add_row(status.label, str(counts[status.value]))
        console.print(summary)
    totals = result["totals"]
    console.print(f"指标 {totals['computed']} 项，其中暂定 {totals['provisional']} 项。")

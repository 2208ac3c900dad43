"""`huizong run` and `huizong runs`: the nightly flow now, and the ledger of what ran."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.output import (
    CollectionOption,
    Format,
    FormatOption,
    console,
    print_json,
    progress_bar,
    table,
    warn_of_wide_folders,
)
from cli.quotes import tell_unread_quotes
from pipeline.settings import Settings


def run(
    collection: CollectionOption = "2020",
    inbox: Annotated[Path | None, typer.Option(help="收件文件夹 · folder with the returns")] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """立即执行夜间汇总：只处理新文件 · Run the nightly flow now; only what is new is processed.

    例 / example: huizong run --collection 2020 --inbox 收件
    """
    warn_of_wide_folders()
    try:
        result = run_nightly(collection, inbox)
    except Exception as error:
        if format is Format.TEXT and _others_were_done(error):
            show_standing(collection, inbox)
        raise
    if format is Format.JSON:
        print_json(result)
    else:
        show_run(result)
        show_standing(collection, inbox)


def show_standing(collection: str, inbox: Path | None) -> None:
    """Who is missing or returned, where the slips lie, what to do next."""
    from pipeline.existing import open_existing
    from pipeline.intake.collection_inbox import inbox_of
    from pipeline.results.standing import standing

    settings = Settings()
    tell_unread_quotes(collection)
    folder = inbox_of(settings, collection, inbox).folder
    for line in standing(open_existing(settings, collection)).lines(folder):
        console.print(line, soft_wrap=True)


def _others_were_done(error: Exception) -> bool:
    """Some files could not be processed; the rest of the run is done."""
    from pipeline.run.failures import NightlyFailed

    return isinstance(error, NightlyFailed) and error.cause is None


def run_nightly(collection: str, inbox: Path | None) -> dict[str, Any]:
    """Run the flow in this process, on the configured Prefect server or one of its own."""
    from flows.login import log_in
    from flows.prefect_environment import prepare
    from pipeline.folders import refuse_mixed_folders

    settings = Settings()
    refuse_mixed_folders(settings, inbox or settings.inbox_dir)
    prepare(settings.prefect_home)
    log_in(settings)
    from flows.prefect_faults import require_prefect

    require_prefect()
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


def runs(
    collection: CollectionOption = "2020",
    last: Annotated[int, typer.Option(help="最近几次 · how many", min=1)] = 20,
    format: FormatOption = Format.TEXT,
) -> None:
    """查看运行台账：谁在何时运行、结果如何 · The ledger of runs, whatever Prefect still remembers.

    例 / example: huizong runs --last 10
    """
    from pipeline.beijing import BEIJING
    from pipeline.existing import open_existing
    from schemas.findings import Status
    from warehouse.engine import reading
    from warehouse.ledger import Outcome
    from warehouse.ledger import runs as ledger

    workspace = open_existing(Settings(), collection)
    with reading(workspace.engine) as connection:
        entries = ledger(connection, collection)[:last]
    if format is Format.JSON:
        print_json([asdict(entry) for entry in entries])
        return
    listing = table(
        "运行台账", "次", "开始（北京时间）", "用时", "由谁", "结果", "文件", right=("次",)
    )
    for entry in entries:
        counts = "，".join(
            f"{status.label} {entry.counts[status.value]}"
            for status in Status
            if entry.counts.get(status.value)
        )
        took = f"{(entry.finished_at - entry.started_at).seconds} 秒" if entry.finished_at else ""
        again = f"（第 {entry.attempt} 次尝试）" if (entry.attempt or 1) > 1 else ""
        listing.add_row(
            str(entry.id),
            f"{entry.started_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}",
            took,
            f"{entry.started_by or ''}{again}",
            Outcome(entry.outcome).label if entry.outcome else "进行中",
            counts or "没有新文件",
        )
    console.print(listing)

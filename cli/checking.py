"""`huizong check`: check files without loading them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import (
    DONE,
    FINDINGS,
    CollectionOption,
    Format,
    FormatOption,
    console,
    errors,
    print_json,
    progress_bar,
    table,
)
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.workspace import Workspace
    from returns.judging.judged import JudgedFile


def check(
    files: Annotated[
        list[Path], typer.Argument(help="报表文件 · workbooks", exists=True, dir_okay=False)
    ],
    collection: CollectionOption = "2020",
    format: FormatOption = Format.TEXT,
) -> None:
    """核对报表但不入库 · Check returns without loading them.

    有逻辑校验问题时退出码为 1 · exit code 1 when there are findings of severity error.

    例 / example: huizong check 收件/曹庵镇第二小学_2020年报表.xlsx
    """
    judged, unanswered = _judge(files, collection)
    if unanswered and not judged:
        raise unanswered[0]
    if format is Format.JSON:
        print_json([_to_json(one) for one in judged])
    else:
        for one in judged:
            _show(one)
    if unanswered:  # the other files have their answer by now
        raise unanswered[0]
    failed = any(finding.severity == "error" for one in judged for finding in one.findings)
    raise typer.Exit(FINDINGS if failed else DONE)


def _judge(files: list[Path], collection: str) -> "tuple[list[JudgedFile], list[Exception]]":
    """The verdicts, and what kept files from having one."""
    from pipeline.existing import open_or_borrow

    with open_or_borrow(Settings(), collection) as workspace:
        workspace.refresh_register()
        return _judge_in(workspace, files)


def _judge_in(
    workspace: "Workspace", files: list[Path]
) -> "tuple[list[JudgedFile], list[Exception]]":
    from datetime import UTC, datetime

    from pipeline.intake.batches import judge_round, read, rounds
    from pipeline.intake.central_school_files import SharedFiles
    from pipeline.intake.inbox import collect_file
    from pipeline.workspace import WrongUse
    from returns.reading.foreign_files import NotOrdinary
    from returns.reading.reader_errors import ReaderKilled
    from schemas.file_names import readable

    now = datetime.now(UTC)
    # A file named twice is read once. A link stays one: it is told, not followed.
    paths = dict.fromkeys(path.parent.resolve() / path.name for path in files)
    incoming, passed_over = [], []
    unanswered: list[Exception] = []
    for path in paths:
        try:
            came, aside = collect_file(path, now)
        except NotOrdinary as reason:
            unanswered.append(WrongUse(f"{readable(path.name)} 是{reason.kind}，没有打开"))
        except (OSError, ReaderKilled) as error:  # it cannot be read, or is being written
            unanswered.append(error)
        else:
            incoming += came
            passed_over += aside
    if passed_over and not incoming:
        raise WrongUse(f"没有核对：{'；'.join(passed_over)}")
    for words in passed_over:
        errors.print(f"没有核对：{words}", soft_wrap=True)
    with progress_bar():
        read_in = read(workspace, incoming)
        judged = {
            id(one.file): one
            for members in rounds(read_in, workspace.register)
            for one in judge_round(workspace, [file for _, file in members])
        }
    # Not judged to the end: no verdict is better than half of one.
    unanswered += [one.broken for one in judged.values() if one.broken]
    shared = SharedFiles()
    taken = [judged[id(file)] for one, file in read_in if shared.take(one, judged[id(file)])]
    return [one for one in taken if not one.broken], unanswered


def _to_json(judged: "JudgedFile") -> dict[str, Any]:
    return {
        "file": judged.shown_name,
        "unit": judged.unit.code if judged.unit else None,
        "status": judged.status.value,
        "findings": [finding.to_json() for finding in judged.findings],
    }


def _show(judged: "JudgedFile") -> None:
    from pipeline.outbox.folders import NOBODY

    unit = judged.unit.name if judged.unit else NOBODY
    title = f"{judged.shown_name}：{unit}，{judged.status.label}"
    if not judged.findings:
        console.print(f"{title}，没有问题。")
        return
    listing = table(title, "类别", "规则", "问题和处理办法")
    for finding in judged.findings:
        listing.add_row(finding.severity.label, finding.rule, finding.message)
    console.print(listing)

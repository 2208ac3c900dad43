"""The figures that go with a run, in `reports/<collection>/`: rewritten when they change."""

from pathlib import Path

from indicators.computation import compute
from indicators.quoted_file import read_quotes
from indicators.relations import judge_relations
from pipeline.results.documents import (
    Render,
    names_of_missing,
    own_template,
    quick_renders,
    shelf_of,
    slow_renders,
)
from pipeline.results.report import gather
from pipeline.results.since_release import moved_since_release
from pipeline.results.totals import TotalsOutcome
from pipeline.run import progress
from pipeline.workspace import Workspace
from reports.report import Report
from reports.summary import UnusableTemplate
from returns.files.atomic_write import write_whole
from warehouse.engine import reading
from warehouse.releases import last_release


def refresh_pages(workspace: Workspace, totals: TotalsOutcome) -> dict[Path, OSError]:
    """Bring what lies on the shelf in line with the totals: no document there contradicts another.

    The page, the CSV and the JSON are always there. The Word document and the workbook cost seconds
    and the shares of every unit, so they are made anew where they lie already, which is where
    somebody asked for them, and by no run before that.

    What they show, and which they are, is written down last, beside their folder: whatever ended an
    earlier run, and wherever, is made good, and so is a document that was put there since. Returns
    the files that could not be written: on Windows, one that somebody has open.
    """
    shelf = shelf_of(workspace)
    note = shelf.with_name(f".{shelf.name}.digest")
    code = workspace.collection.code
    slow = {
        name: render
        for name, render in slow_renders(code, own_template(workspace)).items()
        if (shelf / name).exists()
    }
    renders = quick_renders(code) | slow
    with reading(workspace.engine) as connection:
        release = last_release(connection, code)  # what has moved depends on what was signed
    shown = "\n".join([totals.digest, f"release {release}", *sorted(renders)])
    if _text(note) == shown and all((shelf / name).exists() for name in renders):
        return {}
    report = gather(workspace) if slow else _figures_alone(workspace, totals)
    progress.stage("指标页", len(renders))
    unwritten: dict[Path, OSError] = {}
    for name, render in renders.items():
        try:
            write_whole(shelf / name, _rendered(report, name, render))
        except OSError as error:
            unwritten[shelf / name] = error
        progress.advance()
    if not unwritten:
        write_whole(note, shown.encode())
    return unwritten


def _rendered(report: Report, name: str, render: Render) -> bytes:
    try:
        return render(report)
    except UnusableTemplate:  # it named a figure that is no more: the standard wording has them all
        return slow_renders(report.collection.code)[name](report)


def _figures_alone(workspace: Workspace, totals: TotalsOutcome) -> Report:
    """What the quick documents show."""
    collection = workspace.collection
    figures = totals.figures
    if figures is None:
        with reading(workspace.engine) as connection:
            figures = tuple(compute(connection, collection, workspace.register))
    return Report(
        collection,
        figures,
        judge_relations(figures, collection),
        missing=names_of_missing(figures, workspace.register),
        since_release=moved_since_release(workspace, [one.stored for one in figures]),
        quote_troubles=read_quotes(collection.code).troubles,
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""

"""The page of figures that goes with a run, in `reports/<collection>/`: rewritten when they change."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from flows import progress
from flows.totals import TotalsOutcome
from flows.workspace import Workspace
from indicators.computation import IndicatorValue, compute
from indicators.relations import judge_relations
from reports.page import render_page
from reports.report import Report
from reports.tables import render_csv, render_json
from returns.files import write_whole
from schemas.units import Register
from warehouse.engine import reading

# What takes no time to write and goes with every run.
QUICK_RENDERS: dict[str, Callable[[Report], bytes]] = {
    "html": render_page,
    "csv": render_csv,
    "json": render_json,
}


def figures_file(collection: str, kind: str) -> str:
    """The name of the figures in one of their forms, e.g. 指标_2020.html."""
    return f"指标_{collection}.{kind}"


def refresh_pages(workspace: Workspace, totals: TotalsOutcome) -> dict[Path, OSError]:
    """Bring the page, the CSV and the JSON in line with the totals.

    What they show is written down last, beside their folder: whatever ended an earlier run, and
    wherever, is made good. The Word document and the workbook take longer and are written when asked
    for. Returns the files that could not be written: on Windows, one that somebody has open.
    """
    collection = workspace.collection
    folder = workspace.settings.reports_dir / collection.code
    shown = folder.with_name(f".{collection.code}.digest")
    renders = {
        folder / figures_file(collection.code, kind): render
        for kind, render in QUICK_RENDERS.items()
    }
    if _text(shown) == totals.digest and all(path.exists() for path in renders):
        return {}
    figures: Sequence[IndicatorValue] | None = totals.figures
    if figures is None:
        with reading(workspace.engine) as connection:
            figures = compute(connection, collection, workspace.register)
    progress.stage("指标页", len(renders))
    report = Report(
        collection,
        figures,
        judge_relations(figures, collection),
        missing=names_of_missing(figures, workspace.register),
    )
    unwritten: dict[Path, OSError] = {}
    for path, render in renders.items():
        try:
            write_whole(path, render(report))
        except OSError as error:
            unwritten[path] = error
        progress.advance()
    if not unwritten:
        write_whole(shown, totals.digest.encode())
    return unwritten


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def names_of_missing(figures: Iterable[IndicatorValue], register: Register) -> dict[str, list[str]]:
    """Indicator → the units that it waits for."""
    return {one.indicator.id: [register[code].name for code in one.missing] for one in figures}

"""The page of figures that goes with a run, in `reports/<collection>/`: rewritten when they change."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from flows import progress
from flows.files import write_whole
from flows.workspace import Workspace
from indicators.computation import IndicatorValue, compute
from indicators.relations import judge_relations
from reports.page import render_page
from reports.report import Report
from reports.tables import render_csv, render_json
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


def refresh_pages(
    workspace: Workspace, figures: Sequence[IndicatorValue] | None, *, anew: bool = False
) -> dict[Path, OSError]:
    """Write the page, the CSV and the JSON of these figures.

    `figures` is None when the totals are as they were: then they are written only where one is not
    there, or `anew`: after a run that stored its totals and ended before it had written them. The
    Word document and the workbook take longer and are written when asked for. Returns the files
    that could not be written: on Windows, one that somebody has open.
    """
    unwritten: dict[Path, OSError] = {}
    collection = workspace.collection
    folder = workspace.settings.reports_dir / collection.code
    renders = {
        figures_file(collection.code, kind): render for kind, render in QUICK_RENDERS.items()
    }
    if figures is None:
        if not anew and all((folder / name).exists() for name in renders):
            return {}
        with reading(workspace.engine) as connection:
            figures = compute(connection, collection, workspace.register)
    progress.stage("指标页", len(renders))
    report = Report(
        collection,
        figures,
        judge_relations(figures, collection),
        missing=names_of_missing(figures, workspace.register),
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in renders.items():
        try:
            write_whole(folder / name, render(report))
        except OSError as error:
            unwritten[folder / name] = error
        progress.advance()
    return unwritten


def names_of_missing(figures: Iterable[IndicatorValue], register: Register) -> dict[str, list[str]]:
    """Indicator → the units that it waits for."""
    return {one.indicator.id: [register[code].name for code in one.missing] for one in figures}

"""The page of figures that goes with a run, in `reports/<collection>/`: rewritten when they change."""

from collections.abc import Sequence

from flows import progress
from flows.workspace import Workspace
from indicators.computation import IndicatorValue, compute
from indicators.relations import judge_relations
from reports.page import render_page
from reports.report import Report
from reports.tables import render_csv, render_json
from warehouse.engine import reading


def refresh_pages(workspace: Workspace, figures: Sequence[IndicatorValue] | None) -> None:
    """Write the page, the CSV and the JSON of these figures.

    `figures` is None when the totals are as they were: then only what is not there is written. The
    Word document and the workbook take longer and are written when asked for.
    """
    collection = workspace.collection
    folder = workspace.settings.reports_dir / collection.code
    renders = {
        f"指标_{collection.code}.html": render_page,
        f"指标_{collection.code}.csv": render_csv,
        f"指标_{collection.code}.json": render_json,
    }
    if figures is None:
        if all((folder / name).exists() for name in renders):
            return
        with reading(workspace.engine) as connection:
            figures = compute(connection, collection, workspace.register)
    progress.stage("指标页", len(renders))
    register = workspace.register
    report = Report(
        collection,
        figures,
        judge_relations(figures, collection),
        missing={one.indicator.id: [register[c].name for c in one.missing] for one in figures},
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in renders.items():
        (folder / name).write_bytes(render(report))
        progress.advance()

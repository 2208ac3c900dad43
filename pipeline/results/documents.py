"""The documents that show a collection's figures: their names, what renders each, and their shelf.

The shelf is `reports/<collection>/`: what a night leaves there, and what `huizong report` may be
told to write there too.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from indicators.computation import IndicatorValue
from pipeline.results.own_template import fill_own
from pipeline.workspace import Workspace
from reports.page import render_page
from reports.report import Report
from reports.summary import render_summary
from reports.tables import render_csv, render_json
from reports.workbook import render_workbook
from returns.files.atomic_write import write_whole
from returns.files.canonical_zip import canonical
from returns.reading.foreign_files import take
from schemas.units import Register

Render = Callable[[Report], bytes]


def figures_file(collection: str, kind: str) -> str:
    """The name of the figures in one of their forms, e.g. 指标_2020.html."""
    return f"指标_{collection}.{kind}"


def quick_renders(collection: str) -> dict[str, Render]:
    """File name → what takes no time to write and goes with every run."""
    return {
        figures_file(collection, "html"): render_page,
        figures_file(collection, "csv"): render_csv,
        figures_file(collection, "json"): render_json,
    }


def slow_renders(collection: str, template: Path | None = None) -> dict[str, Render]:
    """File name → what takes seconds. `template`: a bureau's own Word template."""
    return {
        f"总结_{collection}.docx": lambda report: canonical(
            fill_own(report, template) if template else render_summary(report)
        ),
        figures_file(collection, "xlsx"): lambda report: canonical(render_workbook(report)),
    }


def shelf_of(workspace: Workspace) -> Path:
    return workspace.settings.reports_dir / workspace.collection.code


def own_template(workspace: Workspace) -> Path | None:
    """The Word template that the summary on the shelf was last written with, if it was a bureau's own."""
    kept = _kept_template(workspace)
    return kept if kept.is_file() else None


def keep_template(workspace: Workspace, folder: Path, template: Path | None) -> None:
    """After writing the summary into `folder`: on the shelf, later runs keep to its wording."""
    kept = _kept_template(workspace)
    if folder.resolve() != shelf_of(workspace).resolve() or template == kept:
        return
    if template is None:
        kept.unlink(missing_ok=True)
    else:
        write_whole(kept, take(template)[1])


def names_of_missing(figures: Iterable[IndicatorValue], register: Register) -> dict[str, list[str]]:
    """Indicator → the units that it waits for."""
    return {one.indicator.id: [register[code].name for code in one.missing] for one in figures}


def _kept_template(workspace: Workspace) -> Path:
    shelf = shelf_of(workspace)
    return shelf.with_name(f".{shelf.name}.template.docx")

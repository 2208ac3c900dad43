"""The report of a collection: gathered in one snapshot of the warehouse, rendered, written."""

from dataclasses import replace
from pathlib import Path

from indicators.computation import IndicatorValue, by_unit, compute, evaluate
from indicators.coverage import Filings
from indicators.quoted_file import read_quotes
from indicators.relations import judge_relations
from pipeline.results.documents import keep_template, names_of_missing, quick_renders, slow_renders
from pipeline.results.since_release import moved_since_release
from pipeline.run import progress
from pipeline.workspace import Workspace
from reports.report import Report, UnitShare
from returns.files.atomic_write import write_whole
from schemas.collections import COLLECTIONS, Collection
from schemas.scaled import in_units
from schemas.units import Register
from warehouse.engine import Connection, Engine, reading


def write_report(workspace: Workspace, folder: Path, template: Path | None = None) -> list[Path]:
    """Write the summary, the tables and the page into `folder`; the files written.

    The same figures give the same bytes. `template`: a bureau's own Word template; on the shelf of
    the collection, the runs that come after keep to it.
    """
    progress.stage("汇集数据", 1)
    report = gather(workspace)
    progress.advance()
    code = report.collection.code
    folder.mkdir(parents=True, exist_ok=True)
    documents = slow_renders(code, template) | quick_renders(code)
    progress.stage("生成文件", len(documents))
    written = []
    for name, render in documents.items():
        path = folder / name
        write_whole(path, render(report))
        written.append(path)
        progress.advance()
    keep_template(workspace, folder, template)
    return written


def gather(workspace: Workspace) -> Report:
    """All that the report shows, of one and the same moment."""
    report = gather_from(workspace.engine, workspace.collection, workspace.register)
    since = moved_since_release(workspace, [one.stored for one in report.values])
    return replace(report, since_release=since)


def gather_from(engine: Engine, collection: Collection, register: Register) -> Report:
    """The same from a warehouse."""
    with reading(engine) as connection:
        computed = compute(connection, collection, register)
        filings = Filings.read(connection, collection, register)
        shares = {one.indicator.id: _shares(connection, filings, register, one) for one in computed}
        last_year = _last_year(connection, collection, register)
    return Report(
        collection,
        computed,
        judge_relations(computed, collection),
        shares,
        names_of_missing(computed, register),
        last_year,
        quote_troubles=read_quotes(collection.code).troubles,
    )


def _shares(
    connection: Connection, filings: Filings, register: Register, one: IndicatorValue
) -> list[UnitShare]:
    """What each unit adds; of several quotients, to the one that is the value."""
    if one.numerator is None:
        return []
    measure = one.indicator.measure
    chosen = 0
    if len(measure.quotients) > 1:
        chosen = evaluate(connection, filings, measure, one.coverage).ordinal
    amounts = by_unit(connection, filings, measure)
    named: dict[str, UnitShare] = {}
    for (ordinal, code), (numerator, denominator) in amounts.items():
        if ordinal == chosen:
            unit = register[code].name if code in register else code
            below = (
                None if denominator is None else in_units(denominator, measure.denominator_scale)
            )
            named[code] = UnitShare(unit, in_units(numerator, measure.scale), below)
    return [named[unit.code] for unit in register if unit.code in named] + [
        share for code, share in named.items() if code not in register
    ]


def _last_year(
    connection: Connection, collection: Collection, register: Register
) -> dict[str, str]:
    """The figures of the collection a year before, as shown; nothing where none was declared."""
    year = collection.year - 1
    earlier = next((c for c in COLLECTIONS.values() if c.year == year), None)
    if earlier is None:
        return {}
    computed = compute(connection, earlier, register)
    return {one.indicator.id: one.text for one in computed if one.value is not None}

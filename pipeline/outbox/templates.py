"""The right template beside the slip of a unit that was told to use it.

Only for such units, and only with the forms that they are to fill in anew: a template takes longer
to write than a return to check. Like a slip, it goes away when nothing calls for it any more.
"""

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from pipeline.outbox.folders import unit_folder
from pipeline.outbox.last_year import last_year
from pipeline.run import progress
from pipeline.workspace import Workspace
from returns.workbooks.template import owed_forms, write_template
from schemas.file_names import template_name
from schemas.rules import RULES
from schemas.units import Unit
from warehouse.engine import reading
from warehouse.findings import open_findings

# The rules whose words name the template.
NAMING_THE_TEMPLATE = frozenset(rule.id for rule in RULES.values() if "template" in rule.spoken)


def template_path(workspace: Workspace, unit: Unit) -> Path:
    """Where the template of a unit lies, by the name that findings call it."""
    name = template_name(unit.name, workspace.collection.code)
    return unit_folder(workspace.outbox, unit) / name


def refresh_templates(workspace: Workspace, units: Collection[str] | None) -> dict[Path, OSError]:
    """Bring the templates of some units (codes; None: of all) in line with the findings open now.

    Returns those that could not be written or removed: on Windows, one that somebody has open.
    """
    unwritten: dict[Path, OSError] = {}
    due = _due(workspace)
    everyones = f"*/*{template_name('', workspace.collection.code)}"
    for path in workspace.outbox.glob(everyones):
        if path not in due:
            try:
                path.unlink()
            except OSError as error:
                unwritten[path] = error
    to_write = {
        path: (code, forms)
        for path, (code, forms) in due.items()
        if units is None or code in units or not path.exists()
    }
    progress.stage("空白模板", len(to_write))
    histories = last_year(workspace, [code for code, _ in to_write.values()]) if to_write else {}
    for path, (code, forms) in to_write.items():
        unit = workspace.register[code]
        try:
            write_template(path, unit, workspace.collection, forms, histories.get(code, {}))
        except OSError as error:
            unwritten[path] = error
        progress.advance()
    return unwritten


def _due(workspace: Workspace) -> dict[Path, tuple[str, list[str]]]:
    """Path of a template that is due → code of its unit, codes of its forms."""
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, workspace.collection.code)
    named: dict[str, set[str]] = defaultdict(set)
    for one in raised:
        if one.unit_code and one.finding.rule in NAMING_THE_TEMPLATE:
            named[one.unit_code].add(one.finding.form)
    due: dict[Path, tuple[str, list[str]]] = {}
    for code, forms in named.items():
        unit = workspace.register[code]
        owed = owed_forms(unit, workspace.collection)
        # A finding of no form is about the whole file.
        wanted = owed if "" in forms else [form for form in owed if form in forms]
        if wanted:
            due[template_path(workspace, unit)] = (code, wanted)
    return due

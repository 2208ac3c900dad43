"""Who or what started a run, and under which versions, for our own ledger."""

import getpass
from contextlib import suppress
from importlib import metadata

from prefect.runtime import deployment, flow_run

from flows.schedules import BY_SCHEDULE
from pipeline.intake.inbox import code_version
from pipeline.results.totals import definitions_version
from pipeline.workspace import Workspace
from schemas.rules import rules_version
from warehouse.ledger import Starter
from warehouse.register import digest


def started_by() -> Starter:
    """The deployment (and whether its schedule began it), or the user of this machine's account."""
    run_id = flow_run.get_id()
    attempt = flow_run.get_run_count() or 1
    if deployment.get_id():
        by = "定时" if BY_SCHEDULE in (flow_run.get_tags() or ()) else "人工"
        name = f"部署 {deployment.get_name()}（{by}）"
    else:
        user = ""
        with suppress(OSError, KeyError, ImportError):
            user = getpass.getuser()
        name = f"命令行 {user}".strip()
    return Starter(name, str(run_id) if run_id else None, attempt)


def versions(workspace: Workspace) -> dict[str, str]:
    """What a run's results rest on: the program, what judges, the layout of the forms, the register."""
    collection = workspace.collection
    return {
        "huizong": _program(),
        "code": code_version(),
        "rules": rules_version(collection),
        "edition": collection.edition.code,
        "register": digest(workspace.register)[:16],
        "definitions": definitions_version()[:16],
    }


def _program() -> str:
    try:
        return metadata.version("huizong")
    except metadata.PackageNotFoundError:  # run from its source tree
        return "source"

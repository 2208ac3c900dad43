"""Who or what started a run, for our own ledger."""

import getpass
from contextlib import suppress

from prefect.runtime import deployment, flow_run

from flows.schedules import BY_SCHEDULE
from warehouse.ledger import Starter


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

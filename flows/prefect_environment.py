"""Prefect's surroundings, set before prefect is imported: home, telemetry, quiet console.

Everything is a default: an operator's own PREFECT_* variables win.
"""

import os
from pathlib import Path

from flows.loopback import bypass_proxies


def prepare(home: Path) -> None:
    """Point Prefect at a home of its own, with telemetry off and a server of its own if none is set."""
    home.mkdir(parents=True, exist_ok=True)
    bypass_proxies()
    defaults = {
        "PREFECT_HOME": str(home.resolve()),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",
        # No page of another origin reads or changes anything, though it may run in a browser here.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
        # A run's slot survives a restart of the server, and what died gives its slot back.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        # Logs and artifacts leave with their runs, also what an older version left behind.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
        # Often enough to tell a run that is at work from one that died (flows/dead_runs.py).
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # The terminal has a progress bar and a summary, and a failure is told there in one line;
        # the full log, tracebacks and all, goes to the run in the UI.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        # Events that a lost server does not take are told there one by one, with all that they hold.
        "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
        # A task run's state says that it is finished; a log line more for each only costs time.
        "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)

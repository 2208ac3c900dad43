"""Prefect's surroundings, set before prefect is imported: home, telemetry, quiet console.

Everything is a default: an operator's own PREFECT_* variables win.
"""

import os
from pathlib import Path


def prepare(home: Path) -> None:
    """Point Prefect at a home of its own, with telemetry off and a server of its own if none is set."""
    home.mkdir(parents=True, exist_ok=True)
    defaults = {
        "PREFECT_HOME": str(home.resolve()),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
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

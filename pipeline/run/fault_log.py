"""Where failures arose, for the maintainer: logs/faults.log, places in the code and never values."""

from datetime import UTC, datetime

from pipeline.run.faults import frames_of
from pipeline.settings import Settings


def write_places(error: Exception, of_what: str) -> bool:
    """Add the way to an exception to the log; whether that was possible."""
    try:
        path = Settings().data_dir / "logs" / "faults.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {of_what}"
            file.write("\n".join([head, *frames_of(error), "", ""]))
    except Exception:  # a full disk, settings that cannot be read: told already, or being told
        return False
    return True

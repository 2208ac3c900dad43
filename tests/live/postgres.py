"""A whole PostgreSQL server of the machine's own, for Prefect's database.

The embedded one of the other tests lacks pg_trgm, an extension that Prefect needs.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, text
from sqlalchemy.exc import OperationalError

from warehouse.engine import connect


def programs() -> Path | None:
    """The folder of a server that has pg_trgm, the newest; None where there is none."""
    for initdb in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        version = initdb.parent.parent.name
        if Path(f"/usr/share/postgresql/{version}/extension/pg_trgm.control").exists():
            return initdb.parent
    return None


@contextmanager
def running(folder: Path) -> Iterator[URL]:
    """A server with its data in a folder of its own, on a socket only; its address."""
    # PostgreSQL refuses to run as root.
    user = {"user": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with TemporaryDirectory(prefix="huizong-pg-") as home:
        if user:
            shutil.chown(home, "postgres")
        data = Path(home) / "data"
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "huizong", "-A", "trust", "-E", "UTF8"],
            check=True, capture_output=True, cwd=home, **user,
        )  # fmt: skip
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"]
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", home, *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home, **user,
        )  # fmt: skip
        url = URL.create("postgresql", "huizong", database="postgres", query={"host": home})
        try:
            _wait_for(url)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # fast: it does not wait for those connected
            server.wait(60)


def _wait_for(url: URL) -> None:
    give_up = time.monotonic() + 60
    while True:
        engine = connect(url)
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
            return
        except OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
        finally:
            engine.dispose()

"""The pages of figures on loopback, for the pilot."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.prefect_server import LOOPBACK, refuse_taken


@contextmanager
def page_server(folder: Path, port: int) -> Iterator[str]:
    """The pages of figures on loopback for the length of the block; their address.

    Raises PortTaken.
    """
    refuse_taken(port, "--pages-port")
    folder.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
    threading.Thread(target=server.serve_forever, name="pages", daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what was looked at is nobody's business."""

"""Prefect's server behind our wall: `python -m flows.guarded_server --port 4200`, with a login set.

Prefect asks for the login itself. What it does not ask is who sent the request: see `flows.guard`.
"""

import argparse
from collections.abc import Sequence

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings

from flows.guard import Guard, policy


class NoLogin(RuntimeError):
    """A server that asks for no login is never started."""


def run(host: str, port: int, addresses: Sequence[str]) -> None:
    """Serve until the process is ended. `addresses`: what people and workers call it by.

    Raises NoLogin where PREFECT_SERVER_API_AUTH_STRING says nothing.
    """
    settings = get_current_settings().server
    if settings.api.auth_string is None:
        raise NoLogin("PREFECT_SERVER_API_AUTH_STRING is not set")
    uvicorn.run(
        Guard(create_app(final=True), addresses, _policy(addresses)),
        host=host,
        port=port,
        timeout_keep_alive=settings.api.keepalive_timeout,
        ws_ping_interval=settings.api.websocket_ping_interval,
        ws_ping_timeout=settings.api.websocket_ping_timeout,
        log_level=settings.logging_level.lower(),
        server_header=False,
    )


def _policy(addresses: Sequence[str]) -> str:
    """What Prefect's pages need, and nothing from outside: no picture, no host of the internet."""
    sockets = " ".join(one.replace("http", "ws", 1) for one in addresses)
    return policy(
        {
            "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data: blob:",
            "font-src": "'self' data:",
            "connect-src": f"'self' {sockets}",
            "worker-src": "'self' blob:",
            "manifest-src": "'self'",
        }
    )


def main() -> None:
    """For `huizong serve`, which starts it as a process of its own."""
    arguments = argparse.ArgumentParser(prog="python -m flows.guarded_server")
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--port", type=int, default=4200)
    arguments.add_argument("--address", action="append", required=True)
    given = arguments.parse_args()
    run(given.host, given.port, given.address)


if __name__ == "__main__":
    main()

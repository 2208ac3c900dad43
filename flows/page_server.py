"""The pages of figures on loopback, for the pilot: what lies there by its name, to who knows the login."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from flows.guard import Guard, policy
from flows.prefect_server import LOOPBACK, refuse_taken
from pipeline.results.documents import figures_file
from reports.page import script_sources
from schemas.collections import COLLECTIONS


@contextmanager
def page_server(folder: Path, port: int, login: str) -> Iterator[str]:
    """The pages of figures on loopback for the length of the block; their address.

    `login`: "user:word". Raises PortTaken.
    """
    refuse_taken(port, "--pages-port")
    folder.mkdir(parents=True, exist_ok=True)
    address = f"http://{LOOPBACK}:{port}"
    allowed = {
        "script-src": f"'self' {' '.join(script_sources())}",
        "style-src": "'unsafe-inline'",
        "img-src": "'self'",
    }
    server = uvicorn.Server(
        uvicorn.Config(
            Guard(_pages(folder), [address], policy(allowed), login),
            log_config=None,  # what was looked at is nobody's business
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )
    listening = socket.create_server((LOOPBACK, port))
    serving = server.serve(sockets=[listening])
    thread = threading.Thread(target=asyncio.run, args=(serving,), name="pages", daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def _pages(folder: Path) -> Starlette:
    def contents(_: Request) -> Response:
        return HTMLResponse(_contents(folder))

    return Starlette(routes=[Route("/", contents), Mount("/", _Files(directory=folder))])


def _contents(folder: Path) -> str:
    """The figures of each collection that has some: nothing else is listed."""
    pages = {code: f"{code}/{figures_file(code, 'html')}" for code in COLLECTIONS}
    links = "".join(
        f'<li><a href="/{quote(path)}">{escape(COLLECTIONS[code].title)}</a></li>'
        for code, path in pages.items()
        if (folder / path).is_file()
    )
    body = f"<ul>{links}</ul>" if links else "<p>还没有指标页，第一次汇总之后就有。</p>"
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>指标页</title></head>'
        f"<body><h1>指标页</h1>{body}</body></html>"
    )


class _Files(StaticFiles):
    """Files by their names: no listing, no link out of the folder, and nothing that is hidden."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if any(part.startswith(".") for part in PurePosixPath(path.replace("\\", "/")).parts):
            raise HTTPException(404)
        return await super().get_response(path, scope)

    def lookup_path(self, path: str) -> tuple[str, Any]:
        try:
            return super().lookup_path(path)
        except ValueError:  # a null byte in a name
            return "", None

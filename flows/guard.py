"""The wall around what we serve over HTTP: our own address, our own pages, a login, headers.

A web page that the operator has open elsewhere can send requests to this machine, and with a name
that it points here (DNS rebinding) it even reads the answers. A browser tells the truth about both:
the Host that it asked for and the Origin that asks. Whoever is no browser has to know the login.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from flows import loopback

_PORTS = {"http": 80, "https": 443}
_POLICY_VIOLATION = 1008  # of the web socket protocol
_OF_OURS = frozenset({"same-origin", "none"})  # none: typed by a person, or no browser
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """An ASGI application that lets through only what was meant for it.

    `addresses`: as people type them, "http://127.0.0.1:4200", the one to send them to first.
    `policy`: the Content-Security-Policy of every answer. `login`: "user:word" that HTTP Basic has to
    give; without one the application behind asks for itself. A request for another name is answered
    with 421, one from another page with 403, a missing login with 401; loopback by another of its
    names is sent on to the first address.
    """

    def __init__(
        self, app: ASGIApp, addresses: Sequence[str], policy: str, login: str | None = None
    ) -> None:
        self._app = app
        self._address = addresses[0].rstrip("/")
        self._hosts = frozenset(_host(one) for one in addresses)
        self._origins = frozenset(_origin(one) for one in addresses)
        self._headers = {**_HEADERS, "Content-Security-Policy": policy}
        self._login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the application, or let it answer."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        answer = self._answer(scope)
        if answer is not None and scope["type"] == "websocket":
            await WebSocketClose(_POLICY_VIOLATION)(scope, receive, send)
        else:
            await (answer or self._app)(scope, receive, self._with_headers(send))

    def _answer(self, scope: Scope) -> Response | None:
        """What is answered in the application's place; None where it may answer itself."""
        headers = Headers(scope=scope)
        if _with_port(headers.get("host", "").lower(), scope) not in self._hosts:
            if _is_read(scope) and self._is_loopback_by_another_name(headers.get("host", "")):
                query = scope["query_string"].decode("latin-1")
                path = scope["raw_path"].decode("latin-1")
                return RedirectResponse(f"{self._address}{path}{f'?{query}' if query else ''}")
            return PlainTextResponse(f"请打开 {self._address}", 421)
        if not self._is_of_ours(headers):
            return PlainTextResponse("请求来自别的网页，已拒绝", 403)
        if self._login is not None and not _knows(headers.get("authorization", ""), self._login):
            asking = {"WWW-Authenticate": 'Basic realm="huizong", charset="UTF-8"'}
            return PlainTextResponse("请登录", 401, asking)
        return None

    def _is_loopback_by_another_name(self, host: str) -> bool:
        try:
            asked, own = urlsplit(f"//{host}"), urlsplit(self._address)
            both = {asked.hostname, own.hostname} <= set(loopback.HOSTS)
            return both and asked.port == own.port
        except ValueError:
            return False

    def _is_of_ours(self, headers: Headers) -> bool:
        """Whether a page of ours asks, or a person, or no browser at all.

        A link that is clicked elsewhere leads here, too: it carries nothing and reads nothing.
        """
        origin = headers.get("origin")
        if origin is not None:
            return origin.lower() in self._origins
        if headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") in (
            None,
            "document",
        ):
            return True
        return headers.get("sec-fetch-site", "none") in _OF_OURS

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return sending


def policy(directives: Mapping[str, str]) -> str:
    """A Content-Security-Policy in which nothing else is allowed, frames and forms neither."""
    closed = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    closed["frame-ancestors"] = "'none'"
    return "; ".join(f"{name} {allowed}" for name, allowed in (closed | dict(directives)).items())


def _is_read(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def _host(address: str) -> str:
    parts = urlsplit(address.lower())
    return f"{_bracketed(parts.hostname or '')}:{parts.port or _PORTS[parts.scheme]}"


def _with_port(host: str, scope: Scope) -> str:
    """A Host with its port, which browsers leave out where it is the scheme's own."""
    port = ":" in host.rpartition("]")[2]
    scheme = scope.get("scheme", "http").replace("ws", "http")
    return host if port else f"{host}:{_PORTS.get(scheme, 80)}"


def _origin(address: str) -> str:
    """An address as browsers name it among the origins."""
    parts = urlsplit(address.lower())
    own = parts.port in (None, _PORTS[parts.scheme])
    return f"{parts.scheme}://{_bracketed(parts.hostname or '')}{'' if own else f':{parts.port}'}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _knows(authorization: str, login: str) -> bool:
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        decoded = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(decoded, login.encode())

"""Faults of Prefect's server, told apart from ours; and the server looked at before a run begins.

Prefect's own words are "PrefectHTTPStatusError" or nothing at all for two minutes. Nothing here
loads prefect before it is wanted: an exception of its client can only be met where it is loaded.
"""

import os
import sqlite3
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows import loopback
from pipeline.run.database_faults import is_full
from pipeline.run.fault_kinds import Fault, FaultKind, Told
from pipeline.settings import Settings

_PATIENCE = 5.0  # seconds for a server that is there to say so
_LOOK_AT_MOST = 2.0  # seconds of looking for damage
_FORM = "应为 http://服务器:4200/api"
_LOGIN = "服务要求登录：用 PREFECT_API_AUTH_STRING 给出“用户名:口令”，与服务的 PREFECT_SERVER_API_AUTH_STRING 相同"


class PrefectTrouble(Told):
    """What is wrong with Prefect's server or with how it is reached."""


def require_prefect() -> None:
    """Look whether the configured server answers, or the database of a server of our own is sound.

    Call after `flows.prefect_environment.prepare`. Raises PrefectTrouble within seconds, where Prefect itself
    would try for minutes (a dead address, a damaged database).
    """
    named = os.environ.get("PREFECT_API_URL")
    if named:  # before prefect is loaded, which takes longer than this
        _ask(named, "health")
    try:
        from prefect.settings import get_current_settings

        api = get_current_settings().api
    except ValueError as error:  # of pydantic, also as Prefect wraps it
        names = {str(part) for one in _errors(error) for part in one["loc"]}
        words = f"PREFECT_* 变量或 prefect.toml 写法不对（{'、'.join(sorted(names))}）"
        raise PrefectTrouble(Fault(FaultKind.PREFECT_SETTINGS, words)) from None
    if api.url:
        require_server(str(api.url), api.auth_string.get_secret_value() if api.auth_string else "")
    elif fault := _of_its_database():
        raise PrefectTrouble(fault)


def require_prefect_to_serve() -> None:
    """The same before `huizong serve`, which must set Prefect's address before prefect is loaded."""
    address = os.environ.get("PREFECT_API_URL")
    if address:
        require_server(address, os.environ.get("PREFECT_API_AUTH_STRING", ""))
    elif fault := _of_its_database():
        raise PrefectTrouble(fault)


def require_server(address: str, login: str = "") -> None:
    """Look whether a Prefect server of ours answers at an address. Raises PrefectTrouble."""
    answer = _ask(address, "admin/version", login)
    if answer.status_code in (401, 403):
        raise _wrong(_LOGIN)
    if answer.status_code >= 500:
        raise PrefectTrouble(_of_an_error_inside(answer.status_code, address))
    version = _version_in(answer)
    if version is None:
        where = _without_login(address)
        raise _wrong(f"{where} 上不是 Prefect 服务，PREFECT_API_URL {_FORM}")
    import prefect

    if version.split(".")[0] != prefect.__version__.split(".")[0]:
        raise _wrong(f"服务的版本是 {version}，这里是 {prefect.__version__}，请用同一版本")


def _ask(address: str, path: str, login: str = "") -> Any:
    """A server's answer. Raises PrefectTrouble where nobody answers."""
    import httpx

    where = _without_login(address)
    user, _, word = login.partition(":")
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return httpx.get(
                f"{address.rstrip('/')}/{path}",
                auth=(user, word) if login else None,
                timeout=_PATIENCE,
            )
    except httpx.TransportError as error:
        raise PrefectTrouble(_of_a_lost_connection(error, where)) from error
    except (httpx.InvalidURL, ValueError):  # a port that is none, brackets without an end
        pass
    raise _wrong(f"PREFECT_API_URL 写法不对（{where}），{_FORM}")


def fault_of_prefect(error: BaseException) -> Fault | None:
    """What kind of fault of Prefect's server an exception tells of; None if of none."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, PrefectTrouble):
            return seen.fault
        if fault := _of_its_client(seen):
            return fault
        seen = seen.__cause__  # Prefect wraps some, saying "Failed to reach API"
    if isinstance(error, RuntimeError) and "ephemeral Prefect API server" in str(error):
        return _of_its_database() or Fault(FaultKind.SERVICE, _log())
    return None


def _of_its_client(error: BaseException) -> Fault | None:
    httpx = sys.modules.get("httpx")
    if httpx is None:
        return None
    if isinstance(error, httpx.HTTPStatusError):
        code = error.response.status_code
        if code in (401, 403):
            return Fault(FaultKind.PREFECT_SETTINGS, _LOGIN)
        return _of_an_error_inside(code, str(error.request.url))
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Fault(
            FaultKind.PREFECT_SETTINGS, "PREFECT_API_URL 写法不对，应为 http://服务器:4200/api"
        )
    if isinstance(error, httpx.TransportError):
        address = ""
        with suppress(RuntimeError):  # it was not asked for anything yet
            url = error.request.url
            address = f"{url.scheme}://{url.netloc.decode()}"
        return _of_a_lost_connection(error, _without_login(address))
    return None


def _of_a_lost_connection(error: BaseException, where: str) -> Fault:
    reason = "没有应答" if "Timeout" in type(error).__name__ else str(error).partition("\n")[0]
    return Fault(FaultKind.PREFECT_AWAY, f"{where}（{reason or type(error).__name__}）")


def _of_an_error_inside(code: int, address: str) -> Fault:
    """A server that answers, and cannot: on this machine its disk and database can be looked at."""
    if urlsplit(address).hostname in loopback.HOSTS and (fault := _of_its_database()):
        return fault
    return Fault(FaultKind.PREFECT_BROKEN, "，".join(p for p in (f"HTTP {code}", _log()) if p))


def _of_its_database() -> Fault | None:
    """Whether Prefect's database on this machine has no room, or is damaged."""
    database = _database()
    if database is None:
        return None
    if is_full(database.parent):
        return Fault(FaultKind.DISK_FULL, f"Prefect 的数据库所在的磁盘（{database.parent}）")
    return Fault(FaultKind.PREFECT_DAMAGED, str(database)) if is_damaged(database) else None


def is_damaged(database: Path) -> bool:
    """Whether a SQLite file is seen to be damaged, after a short look; a missing one is not."""
    if not database.is_file():
        return False
    give_up = time.monotonic() + _LOOK_AT_MOST
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            opened.set_progress_handler(lambda: time.monotonic() > give_up, 10_000)
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (found,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return bool(found != "ok")


def _database() -> Path | None:
    """The SQLite file of Prefect's server on this machine; None where it has another database."""
    url = os.environ.get("PREFECT_API_DATABASE_CONNECTION_URL") or os.environ.get(
        "PREFECT_SERVER_DATABASE_CONNECTION_URL"
    )
    if url:
        scheme, _, path = url.partition(":///")
        return Path(path.partition("?")[0]) if scheme.startswith("sqlite") and path else None
    with suppress(ValueError):
        return Path(os.environ.get("PREFECT_HOME") or Settings().prefect_home) / "prefect.db"
    return None


def _log() -> str:
    """Where the log of a server under `huizong serve` lies, where there is one."""
    with suppress(ValueError):
        log = Settings().data_dir / "logs" / "prefect-server.log"
        return f"日志在 {log}" if log.is_file() else ""
    return ""


def _wrong(words: str) -> PrefectTrouble:
    return PrefectTrouble(Fault(FaultKind.PREFECT_SETTINGS, words))


def _version_in(answer: Any) -> str | None:
    """What a server says of its version, where it is Prefect's."""
    with suppress(ValueError):
        said = answer.json()
        if answer.status_code == 200 and isinstance(said, str) and said[:1].isdigit():
            return said
    return None


def _errors(error: ValueError) -> list[dict[str, Any]]:
    errors: Any = getattr(error, "errors", None)
    return list(errors()) if callable(errors) else []


def _without_login(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"

"""Dumps of a PostgreSQL warehouse, made, looked through and brought back by PostgreSQL's own programs."""

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from pipeline.beijing import BEIJING
from pipeline.workspace import WrongUse
from warehouse.engine import URL, connect
from warehouse.set_aside import put_back, set_aside

_HEAD = b"PGDMP"  # what a dump in the custom format begins with
_ASIDE = "before_restore_"  # schemas in which restores keep what stood there


class CopyFailed(RuntimeError):
    """A program of PostgreSQL's did not do its work; the message is its own first line."""


def dump(url: URL, draft: Path) -> None:
    """Write a dump and look it through to its end. Raises WrongUse without pg_dump, CopyFailed."""
    what = ("--format=custom", f"--exclude-schema={_ASIDE}*", f"--file={draft}")
    _run("pg_dump", _on(url), *what, password=url.password)
    _read_through(draft)


def refuse_damaged(copy: Path) -> None:
    """Raises WrongUse for what is no dump, or not a whole one."""
    with copy.open("rb") as file:
        head = file.read(len(_HEAD))
    tool("pg_restore")
    try:
        if head == _HEAD:
            _read_through(copy)
            return
    except CopyFailed:
        pass
    raise WrongUse(f"{copy.name} 不是 pg_dump 的备份，或已损坏")


def bring_back(url: URL, copy: Path, now: datetime) -> str:
    """Put a dump in the place of the database; the schema in which what stood there is kept.

    What stood there is moved aside as a whole, also tables of a newer version that the dump knows
    nothing of. Where the dump does not come in, to its end, it is moved back.
    """
    aside = f"{_ASIDE}{now.astimezone(BEIJING):%Y%m%d_%H%M%S}"
    engine = connect(url)
    try:
        set_aside(engine, aside)
        how = ("--no-owner", "--single-transaction", "--exit-on-error")
        try:
            _run("pg_restore", _on(url), *how, str(copy), password=url.password)
        except BaseException:
            put_back(engine, aside)
            raise
    finally:
        engine.dispose()
    return aside


def rows_in(copy: Path, table: str) -> list[dict[str, str]]:
    """The rows of a small table in a dump, as texts; none where it has no such table."""
    said = _run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(copy))
    rows: list[dict[str, str]] = []
    columns: list[str] = []
    for line in said.splitlines():
        if line.startswith(f"COPY public.{table} ("):
            listed = line.partition("(")[2].partition(")")[0]
            columns = [name.strip().strip('"') for name in listed.split(",")]
        elif line == "\\.":
            columns = []
        elif columns:
            rows.append(dict(zip(columns, line.split("\t"), strict=True)))
    return rows


def tool(program: str) -> str:
    """Where a program of PostgreSQL's lies. Raises WrongUse."""
    found = shutil.which(program)
    if found is None:
        raise WrongUse(f"找不到 {program}；请安装 PostgreSQL 客户端，或由数据库管理员备份和恢复")
    return found


def _read_through(copy: Path) -> None:
    """The list at its front may be whole and the rest cut off, so all of it is unpacked."""
    _run("pg_restore", f"--file={os.devnull}", str(copy))


def _on(url: URL) -> str:
    address = url.set(drivername="postgresql", password=None)
    return f"--dbname={address.render_as_string()}"


def _run(program: str, *arguments: str, password: str | None = None) -> str:
    """What a tool of PostgreSQL says. The password goes by the environment."""
    secret = {"PGPASSWORD": password} if password else {}
    done = subprocess.run(
        [tool(program), *arguments], env={**os.environ, **secret}, capture_output=True, check=False
    )
    if done.returncode:  # only the first line: those below it may quote a row
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise CopyFailed(said or f"{program} 以 {done.returncode} 结束")
    return done.stdout.decode("utf-8", "replace")

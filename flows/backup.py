"""Backups of warehouse and archive. The key is not among them: whoever has both has the names."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from flows.settings import Settings
from flows.workspace import WrongUse

_DATABASE = "warehouse_{:%Y%m%d_%H%M%S}"


def back_up(settings: Settings, now: datetime, folder: Path | None = None) -> Path:
    """Copy the warehouse as it is at this moment, and what the archive has gained; the copy's path.

    SQLite through its own online backup; PostgreSQL through pg_dump. Raises WrongUse where pg_dump
    is not to be found, and OSError or CalledProcessError for technical faults.
    """
    target = folder or settings.backup_dir
    target.mkdir(parents=True, exist_ok=True)
    url = make_url(settings.url)
    name = _DATABASE.format(now)
    if url.get_backend_name() == "sqlite":
        copy = target / f"{name}.db"
        with (
            closing(sqlite3.connect(str(url.database))) as source,
            closing(sqlite3.connect(copy)) as into,
        ):
            source.backup(into)
    else:
        program = shutil.which("pg_dump")
        if program is None:
            raise WrongUse(
                "找不到 pg_dump，无法备份 PostgreSQL；请安装数据库客户端，或由数据库管理员备份"
            )
        copy = target / f"{name}.dump"
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run([program, "--format=custom", f"--file={copy}", address], check=True)
    _copy_new(settings.archive_dir, target / "archive")
    return copy


def _copy_new(source: Path, target: Path) -> None:
    """Files of the archive are named by content and never change: only new ones are copied."""
    if not source.is_dir():
        return
    for path in source.rglob("*"):
        copy = target / path.relative_to(source)
        if path.is_file() and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)

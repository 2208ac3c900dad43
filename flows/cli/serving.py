"""`huizong serve` and `huizong backup`."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import console
from flows.settings import Settings


def serve(
    port: Annotated[int, typer.Option(help="Prefect 网页的端口 · port of Prefect's pages")] = 4200,
    pages_port: Annotated[int, typer.Option(help="指标页的端口 · port of the figures")] = 4201,
) -> None:
    """试点用：一个进程里运行 Prefect 服务、网页和定时计划 · Server, pages and schedule in one process.

    例 / example: huizong serve --port 4200
    """
    from flows.engine import prepare
    from flows.serving import LOOPBACK
    from flows.serving import serve as serve_until_stopped

    settings = Settings()
    prepare(settings.prefect_home)
    console.print(f"Prefect 网页：http://{LOOPBACK}:{port}　指标页：http://{LOOPBACK}:{pages_port}")
    console.print("首次启动约需一分钟。按 Ctrl+C 停止。")
    serve_until_stopped(settings, port, pages_port)


def backup(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="备份到的文件夹 · folder for the copy")
    ] = None,
) -> None:
    """备份数据库和原件，不含密钥 · Back up warehouse and archive; the key is not among them.

    例 / example: huizong backup -o 备份
    """
    from datetime import UTC, datetime

    from flows.backup import back_up

    copy = back_up(Settings(), datetime.now(UTC), out)
    console.print(f"已备份到 {copy}；密钥文件请另行保管。")

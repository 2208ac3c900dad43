"""`huizong serve` and `huizong notify`."""

import functools
import os
from typing import Annotated

import typer

from flows.cli.output import console
from flows.settings import Settings


def serve(
    port: Annotated[
        int, typer.Option(help="Prefect 网页的端口 · port of Prefect's pages", min=1, max=65535)
    ] = 4200,
    pages_port: Annotated[
        int, typer.Option(help="指标页的端口 · port of the figures", min=1, max=65535)
    ] = 4201,
) -> None:
    """试点用：一个进程里运行 Prefect 服务、网页和定时计划 · Server, pages and schedule in one process.

    例 / example: huizong serve --port 4200
    """
    from flows.engine import prepare
    from flows.folders import refuse_mixed_folders
    from flows.prefect_faults import require_prefect_to_serve
    from flows.prefect_server import api_address

    settings = Settings()
    refuse_mixed_folders(settings, settings.inbox_dir)
    prepare(settings.prefect_home)
    require_prefect_to_serve()
    has_own_server = not os.environ.get("PREFECT_API_URL")
    if has_own_server:
        os.environ["PREFECT_API_URL"] = api_address(port)
    # Prefect reads its settings when it is imported, so only now.
    from flows.serving import serve as serve_until_stopped

    console.print("正在启动，首次约需一分钟。按 Ctrl+C 停止。")
    say = functools.partial(console.print, soft_wrap=True)
    serve_until_stopped(settings, port, pages_port, has_own_server, say)


def notify() -> None:
    """发一条试验通知，检查 HUIZONG_NOTIFY 指定的通道 · Send a test message through the block.

    例 / example: huizong notify
    """
    from flows.engine import prepare

    settings = Settings()
    prepare(settings.prefect_home)
    from flows.prefect_faults import require_prefect

    require_prefect()
    from flows.notifying import send
    from flows.workspace import WrongUse

    if not settings.notify:
        raise WrongUse(
            "没有设置通知：请在 Prefect 网页的 Blocks 中建一个通知，"
            "再用 HUIZONG_NOTIFY 指明，例如 custom-webhook/huizong"
        )
    send(settings.notify, "汇总：试验通知", "收到这一条，说明失败和逾期退回的通知能够送达。")
    console.print(f"已通过 {settings.notify} 发出。")

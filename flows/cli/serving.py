"""`huizong serve` and `huizong notify`."""

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
    from flows.prefect_faults import require_prefect_to_serve
    from flows.serving import LOOPBACK
    from flows.serving import serve as serve_until_stopped

    settings = Settings()
    prepare(settings.prefect_home)
    require_prefect_to_serve()
    console.print(f"Prefect 网页：http://{LOOPBACK}:{port}　指标页：http://{LOOPBACK}:{pages_port}")
    console.print("首次启动约需一分钟。按 Ctrl+C 停止。")
    serve_until_stopped(settings, port, pages_port)


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

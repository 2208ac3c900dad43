"""`huizong serve` and `huizong notify`."""

import functools
import os
from typing import Annotated

import typer

from cli.output import console
from pipeline.settings import Settings


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
    from flows.login import log_in, login_of, use
    from flows.prefect_environment import prepare
    from flows.prefect_faults import require_prefect_to_serve
    from flows.prefect_server import api_address
    from pipeline.folders import refuse_mixed_folders

    settings = Settings()
    refuse_mixed_folders(settings, settings.inbox_dir)
    prepare(settings.prefect_home)
    login = login_of(settings)
    has_own_server = not os.environ.get("PREFECT_API_URL")
    if has_own_server:
        use(login)
    else:  # the login of our pages is no business of a server elsewhere
        log_in(settings)
    require_prefect_to_serve()
    if has_own_server:
        os.environ["PREFECT_API_URL"] = api_address(port)
    # Prefect reads its settings when it is imported, so only now.
    from flows.serving import Service
    from flows.serving import serve as serve_until_stopped

    console.print("正在启动，首次约需一分钟。按 Ctrl+C 停止。")
    say = functools.partial(console.print, soft_wrap=True)
    serve_until_stopped(Service(settings, port, pages_port, has_own_server, login), say)


def server(
    host: Annotated[
        str, typer.Option(help="监听的地址 · address to listen on, 0.0.0.0 for all")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 · port", min=1, max=65535)] = 4200,
    address: Annotated[
        list[str] | None,
        typer.Option(
            help="别的机器打开它所用的地址，可重复，第一个用于网页"
            " · the addresses that others use, the first one for the pages"
        ),
    ] = None,
) -> None:
    """正式运行用：只运行 Prefect 服务，要求登录 · Prefect's server alone, behind a login.

    例 / example: huizong server --host 0.0.0.0 --address http://huizong.example.cn:4200
    """
    from flows.login import login_of, use
    from flows.prefect_environment import prepare
    from flows.prefect_faults import require_prefect_to_serve
    from flows.prefect_server import addresses_of, refuse_taken, server_environment

    addresses = addresses_of(host, port, address or [])
    settings = Settings()
    prepare(settings.prefect_home)
    login = login_of(settings)
    use(login)
    os.environ.pop("PREFECT_API_URL", None)  # it may name the very server that is to be started
    require_prefect_to_serve()
    refuse_taken(port, "--port", host)
    os.environ.update(server_environment(os.environ, f"{addresses[0]}/api"))
    from flows.guarded_server import run

    console.print(f"Prefect 网页：{addresses[0]}。按 Ctrl+C 停止。", soft_wrap=True)
    for line in login.told():
        console.print(line, soft_wrap=True)
    run(host, port, addresses)


def notify() -> None:
    """发一条试验通知，检查 HUIZONG_NOTIFY 指定的通道 · Send a test message through the block.

    例 / example: huizong notify
    """
    from flows.login import log_in
    from flows.prefect_environment import prepare

    settings = Settings()
    prepare(settings.prefect_home)
    log_in(settings)
    from flows.prefect_faults import require_prefect

    require_prefect()
    from flows.run_page.notifications import send
    from pipeline.workspace import WrongUse

    if not settings.notify:
        raise WrongUse(
            "没有设置通知：请在 Prefect 网页的 Blocks 中建一个通知，"
            "再用 HUIZONG_NOTIFY 指明，例如 custom-webhook/huizong"
        )
    send(settings.notify, "汇总：试验通知", "收到这一条，说明失败和逾期退回的通知能够送达。")
    console.print(f"已通过 {settings.notify} 发出。")

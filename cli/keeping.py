"""`huizong backup`, `restore` and `migrate`: the warehouse kept, brought back, brought up to date."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.output import console
from pipeline.settings import Settings


def backup(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="备份到的文件夹 · folder for the copy")
    ] = None,
) -> None:
    """备份数据库和原件，不含密钥 · Back up warehouse and archive; the key is not among them.

    例 / example: huizong backup -o 备份
    """
    from pipeline.existing import require_data
    from pipeline.upkeep.backup import back_up

    settings = Settings()
    require_data(settings)
    copy = back_up(settings, datetime.now(UTC), out)
    console.print(f"已备份到 {copy}；密钥文件请另行保管。", soft_wrap=True)


def restore(
    copy: Annotated[Path, typer.Argument(help="备份的数据库文件 · the backup's database file")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
) -> None:
    """用备份替换现在的数据库，原件一并放回；原来的数据库留一份 · Bring a backup back.

    例 / example: huizong restore 备份/warehouse_20201201_033000.db
    """
    from pipeline.upkeep.backup import lost_originals, refuse_unfit
    from pipeline.upkeep.backup import restore as bring_back

    settings = Settings()
    refuse_unfit(settings, copy)  # looks before it asks
    if not yes:
        typer.confirm(f"用 {copy.name} 替换现在的数据库？", abort=True)
    aside = bring_back(settings, copy, datetime.now(UTC))
    place = "PostgreSQL 的模式 " if isinstance(aside, str) else ""
    console.print(
        "已恢复。" + (f"原来的数据库在 {place}{aside}。" if aside else ""), soft_wrap=True
    )
    lost = lost_originals(settings)
    if lost:
        console.print(
            f"有 {len(lost)} 份原件备份和存档里都没有，或已损坏（{lost[0][:12]}…）；"
            "数不受影响，但标注副本做不了，请这些单位重报。",
            soft_wrap=True,
        )
    console.print("收件文件夹里备份之后来的报表，下次运行会重新处理。")


def migrate() -> None:
    """把数据库升级到本版本的表结构；每次运行也会自动升级 · Upgrade the warehouse's tables.

    例 / example: huizong migrate
    """
    from pipeline.existing import has_data
    from pipeline.workspace import Workspace
    from schemas.collections import CURRENT
    from warehouse.engine import connect
    from warehouse.migrate import migrate as upgrade

    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    changed = upgrade(connect(settings.url))
    if has_data(settings):  # under the key that it was left with, which is told where it is another
        Workspace(settings, CURRENT).engine.dispose()
    console.print("数据库已升级。" if changed else "数据库已是最新。")

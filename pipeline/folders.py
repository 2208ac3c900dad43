"""Which folders may lie in which: what arrives, and what is made of it, never in one another."""

from pathlib import Path

from pipeline.settings import BadSettings, Settings
from warehouse.engine import warehouse_file


def refuse_mixed_folders(settings: Settings, inbox: Path) -> None:
    """Raises BadSettings where a run would take its own files for returns, or returns for its own.

    A data folder in the inbox would have its slips answered by slips, and its key archived; an inbox
    in the outbox would be cleared. Links are followed: it is the places that must be apart.
    """
    arrives = inbox.resolve()
    for name, place in _own_places(settings):
        own = place.resolve()
        if own == arrives or own.is_relative_to(arrives):
            raise BadSettings(
                f"{name} {place} 不能放在收件文件夹 {inbox} 里面，否则会被当作报表处理。"
                "请用 HUIZONG_INBOX 或 HUIZONG_DATA_DIR 把它们分开"
            )
    for name, place in _own_folders(settings):
        if arrives.is_relative_to(place.resolve()):
            raise BadSettings(
                f"收件文件夹 {inbox} 不能放在{name} {place} 里面。请用 HUIZONG_INBOX 另外指定"
            )


def _own_folders(settings: Settings) -> list[tuple[str, Path]]:
    """Folders in which everything is ours. The inbox may lie in the data folder beside them."""
    return [
        ("发件文件夹", settings.outbox_dir),
        ("存档文件夹", settings.archive_dir),
        ("备份文件夹", settings.backup_dir),
        ("结果文件夹", settings.reports_dir),
        ("密钥文件夹", settings.data_dir / "keys"),
        ("Prefect 文件夹", settings.prefect_home),
    ]


def _own_places(settings: Settings) -> list[tuple[str, Path]]:
    places = [("数据文件夹", settings.data_dir), ("密钥文件", settings.key_path)]
    database = warehouse_file(settings.url)
    if database is not None:
        places.append(("数据库", database))
    return [*places, *_own_folders(settings)]

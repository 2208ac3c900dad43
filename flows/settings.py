"""Settings: `HUIZONG_*` variables over `huizong.toml` over defaults."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SETTINGS_FILE = "huizong.toml"


class _Toml(TomlConfigSettingsSource):
    def _read_file(self, file_path: Any) -> dict[str, Any]:
        """Windows' Notepad puts a mark of its own before the text."""
        return tomllib.loads(file_path.read_text(encoding="utf-8-sig"))


class Settings(BaseSettings):
    """Where things lie. Every path may be relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="HUIZONG_", toml_file=SETTINGS_FILE)

    data_dir: Path = Path("var")
    warehouse_url: str = ""  # default: SQLite in data_dir
    inbox: Path | None = None  # default: data_dir/inbox
    unit_register: Path | None = None  # default: data_dir/register.csv
    key_file: Path | None = None  # default: data_dir/keys/huizong.key; keep it out of backups
    reader_slots: int = Field(default=2, ge=1)
    pages_url: str = ""  # where data_dir/reports is served, for links in Prefect's pages
    notify: str = (
        ""  # block of Prefect for notifications, e.g. custom-webhook/huizong; off if empty
    )
    lock_patience_minutes: int = Field(default=30, ge=0)  # how long a run waits for another
    # How long a run may give no sign before it counts as dead; see flows/sweeping.py.
    run_silence_minutes: int = Field(default=10, ge=0)
    # When the nightly run and housekeeping start, in Beijing time. Empty: as set on Prefect's page,
    # at first as flows/deployments.py says.
    nightly_cron: str = ""
    housekeeping_cron: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _Toml(settings_cls)

    @property
    def run_silence(self) -> timedelta:
        return timedelta(minutes=self.run_silence_minutes)

    @property
    def url(self) -> str:
        return self.warehouse_url or f"sqlite:///{self.data_dir / 'warehouse.db'}"

    @property
    def inbox_dir(self) -> Path:
        return self.inbox or self.data_dir / "inbox"

    @property
    def register_file(self) -> Path:
        return self.unit_register or self.data_dir / "register.csv"

    @property
    def archive_dir(self) -> Path:
        return self.data_dir / "archive"

    @property
    def outbox_dir(self) -> Path:
        return self.data_dir / "outbox"

    @property
    def key_path(self) -> Path:
        return self.key_file or self.data_dir / "keys" / "huizong.key"

    @property
    def reports_dir(self) -> Path:
        return self.data_dir / "reports"

    @property
    def backup_dir(self) -> Path:
        return self.data_dir / "backups"

    @property
    def prefect_home(self) -> Path:
        return self.data_dir / "prefect"

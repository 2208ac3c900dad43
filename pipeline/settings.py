"""Settings: `HUIZONG_*` variables over `huizong.toml` over defaults."""

import difflib
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.settings_file import SETTINGS_FILE, BadSettings, meant, read_settings_file

__all__ = ["SETTINGS_FILE", "BadSettings", "Settings"]

_PREFIX = "HUIZONG_"
_WORDS = {  # of pydantic's kinds of errors
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "path_type": "应为文字，请用单引号括起来",
    "string_type": "应为文字，请用单引号括起来",
}


class _Toml(TomlConfigSettingsSource):
    def _read_file(self, file_path: Any) -> dict[str, Any]:
        return read_settings_file(file_path, Settings.model_fields)


class Settings(BaseSettings):
    """Where things lie. Every path may be relative to the working directory.

    Raises BadSettings for a file or a variable that cannot be what was meant.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, toml_file=SETTINGS_FILE)

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
    # How long a run may give no sign before it counts as dead; see flows/run_page/dead_runs.py.
    run_silence_minutes: int = Field(default=10, ge=0)
    # When the nightly run and housekeeping start, in Beijing time. Empty: as set on Prefect's page,
    # at first as flows/deployments.py says.
    nightly_cron: str = ""
    housekeeping_cron: str = ""

    def __init__(self, **values: Any) -> None:
        _refuse_mistyped_variables(type(self).model_fields)
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise BadSettings(_told(error)) from None

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

    def outbox_of(self, collection: str) -> Path:
        """What goes out in one collection."""
        return self.outbox_dir / collection

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


def _told(error: ValidationError) -> str:
    """Which settings cannot be used, where they stand, and what they should be."""
    told = []
    for one in error.errors():
        key = str(one["loc"][0]) if one["loc"] else ""
        variable = f"{_PREFIX}{key.upper()}"
        source = variable if variable in os.environ else f"{SETTINGS_FILE} 的 {key}"
        least = one.get("ctx", {}).get("ge")
        words = f"不能小于 {least}" if least is not None else _WORDS.get(one["type"], "写法不对")
        told.append(f"{source} {words}")
    return "；".join(told)


def _refuse_mistyped_variables(known: Mapping[str, Any]) -> None:
    """A variable that is nearly one of ours would be passed over in silence.

    Others with our prefix are left alone: scripts around the program have some of their own.
    """
    for variable in os.environ:
        name = variable.upper()
        key = name.removeprefix(_PREFIX).lower()
        if name.startswith(_PREFIX) and key not in known and _nearly(key, known):
            raise BadSettings(
                f"没有 {variable} 这个变量{meant(key, known)}（前面加 {_PREFIX}，大写）"
            )


def _nearly(key: str, known: Mapping[str, Any]) -> bool:
    return bool(difflib.get_close_matches(key, known, 1, cutoff=0.85))

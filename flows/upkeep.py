"""What `huizong serve` looks after while it runs: dead runs, names of coming runs, the next night."""

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import get_client

from flows.deployments import DEPLOYMENTS
from flows.prefect_errors import API_ERRORS
from flows.run_page.dead_runs import mark_silent
from flows.schedules import Schedule, keep_due, name_coming
from pipeline.beijing import BEIJING
from pipeline.run.outlook import MOMENT, outlook, write_notice
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import CURRENT

_log = logging.getLogger("huizong")
# Between the moment when a run is claimed and that when its process is there.
_STARTING = timedelta(minutes=2)
_SCHEDULED = [one for one in DEPLOYMENTS if one.cron]


class Upkeep:
    """The server's state as `huizong serve` knows it.

    `is_alone`: the server is ours, so whatever carries a run out is a process of this machine.
    """

    def __init__(self, settings: Settings, is_alone: bool) -> None:
        self.settings = settings
        self._is_alone = is_alone
        self._workspace = Workspace(settings, CURRENT)
        self._schedules: dict[str, Schedule] = {}
        self._began = datetime.now(UTC)

    def mark_left_behind(self) -> list[str]:
        """Mark what no process carries out any more, before and after our own runner; the names."""
        silence = timedelta(0) if self._is_alone else self.settings.run_silence
        with suppress(*API_ERRORS), get_client(sync_client=True) as client:
            return [run.name for run in mark_silent(client, datetime.now(UTC), silence)]
        return []

    def is_ready(self) -> bool:
        """Whether the runner asks for runs, and every schedule has one or stands still on purpose."""
        self.look()
        wanted = {one.name for one in _SCHEDULED}
        return wanted <= set(self._schedules) and all(
            (one.paused or one.next_run)
            and one.last_polled is not None
            and one.last_polled >= self._began
            for one in self._schedules.values()
        )

    def look(self) -> None:
        """Ask the server what comes next, keep it, and give the coming runs their names."""
        now = datetime.now(UTC)
        with suppress(*API_ERRORS), get_client(sync_client=True) as client:
            self._schedules = keep_due(self._workspace.engine, client, now)
            name_coming(client, now)

    def round(self) -> None:
        """Once a minute. What does not succeed now, for whatever reason, is tried again in a minute."""
        silence = _STARTING if self._is_alone else self.settings.run_silence
        try:
            with get_client(sync_client=True) as client:
                mark_silent(client, datetime.now(UTC), silence)
            self.look()
            write_notice(self._workspace)
        except Exception as error:
            _log.warning("upkeep did not succeed: %s", type(error).__name__)

    def announcement(self) -> list[str]:
        """What comes next and how the last night ended, for the terminal."""
        with suppress(OSError):
            write_notice(self._workspace)
        lines = []
        for declared in _SCHEDULED:
            one, title = self._schedules[declared.name], declared.flow.name
            if one.next_run is not None:
                due = one.next_run.astimezone(BEIJING)
                lines.append(f"下一次{title}：{due:{MOMENT}}（北京时间）")
            else:
                lines.append(
                    f"{title}已在 Prefect 网页上暂停，不会自行开始；"
                    "在网页 Deployments 里打开它的开关"
                )
        return [*lines, outlook(self._workspace, datetime.now(UTC)).last_line]

"""What runs by schedule or at an operator's click. `prefect.yaml` is generated from here.

`python -m flows.deployments` writes prefect.yaml; a test says when that is due.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from cronsim import CronSim, CronSimError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.schedules import Cron

from flows.housekeeping import housekeeping
from flows.nightly import nightly
from flows.one_unit import one_unit
from flows.publishing import publish
from flows.recompute import refresh
from flows.schedules import OURS
from pipeline.beijing import BEIJING, TIMEZONE
from pipeline.settings import Settings

WORK_POOL = "huizong"
YAML = Path(__file__).resolve().parent.parent / "prefect.yaml"


@dataclass(frozen=True)
class Deployment:
    """One deployment. `cron` in the time of TIMEZONE; none means by hand only."""

    name: str
    flow: Any  # prefect.Flow, whose parameters differ
    description: str
    cron: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def entrypoint(self) -> str:
        fn: Any = getattr(self.flow, "fn", self.flow)
        return f"{fn.__module__.replace('.', '/')}.py:{fn.__name__}"


DEPLOYMENTS = (
    Deployment(
        "nightly",
        nightly,
        "每晚处理收件文件夹中新的报表，更新全区指标。失败后点 Retry，只做缺少的。",
        cron="0 2 * * *",
    ),
    Deployment("one-unit", one_unit, "重新读取和校验一个单位的报表。"),
    Deployment("refresh", refresh, "不读报表，重新核对、汇总，生成工作总结和指标表。"),
    Deployment("publish", publish, "发布：固定全部指标并编号。"),
    Deployment(
        "housekeeping",
        housekeeping,
        "清理旧运行记录，标记中途停止的运行，备份。",
        cron="30 3 * * *",
    ),
)
# Two runs of a deployment never at once: the second waits, it is never dropped.
_ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE
)


class BadCron(ValueError):
    """A time by which nothing could start; the message names the setting, in Chinese."""


def crons(settings: Settings) -> dict[str, str]:
    """The times that the settings fix, by deployment. Raises BadCron.

    A deployment that is not named keeps the time that was set on Prefect's page, at first its own.
    """
    fixed = {"nightly": settings.nightly_cron, "housekeeping": settings.housekeeping_cron}
    for name, cron in fixed.items():
        if cron:
            _refuse_impossible(f"{name}_cron", cron)
    return {name: cron for name, cron in fixed.items() if cron}


def _refuse_impossible(setting: str, cron: str) -> None:
    try:
        CronSchedule(cron=cron, timezone=TIMEZONE)
        next(CronSim(cron, datetime.now(BEIJING)))
    except (ValueError, CronSimError, StopIteration):
        raise BadCron(
            f"{setting} = {cron!r} 不是可以到来的时间；五项依次是分、时、日、月、星期，"
            '例如每晚两点：{setting} = "0 2 * * *"'.replace("{setting}", setting)
        ) from None


def runner_deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments for `huizong serve`, where one process runs them. Raises BadCron.

    What an operator changed on Prefect's page stays, times and pauses too, unless the settings fix it:
    what is registered again without a schedule keeps the one that it has, and its runs.
    """
    fixed = crons(settings)
    made: list[RunnerDeployment] = []
    with get_client(sync_client=True) as client:
        for each in DEPLOYMENTS:
            cron = fixed.get(each.name, each.cron)
            one: RunnerDeployment = each.flow.to_deployment(
                name=each.name,
                description=each.description,
                schedule=Cron(cron, timezone=TIMEZONE) if cron else None,
                parameters=each.parameters,
                concurrency_limit=_ONE_AT_A_TIME,
                tags=[OURS],
            )
            registered = _registered(client, one.full_name)
            if registered is not None:
                one.paused = registered.paused
                if each.name not in fixed or _starts_by(registered, fixed[each.name]):
                    # What is not sent stays; an empty list that is sent would take it away.
                    one.schedules = []
                    one.model_fields_set.discard("schedules")
            made.append(one)
    return made


def _registered(client: SyncPrefectClient, name: str) -> DeploymentResponse | None:
    try:
        return client.read_deployment_by_name(name)
    except ObjectNotFound:
        return None


def _starts_by(registered: DeploymentResponse, cron: str) -> bool:
    """Whether a deployment has this schedule and no other."""
    return [getattr(one.schedule, "cron", None) for one in registered.schedules] == [cron]


def prefect_yaml() -> str:
    """The same deployments for a work pool with workers."""
    document = {
        "name": "huizong",
        "deployments": [
            {
                "name": each.name,
                "description": each.description,
                "entrypoint": each.entrypoint,
                "parameters": each.parameters,
                "tags": [OURS],
                "work_pool": {"name": WORK_POOL},
                "concurrency_limit": {
                    "limit": 1,
                    "collision_strategy": ConcurrencyLimitStrategy.ENQUEUE.value,
                },
                "schedules": [{"cron": each.cron, "timezone": TIMEZONE}] if each.cron else [],
            }
            for each in DEPLOYMENTS
        ],
    }
    head = "# Generated by `python -m flows.deployments`; do not edit. Deploy with `prefect deploy --all`.\n"
    body: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return head + body


if __name__ == "__main__":
    YAML.write_text(prefect_yaml(), encoding="utf-8")

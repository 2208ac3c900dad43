"""Totals and reports again, without reading any file."""

from typing import Any

from prefect import flow, get_run_logger

from flows.alone import alone
from flows.attempt import explained
from flows.district import judge_district
from flows.documents import own_template, shelf_of
from flows.failing import NightlyFailed
from flows.naming import RunName
from flows.night import Night
from flows.outbox import refresh_outbox
from flows.outbox_templates import refresh_templates
from flows.parameters import CURRENT, CollectionCode
from flows.report import write_report
from flows.run_page import shown_on_run_page
from flows.settings import Settings
from flows.totals import refresh_totals
from flows.workspace import Workspace


@flow(
    name="重新汇总",
    flow_run_name=RunName("{collection} 重新汇总"),
    persist_result=False,
    validate_parameters=True,
)
@explained
def refresh(collection: CollectionCode = CURRENT) -> dict[str, Any]:
    """不读取报表，重新做全区核对、指标、问题清单，并生成工作总结和指标表。

    Judges across units, computes and writes everything anew. Returns
    `{totals: {computed, provisional}, files: [names]}`.
    """
    settings = Settings()
    workspace = Workspace(settings, collection)
    workspace.refresh_register()
    night = Night()
    with alone(workspace), shown_on_run_page(collection):
        judge_district(workspace)
        night.add_unwritten(refresh_outbox(workspace, None))
        night.add_unwritten(refresh_templates(workspace, None))
        totals = refresh_totals(workspace)
        written = write_report(workspace, shelf_of(workspace), own_template(workspace))
    if night.troubles:
        raise NightlyFailed(night.troubles)
    names = [path.name for path in written]
    get_run_logger().info("指标 %d 项，已生成 %s", totals.computed, "、".join(names))
    return {
        "totals": {"computed": totals.computed, "provisional": totals.provisional},
        "files": names,
    }

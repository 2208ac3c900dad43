"""Totals and reports again, without reading any file."""

from typing import Any

from prefect import flow, get_run_logger

from flows.parameters import CollectionCode
from flows.run_page.failed_run import fail_in_words
from flows.run_page.progress_artifact import shown_on_run_page
from flows.run_page.run_names import RunName
from pipeline.district.judging import judge_district
from pipeline.outbox.outbox import refresh_outbox
from pipeline.outbox.templates import refresh_templates
from pipeline.results.documents import own_template, shelf_of
from pipeline.results.report import write_report
from pipeline.results.totals import refresh_totals
from pipeline.run.failures import NightlyFailed
from pipeline.run.lease import hold_collection
from pipeline.run.run_result import RunResult
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import CURRENT


@flow(
    name="重新汇总",
    flow_run_name=RunName("{collection} 重新汇总"),
    persist_result=False,
    validate_parameters=True,
)
@fail_in_words
def refresh(collection: CollectionCode = CURRENT) -> dict[str, Any]:
    """不读取报表，重新做全区核对、指标、问题清单，并生成工作总结和指标表。

    Judges across units, computes and writes everything anew. Returns
    `{totals: {computed, provisional}, files: [names]}`.
    """
    settings = Settings()
    workspace = Workspace(settings, collection)
    workspace.refresh_register()
    result = RunResult()
    with hold_collection(workspace), shown_on_run_page(collection):
        judge_district(workspace)
        result.add_unwritten(refresh_outbox(workspace, None))
        result.add_unwritten(refresh_templates(workspace, None))
        totals = refresh_totals(workspace)
        written = write_report(workspace, shelf_of(workspace), own_template(workspace))
    if result.troubles:
        raise NightlyFailed(result.troubles)
    names = [path.name for path in written]
    get_run_logger().info("指标 %d 项，已生成 %s", totals.computed, "、".join(names))
    return {
        "totals": {"computed": totals.computed, "provisional": totals.provisional},
        "files": names,
    }

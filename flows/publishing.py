"""Publishing a release: the figures signed off and frozen, with the documents of that moment."""

from typing import Any

from prefect import flow, get_run_logger

from flows.parameters import CollectionCode, Note, Who
from flows.run_page.failed_run import fail_in_words
from flows.run_page.run_names import RunName
from pipeline.results.releases import make_release
from pipeline.results.report import write_report
from pipeline.run.lease import hold_collection
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import CURRENT


@flow(
    name="发布",
    flow_run_name=RunName("{collection} 发布"),
    persist_result=False,
    validate_parameters=True,
)
@fail_in_words
def publish(by: Who, note: Note = "", collection: CollectionCode = CURRENT) -> dict[str, Any]:
    """把现在的全部指标固定下来并编号，同时保存当时的工作总结和指标表。有暂定数时不能发布。

    Freezes the figures and keeps the documents of that moment under the release's number. Returns
    `{release, files}`; raises WrongUse while some figure is provisional.
    """
    settings = Settings()
    workspace = Workspace(settings, collection)
    with hold_collection(workspace):
        number, figures = make_release(workspace, by, note)
        folder = settings.data_dir / "published" / collection / str(number)
        written = write_report(workspace, folder)
    get_run_logger().info("第 %d 次发布：%d 项指标", number, len(figures))
    return {"release": number, "files": [path.name for path in written]}

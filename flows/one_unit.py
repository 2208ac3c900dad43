"""One unit again: its files in the inbox are read and judged anew, whatever is known of them."""

from typing import Any

from prefect import flow

from flows.parameters import CollectionCode, UnitName
from flows.processing import process
from flows.run_page.failed_run import fail_in_words
from flows.run_page.run_names import RunName
from pipeline.folders import refuse_mixed_folders
from pipeline.intake.collection_inbox import inbox_of
from pipeline.intake.inbox import Collected, Incoming
from pipeline.intake.moved_files import follow_moves
from pipeline.settings import Settings
from pipeline.workspace import Workspace, WrongUse
from schemas.collections import CURRENT
from warehouse.engine import reading
from warehouse.submissions import paths_of_unit


@flow(
    name="单位重新处理",
    flow_run_name=RunName("{collection} {unit} 重新处理"),
    persist_result=False,
    validate_parameters=True,
)
@fail_in_words
def one_unit(unit: UnitName, collection: CollectionCode = CURRENT) -> dict[str, Any]:
    """重新读取和校验一个单位在收件文件夹中的报表，然后更新全区指标。内容没有变的不会重复入库。

    Reads one unit's files again and brings the totals up to date; nothing is loaded twice. Returns
    what the nightly flow returns; raises WrongUse for a unit that the register does not know.
    """
    settings = Settings()
    refuse_mixed_folders(settings, settings.inbox_dir)
    workspace = Workspace(settings, collection)
    workspace.refresh_register()
    wanted = workspace.unit(unit)

    def choose(workspace: Workspace, collected: Collected) -> list[Incoming]:
        """Files last known as the unit's; of the unseen, those named after it."""
        seen = follow_moves(workspace, collected)
        with reading(workspace.engine) as connection:
            code, vault = workspace.collection.code, workspace.vault
            known = paths_of_unit(connection, vault, code, wanted.code)
        names = {wanted.name, *wanted.aliases, wanted.code}
        chosen = [
            file
            for file in collected.files
            if file.place in known
            or (file.place not in seen and any(name in file.name for name in names))
        ]
        if not chosen:
            raise WrongUse(f"收件文件夹中没有{wanted.name}的报表")
        return chosen

    return process(workspace, inbox_of(settings, collection), choose)

"""`huizong status`: who has reported, who has not, what is wrong."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cli.output import (
    CollectionOption,
    Format,
    FormatOption,
    console,
    print_json,
    table,
    warn_of_wide_folders,
)
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def status(collection: CollectionOption = "2020", format: FormatOption = Format.TEXT) -> None:
    """查看各单位报送情况 · Who has reported, who has not, what is wrong.

    例 / example: huizong status --collection 2020
    """
    from pipeline.existing import open_for_status

    warn_of_wide_folders()
    with open_for_status(Settings(), collection) as workspace:
        _show(workspace, format)


def _show(workspace: "Workspace", format: Format) -> None:
    from pipeline.results.unit_states import STATE_LABELS, unit_states
    from pipeline.run.outlook import outlook
    from schemas.form import FORMS
    from warehouse.engine import reading
    from warehouse.status import files_of_nobody

    collection = workspace.collection.code
    states = unit_states(workspace)
    if format is Format.JSON:
        print_json([state.to_json() for state in states])
        return
    if not states:
        console.print(f"还没有单位名册：请把名册放在 {workspace.settings.register_file}。")
        return
    listing = table("报送情况", "单位", "类别", "状态", "逻辑校验", "经验校验", "缺少或退回的表")
    for state in states:
        forms = [f"缺{FORMS[code].title}" for code in state.missing_forms]
        forms += [f"退{FORMS[code].title}" for code in state.returned_forms]
        listing.add_row(
            state.unit.name,
            state.unit.kind,
            STATE_LABELS[state.state],
            str(state.errors or ""),
            str(state.queries or ""),
            "、".join(forms) if len(forms) < 6 else f"{len(forms)} 张",
        )
    console.print(listing)
    counts = Counter(state.state for state in states)
    words = "，".join(f"{STATE_LABELS[state]} {count}" for state, count in counts.items())
    console.print(f"应报 {len(states)} 个单位：{words}。")
    with reading(workspace.engine) as connection:
        unknown = [file.file_name for file in files_of_nobody(connection, collection)]
    now = outlook(workspace, datetime.now(UTC))
    console.print(now.last_line + "。", soft_wrap=True)
    console.print(now.coming_line + "。", style="red" if now.is_overdue else "", soft_wrap=True)
    if unknown:
        console.print(f"另有 {len(unknown)} 份文件认不出填报单位：{'、'.join(unknown)}。")

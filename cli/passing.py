"""`huizong pass`: a person of the bureau passes units."""

from typing import Annotated

import typer

from cli.explaining import UnitsArgument
from cli.output import CollectionOption, console
from pipeline.settings import Settings


def pass_units(
    units: UnitsArgument,
    by: Annotated[str, typer.Option("--by", help="审核人 · who passes them")],
    note: Annotated[str, typer.Option("--note", help="审核意见 · remarks")] = "",
    collection: CollectionOption = "2020",
) -> None:
    """审核通过：由区局的人确认单位的报表和说明 · A person passes what units reported and explained.

    数值或说明有变动的，需要重新审核。

    例 / example: huizong pass 第一小学 第三小学 --by 李科长 --collection 2020
    """
    from pipeline.existing import open_existing
    from pipeline.results import passing

    workspace = open_existing(Settings(), collection)
    chosen = [workspace.unit(one) for one in units]
    passing.pass_units(workspace, chosen, by, note)
    console.print(f"审核通过 {len(chosen)} 个单位；报表或说明有变动的，需要重新审核。")

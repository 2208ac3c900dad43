"""One unit again: its files in the inbox are read and judged anew, whatever is known of them."""

from typing import Any

from prefect import flow

from flows.parameters import CollectionCode, UnitName
from flows.run_page.failed_run import fail_in_words
from flows.run_page.run_names import RunName
from flows.under_prefect import UnderPrefect
from pipeline.night import process_unit_again
from schemas.collections import CURRENT


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
    return process_unit_again(UnderPrefect(), unit, collection)

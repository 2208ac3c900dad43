"""The nightly flow: everything new in the inbox, and the district's figures after it.

Needs configured: HUIZONG_DATA_DIR (or huizong.toml), the register, and the inbox folder.
"""

from typing import Any

from prefect import flow

from flows.parameters import CollectionCode, InboxFolder
from flows.run_page.failed_run import fail_in_words
from flows.run_page.run_names import SCHEDULED_NAMES
from flows.schedules import newest_only
from flows.under_prefect import UnderPrefect
from pipeline.night import process_new_files
from pipeline.run.failures import NightlyFailed
from schemas.collections import CURRENT

__all__ = ["NightlyFailed", "nightly"]


@flow(
    name="夜间汇总",
    flow_run_name=SCHEDULED_NAMES["nightly"],
    persist_result=False,
    validate_parameters=True,
)
@fail_in_words
@newest_only
def nightly(collection: CollectionCode = CURRENT, inbox: InboxFolder = "") -> dict[str, Any]:
    """处理收件文件夹中新的和改过的报表，更新全区指标。只做还没有做的；出故障后点 Retry 即可。

    Processes what is new in the inbox and brings the totals up to date. Returns
    `{run, files: [{file, unit, status}], totals: {computed, provisional}}`; raises NightlyFailed,
    Busy, InboxMissing, WrongUse, BadSettings or an SQLAlchemy error for technical faults.
    """
    return process_new_files(UnderPrefect(), collection, inbox)

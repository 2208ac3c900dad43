"""Releases: figures signed off and frozen, and read back as they were."""

from datetime import UTC, datetime

from indicators.computation import IndicatorValue, compute, restate, with_targets
from indicators.definitions import INDICATORS
from indicators.quoted_file import quoted_figures
from pipeline.workspace import Workspace, WrongUse
from warehouse.engine import reading, writing
from warehouse.releases import NoSuchRelease, freeze, read_release


def make_release(workspace: Workspace, by: str, note: str) -> tuple[int, list[IndicatorValue]]:
    """Freeze the figures of this moment; the release's number and what was frozen.

    Raises WrongUse while some figure is provisional: a release is of final figures only.
    """
    collection = workspace.collection
    with writing(workspace.engine) as connection:
        computed = compute(connection, collection, workspace.register)
        waiting = [one for one in computed if one.missing]
        if waiting:
            raise WrongUse(
                f"还有 {len(waiting)} 项指标是暂定数，不能发布；报送情况见 huizong status"
            )
        number = freeze(
            connection,
            collection.code,
            (one.stored for one in computed),
            made_by=by,
            made_at=datetime.now(UTC),
            note=note,
        )
    return number, computed


def released(workspace: Workspace, number: int) -> list[IndicatorValue]:
    """The figures of a release, in the order in which they are defined. Raises WrongUse."""
    collection = workspace.collection.code
    try:
        with reading(workspace.engine) as connection:
            frozen = read_release(connection, collection, number)
    except NoSuchRelease:
        raise WrongUse(f"填报任务 {collection} 没有第 {number} 次发布") from None
    quoted = quoted_figures(collection)
    # A figure that is no longer defined cannot be shown; what moved since tells that it is gone.
    return with_targets(
        restate(value, quoted.get(value.indicator), workspace.collection)
        for value in frozen.values
        if value.indicator in INDICATORS
    )

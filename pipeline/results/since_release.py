"""What has moved since the figures were last signed: told by every run, list and document."""

from collections.abc import Iterable

from indicators.moving import SinceRelease, since_release
from pipeline.results.totals import current_values
from pipeline.workspace import Workspace
from warehouse.engine import reading
from warehouse.releases import last_release, read_release
from warehouse.values import StoredValue


def moved_since_release(
    workspace: Workspace,
    now: Iterable[StoredValue] | None = None,
    release: int | None = None,
) -> SinceRelease | None:
    """The figures of a release, the latest unless told, beside those of now; None without any.

    `now`: the figures of this moment, where the caller has them.
    """
    collection = workspace.collection.code
    with reading(workspace.engine) as connection:
        number = release or last_release(connection, collection)
        if number is None:
            return None
        frozen = read_release(connection, collection, number).values
    return since_release(number, frozen, current_values(workspace) if now is None else now)

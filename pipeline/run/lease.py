"""One at a time: a run holds a lease in the warehouse, so two never interleave.

Two runs started at once, by hand and by the schedule or on two workers, queue here. A killed run
does not block the next: its process is seen to be gone, or its lease runs out.
"""

import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import psutil

from pipeline.workspace import Workspace
from warehouse.engine import writing
from warehouse.errors import SQLAlchemyError
from warehouse.leases import TERM, Holder, give_back, renew, take

_LOOK_AGAIN = 1.0  # seconds
_RENEW_EVERY = TERM.total_seconds() / 6


class CollectionTaken(RuntimeError):
    """The collection belongs to another run."""


class Busy(CollectionTaken):
    """Another run did not finish in time: nothing was done."""


class LeaseLost(CollectionTaken):
    """The run was out of touch for so long that another may have begun: it stops here."""


class Lease:
    """The right to work, for as long as the lease lasts."""

    def __init__(self) -> None:
        self.is_lost = threading.Event()

    def mark_lost(self) -> None:
        self.is_lost.set()

    def check(self) -> None:
        """Raises LeaseLost when the lease went to another run."""
        if self.is_lost.is_set():
            raise LeaseLost("运行中断过久，已让给另一次运行")


@contextmanager
def hold_collection(
    workspace: Workspace,
    waiting: Callable[[Holder], None] = lambda _: None,
) -> Iterator[Lease]:
    """Hold the collection for the length of the block.

    `waiting` is told once whom we wait for. Raises Busy when the patience of the settings is over.
    """
    name = f"run:{workspace.collection.code}"
    me = this_process()
    _queue(workspace, name, me, waiting)
    lease, done = Lease(), threading.Event()
    renewing = threading.Thread(
        target=_keep, args=(workspace, name, me, lease, done), name="lease", daemon=True
    )
    renewing.start()
    try:
        yield lease
    finally:
        done.set()
        renewing.join()
        # Where that is not possible, it runs out by itself.
        with suppress(SQLAlchemyError), writing(workspace.engine) as connection:
            give_back(connection, name, me)


def this_process() -> Holder:
    process = psutil.Process()
    return Holder(str(uuid4()), platform.node(), os.getpid(), process.create_time())


def is_gone(holder: Holder) -> bool:
    """Whether a holder on this machine no longer exists; of another machine nothing is known."""
    if holder.host != platform.node():
        return False
    try:
        return abs(psutil.Process(holder.process).create_time() - holder.process_started) > 1
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


def _queue(
    workspace: Workspace,
    name: str,
    me: Holder,
    waiting: Callable[[Holder], None],
) -> None:
    told = False
    give_up = time.monotonic() + 60 * workspace.settings.lock_patience_minutes
    while True:
        with writing(workspace.engine) as connection:
            holder = take(connection, name, me, datetime.now(UTC), is_gone)
        if holder is None:
            return
        if not told:
            waiting(holder)
            told = True
        if time.monotonic() >= give_up:
            raise Busy(f"另一次运行一直没有结束（{holder.host} 进程 {holder.process}）")
        time.sleep(_LOOK_AGAIN)


def _keep(workspace: Workspace, name: str, me: Holder, lease: Lease, done: threading.Event) -> None:
    """Renew until told to stop. A warehouse out of reach is tried again until the term is over."""
    last = time.monotonic()
    while not done.wait(_RENEW_EVERY):
        try:
            with writing(workspace.engine) as connection:
                held = renew(connection, name, me, datetime.now(UTC))
        except SQLAlchemyError:
            held = time.monotonic() - last < TERM.total_seconds()
        else:
            last = time.monotonic()
        if not held:
            lease.mark_lost()
            return

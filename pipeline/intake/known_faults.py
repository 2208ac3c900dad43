"""Technical faults of single files that come back: told once, then only listed as unfinished.

A file that can never be opened or read would fail every night, and a red night would say nothing
any more. So what was met is remembered in the warehouse. The first time it fails the run, as ever.
When the same fault meets the same content in a later run it is known: the file is tried again, since
a permission or a share may have been mended, but the run does not fail because of it. A retry of a
failed run is the same run of the scheduler: what it still cannot do keeps it red.

Only what concerns one file is remembered. A full disk, a database out of reach or another run in the
way are faults of the house, and fail every run that meets them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.beijing import BEIJING
from pipeline.intake.inbox import Collected, Incoming, Unopened
from pipeline.intake.unopened import CANNOT_BE_READ
from pipeline.outbox.folders import NOBODY
from pipeline.run.fault_kinds import Fault, FaultKind
from pipeline.run.faults import fault_of
from pipeline.workspace import Workspace
from returns.judging.identity import unit_from_outside
from returns.reading.file_read import FileRead
from returns.reading.locate import Problem
from schemas.masking import NUMBERS
from warehouse.engine import Connection, reading, writing
from warehouse.file_faults import FileFault, file_faults, forget_faults, remember_faults


@dataclass(frozen=True)
class Unfinished:
    """A file with a fault that was told before: whose it is, as far as known, and since when."""

    file: str
    who: str
    fault: Fault
    since: datetime

    @property
    def text(self) -> str:
        """第二小学：第二小学_2020年报表.xlsx（读取进程被终止），自 2020-11-27 起"""
        day = self.since.astimezone(BEIJING)
        return f"{self.who}：{self.file}（{self.fault.text}），自 {day:%Y-%m-%d} 起"


def unfinished_files(workspace: Workspace) -> list[Unfinished]:
    """What is remembered and was told before, by place."""
    with reading(workspace.engine) as connection:
        faults = file_faults(connection, workspace.vault, workspace.collection.code)
    told = []
    for one in faults:
        if one.was_told:
            unit = unit_from_outside(one.file_name, Path(one.path).parent.name, workspace.register)
            kind = FaultKind.__members__.get(one.kind, FaultKind.PROGRAM)
            fault = Fault(kind, one.detail)
            told.append(
                Unfinished(one.shown_name, unit.name if unit else NOBODY, fault, one.first_seen_at)
            )
    return told


class KnownFaults:
    """What is remembered of earlier runs, and what this one meets."""

    def __init__(self, workspace: Workspace, now: datetime, flow_run: str | None) -> None:
        self._workspace = workspace
        self._now = now
        self._flow_run = flow_run
        with reading(workspace.engine) as connection:
            earlier = file_faults(connection, workspace.vault, workspace.collection.code)
        self._earlier = {one.identity: one for one in earlier}
        self._met: dict[str, FileFault] = {}
        self.given_up: list[Unfinished] = []

    def meet_unopened(self, one: Unopened) -> Unfinished | None:
        """Note what could not be opened; None where that is new."""
        fault = fault_of(one.error)
        met = self._noted(one.place, one.name, one.shown_name, fault, is_folder=one.is_folder)
        return self._meet(met, self._who(one.name, one.folder), fault)

    def meet(
        self, incoming: Incoming, shown_name: str, who: str, fault: Fault
    ) -> Unfinished | None:
        """Note that a file could not be read or judged; None where that is new."""
        met = self._noted(
            incoming.place,
            incoming.name,
            shown_name,
            fault,
            sha256=incoming.sha256,
            part=incoming.part,
        )
        return self._meet(met, who, fault)

    def give_up(self, incoming: Incoming, file: FileRead) -> FileRead:
        """The file as one that cannot be read, where reading it broke as it did before.

        Once may have been the machine's fault. Twice, its school is asked to save it anew.
        """
        if file.broken is None:
            return file
        known = self.meet(
            incoming,
            NUMBERS.mask(file.file_name),
            self._who(file.file_name, file.folder),
            fault_of(file.broken),
        )
        if known is None:
            return file
        self.given_up.append(known)
        return replace(file, broken=None, refused=Problem(CANNOT_BE_READ))

    def is_remembered(self, incoming: Incoming) -> bool:
        """Whether it, or a part of the same workbook, had a fault before."""
        return any(one.sha256 == incoming.sha256 for one in self._earlier.values())

    def settle(self, collected: Collected, chosen: Iterable[Incoming]) -> set[str]:
        """Write down what came back, and forget what did not; the codes of the units concerned."""
        gone = self._gone(collected, {file.place for file in chosen})
        back = [one for one in self._met.values() if one.was_told]
        if gone or back:
            with writing(self._workspace.engine) as connection:
                code = self._workspace.collection.code
                vault = self._workspace.vault
                forget_faults(connection, vault, code, (one.path for one in gone))
                remember_faults(connection, vault, code, back)
        return {self._code(one.file_name, Path(one.path).parent.name) for one in gone}

    def remember_new(self, connection: Connection) -> None:
        """Write down what is new, in the transaction that ends the run which tells it."""
        new = [one for one in self._met.values() if not one.was_told]
        remember_faults(connection, self._workspace.vault, self._workspace.collection.code, new)

    def _noted(
        self, place: str, name: str, shown_name: str, fault: Fault, **more: Any
    ) -> FileFault:
        return FileFault(
            path=place,
            file_name=name,
            shown_name=shown_name,
            kind=fault.kind.name,
            detail=fault.detail,
            first_seen_at=self._now,
            last_seen_at=self._now,
            flow_run=self._flow_run,
            **more,
        )

    def _meet(self, met: FileFault, who: str, fault: Fault) -> Unfinished | None:
        before = self._earlier.get(met.identity)
        if before and (before.kind, before.detail) == (met.kind, met.detail):
            is_same_run = self._flow_run is not None and before.flow_run == self._flow_run
            met = replace(
                met,
                first_seen_at=before.first_seen_at,
                runs=before.runs if is_same_run else before.runs + 1,
            )
        self._met[met.path] = met
        return Unfinished(met.shown_name, who, fault, met.first_seen_at) if met.was_told else None

    def _who(self, file_name: str, folder: str) -> str:
        unit = unit_from_outside(file_name, folder, self._workspace.register)
        return unit.name if unit else NOBODY

    def _code(self, file_name: str, folder: str) -> str:
        unit = unit_from_outside(file_name, folder, self._workspace.register)
        return unit.code if unit else NOBODY

    def _gone(self, collected: Collected, done: set[str]) -> list[FileFault]:
        """Faults that did not come back: the file was done, or is not as it was."""
        lying = {file.place: file.sha256 for file in collected.files}
        out_of_sight = [Path(one.place) for one in collected.failed if one.is_folder]
        return [
            one
            for one in self._earlier.values()
            if one.path not in self._met
            and not any(Path(one.path).is_relative_to(folder) for folder in out_of_sight)
            # A part lies below its workbook, and like it when that is left alone.
            and not any(
                lying.get(place) == one.sha256 and place not in done
                for place in (one.path, str(Path(one.path).parent))
            )
        ]

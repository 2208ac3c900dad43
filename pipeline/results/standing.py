"""Where a collection stands after a run: who is missing or returned, what goes out, what is unfinished."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators.contract import since_release_to_json
from indicators.moving import SinceRelease
from pipeline.intake.known_faults import Unfinished, unfinished_files
from pipeline.outbox.outgoing_zip import parcel_path
from pipeline.results.since_release import moved_since_release
from pipeline.results.unit_states import EXPLAINED, INCOMPLETE, MISSING, STATE_LABELS, unit_states
from pipeline.workspace import Workspace
from schemas.findings import Status
from warehouse.engine import reading
from warehouse.status import files_of_nobody

# From whom something is awaited, the pressing states first.
AWAITED = (Status.RETURNED.value, Status.UNREADABLE.value, MISSING, INCOMPLETE)
_SHOWN = 10  # names of a list; the rest is counted


@dataclass(frozen=True)
class Standing:
    """`units`: state → names of the units in it, in the order of the register.

    `nobodys`: files of which nobody knows whose they are. `parcel`: the zip of all that goes out,
    None where nothing does. `since_release`: what became of the figures last signed, None before any.
    """

    units: dict[str, list[str]]
    nobodys: list[str]
    unfinished: list[Unfinished]
    outbox: Path
    parcel: Path | None
    since_release: SinceRelease | None = None

    def to_json(self) -> dict[str, Any]:
        """What `huizong run --format json` says beside its contract."""
        return {
            "units": {state: self.units.get(state, []) for state in AWAITED},
            "unfinished": [
                {
                    "file": one.file,
                    "unit": one.who,
                    "fault": one.fault.text,
                    "since": one.since.isoformat(),
                }
                for one in self.unfinished
            ],
            "outbox": str(self.outbox),
            "parcel": str(self.parcel) if self.parcel else None,
            "since_release": since_release_to_json(self.since_release),
        }

    def lines(self, inbox: Path) -> list[str]:
        """For people: who, where the slips lie, what to do next."""
        total = sum(map(len, self.units.values()))
        counts = "，".join(f"{STATE_LABELS[state]} {len(of)}" for state, of in self.units.items())
        lines = [f"应报 {total} 个单位：{counts}。"]
        for state in AWAITED:
            if names := self.units.get(state):
                lines.append(f"{STATE_LABELS[state]} {len(names)} 个：{_listed(names, '个')}。")
        if self.nobodys:
            lines.append(f"认不出填报单位 {len(self.nobodys)} 份：{_listed(self.nobodys, '份')}。")
        if self.unfinished:
            texts = [one.text for one in self.unfinished]
            lines.append(f"仍未处理 {len(texts)} 份：{_listed(texts, '份')}。")
        if self.parcel:
            lines.append(
                f"问题清单在 {self.outbox}/，一个单位一个文件夹；要发出的全部打包在 {self.parcel}。"
            )
        if self.since_release is not None:
            lines.append(f"{self.since_release.headline}{self._moved()}。")
        return [*lines, f"接下来：{self._next(inbox)}"]

    def _moved(self) -> str:
        moved = self.since_release.lines if self.since_release else []
        return f"：{_listed(moved, '项')}" if moved else ""

    def _next(self, inbox: Path) -> str:
        to_answer = [name for state in AWAITED[:2] for name in self.units.get(state, [])]
        to_remind = [name for state in AWAITED[2:] for name in self.units.get(state, [])]
        queries = self.units.get(Status.ACCEPTED_WITH_QUERIES.value, [])
        steps = []
        if to_answer:
            steps.append(f"把问题清单发给 {len(to_answer)} 个单位改正")
        if queries:
            steps.append(f"请 {len(queries)} 个单位核对或说明")
        if explained := self.units.get(EXPLAINED):
            steps.append(
                f"审核 {len(explained)} 个单位的说明（huizong explanations、huizong pass）"
            )
        if to_remind:
            steps.append(f"催报 {len(to_remind)} 个单位")
        if steps:
            steps.append(f"把报来的文件放进 {inbox}/，再运行 huizong run")
            return "；".join(steps) + "。逐个单位查看用 huizong status。"
        if self.since_release is not None and self.since_release.is_unmoved:
            return "没有需要处理的事项。"
        again = "重新" if self.since_release is not None else ""
        return f"应报单位已报齐；用 huizong totals 核对指标，无误后用 huizong release {again}发布。"


def standing(workspace: Workspace) -> Standing:
    """What the warehouse and the outbox say now."""
    units: dict[str, list[str]] = defaultdict(list)
    for state in unit_states(workspace):
        units[state.state].append(state.unit.name)
    with reading(workspace.engine) as connection:
        nobodys = files_of_nobody(connection, workspace.collection.code)
    parcel = parcel_path(workspace)
    return Standing(
        units={state: units[state] for state in STATE_LABELS if units[state]},
        nobodys=[one.file_name for one in nobodys],
        unfinished=unfinished_files(workspace),
        outbox=workspace.outbox,
        parcel=parcel if parcel.is_file() else None,
        since_release=moved_since_release(workspace),
    )


def _listed(names: list[str], unit: str) -> str:
    more = f"，另有 {len(names) - _SHOWN} {unit}" if len(names) > _SHOWN else ""
    return f"{'、'.join(names[:_SHOWN])}{more}"

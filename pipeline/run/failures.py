"""A run that could not do all its work: which files, for what reason, and what to do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.run.fault_kinds import Fault, FaultKind, way_on, way_on_beside_a_table
from pipeline.run.faults import fault_of
from reports.markdown_text import as_text

_SHOWN = 10  # names of a list; the rest is counted


@dataclass(frozen=True)
class Trouble:
    """One file that could not be processed, and whose it is as far as that is known."""

    file: str
    who: str
    fault: Fault


class NightlyFailed(RuntimeError):
    """Some files, or a stage over the whole district, could not be done for a technical reason.

    `troubles`: by file. `stage` with `cause`: what was not done for the whole district.
    """

    def __init__(
        self, troubles: Sequence[Trouble] = (), stage: str = "", cause: Fault | None = None
    ) -> None:
        self.troubles = tuple(troubles)
        self.stage = stage
        self.cause = cause
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The whole story in a line, for the state of the run."""
        words = []
        if self.cause:
            words.append(f"{self.stage}（{self.cause.text}）" if self.stage else self.cause.text)
        if self.troubles:
            each = _listed((f"{one.file}（{one.fault.text}）" for one in self.troubles), "；", "份")
            words.append(f"{len(self.troubles)} 份文件因技术原因没有处理：{each}")
        return f"{'；'.join(words)}。{way_on(self._kinds())}"

    @property
    def brief(self) -> str:
        """What and for whom, for the name of the run."""
        words = [self.cause.kind.words] if self.cause else []
        for kind, ones in self._by_kind().items():
            names = list(dict.fromkeys(one.who for one in ones))
            more = f"等 {len(ones)} 份" if len(ones) > 1 else ""
            words.append(f"{kind.words}：{names[0]}{more}")
        return "；".join(words)

    @property
    def markdown(self) -> str:
        """What and for whom and what to do, as a page."""
        lines = ["## 没有完成", "", "| 什么 | 原因 | 怎么办 |", "|---|---|---|"]
        if self.cause:
            lines.append(_row(self.stage or "这次运行", self.cause))
        lines += [_row(f"{one.who}：{one.file}", one.fault) for one in self.troubles]
        rest = "" if self.cause and not self.troubles else "其余的已经处理。"
        return "\n".join([*lines, "", f"{rest}{way_on_beside_a_table(self._kinds())}。"])

    def _kinds(self) -> list[FaultKind]:
        cause = [self.cause.kind] if self.cause else []
        return [*cause, *(one.fault.kind for one in self.troubles)]

    def _by_kind(self) -> dict[FaultKind, list[Trouble]]:
        kinds: dict[FaultKind, list[Trouble]] = defaultdict(list)
        for one in self.troubles:
            kinds[one.fault.kind].append(one)
        return kinds


def as_failure(error: Exception) -> NightlyFailed:
    """Any exception as it is told."""
    return error if isinstance(error, NightlyFailed) else NightlyFailed(cause=fault_of(error))


def _row(what: str, fault: Fault) -> str:
    cells = (what, fault.text, fault.kind.cure)
    return f"| {' | '.join(map(as_text, cells))} |"


def _listed(texts: Iterable[str], joint: str, unit: str) -> str:
    every = list(texts)
    more = f"，另有 {len(every) - _SHOWN} {unit}" if len(every) > _SHOWN else ""
    return f"{joint.join(every[:_SHOWN])}{more}"

"""Damaged and nasty files through the real reading process and the judging, for as long as you like.

    python -m benchmarks.fuzz [--minutes 30] [--seed 1] [--keep var/fuzz]

Reports what became of them, the slowest, and the highest memory of a reading process. Any crash of
ours, any reading process that died or had to be killed, and any file beyond a limit is kept in a
folder and listed; then the exit code is 1. The same seed gives the same files in the same order.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TimeRemainingColumn

from benchmarks.measured_slot import Measured, MeasuredSlot
from benchmarks.mutations import SAMPLES, any_mutation, sources
from returns.judging import History, judge
from returns.reading import FileRead
from returns.register_file import read_register
from returns.unpacking import unpack
from schemas.collections import COLLECTIONS
from schemas.forms import FORMS
from schemas.units import Register

SECONDS, BYTES = 10.0, 2**30
COLLECTION = COLLECTIONS["2020"]
say = Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print


@dataclass
class Tally:
    """What became of the files: `outcomes` by (format, way, outcome); `bad` are (why, content)."""

    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    highest: tuple[int, str] = (0, "")  # bytes
    bad: list[tuple[str, bytes]] = field(default_factory=list)

    def note(self, kind: str, way: str, seen: Measured, outcome: str) -> None:
        self.outcomes[kind, way, outcome] += 1
        self.slowest = max(self.slowest, (seen.seconds, f"{kind}, {way}"))
        self.highest = max(self.highest, (seen.peak, f"{kind}, {way}"))


def fuzz(
    slot: MeasuredSlot, register: Register, seed: int, goes_on: Callable[[int], bool]
) -> Tally:
    """Read and judge mutated files while `goes_on(files so far)`."""
    rng = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="huizong-fuzz-") as folder:
        found = sources(Path(folder))
    number = 0
    while goes_on(number):
        kind, way, content = any_mutation(found, rng)
        number += 1
        try:
            inside = unpack(content) or [("报表.xlsx", content)]
        except Exception:
            tally.bad.append((f"{kind}, {way}: {_place()}", content))
            continue
        for name, body in inside:
            seen, outcome, wrong = _through(slot, register, name, body)
            tally.note(kind, way, seen, outcome)
            if wrong:
                tally.bad.append((f"{kind}, {way}: {wrong}", body))
    return tally


def _through(
    slot: MeasuredSlot, register: Register, name: str, content: bytes
) -> tuple[Measured, str, str]:
    """(what it cost, outcome, what went wrong or '') of one file."""
    seen = slot.measure(content)
    fault, refused = seen.answer["fault"], seen.answer["refused"]
    if seen.died:
        return seen, "killed", "the reading process died or was too late"
    if fault:
        return seen, "fault", fault
    try:
        (judged,) = judge([FileRead.from_plain(name, seen.answer)], register, COLLECTION, History())
    except Exception:
        return seen, "crash", _place()
    if seen.seconds > SECONDS or seen.peak > BYTES:
        return seen, "over a limit", f"{seen.seconds:.1f} s, {seen.peak >> 20} MiB"
    return seen, refused["rule"] if refused else str(judged.status), ""


def _place() -> str:
    """Where our own code broke; never what it said, which could quote a cell."""
    kind, _, trace = sys.exc_info()
    last = traceback.extract_tb(trace)[-1]
    name = kind.__name__ if kind else ""
    ours = [one for one in traceback.extract_tb(trace) if "site-packages" not in one.filename][-1]
    return f"{name} in {ours.name}, {Path(ours.filename).name}:{ours.lineno} ({last.name})"


def report(tally: Tally, keep: Path) -> None:
    for (kind, way, outcome), count in sorted(tally.outcomes.items()):
        print(f"{kind:8} {way:17} {outcome:14} {count:7}")
    print(f"files {tally.outcomes.total()}, bad {len(tally.bad)}")
    print(f"slowest {tally.slowest[0]:.2f} s ({tally.slowest[1]})")
    print(f"highest memory {tally.highest[0] / 2**20:.0f} MiB ({tally.highest[1]})")
    for number, (why, content) in enumerate(tally.bad):
        keep.mkdir(parents=True, exist_ok=True)
        path = keep / f"{number}.bin"
        path.write_bytes(content)
        print(f"BAD {path}: {why}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("var/fuzz"))
    arguments = parser.parse_args()
    seconds = arguments.minutes * 60
    layouts = [form.layout_for_reader() for form in FORMS.values()]
    started = time.monotonic()
    with (
        MeasuredSlot(layouts) as slot,
        Progress(
            *Progress.get_default_columns()[:-1],
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as bar,
    ):
        task = bar.add_task("fuzzing", total=seconds)

        def goes_on(files: int) -> bool:
            spent = time.monotonic() - started
            bar.update(task, completed=spent, description=f"{files} files")
            return spent < seconds

        tally = fuzz(slot, read_register(SAMPLES.parent / "register.csv"), arguments.seed, goes_on)
    report(tally, arguments.keep)
    sys.exit(1 if tally.bad else 0)


if __name__ == "__main__":
    main()

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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TimeRemainingColumn

from benchmarks.measured_slot import Measured, MeasuredSlot
from benchmarks.mutations import SAMPLES, any_mutation, sources
from returns.judging.batch import History, judge
from returns.judging.identity import identify
from returns.reading.file_read import FileRead
from returns.reading.register_file import read_register
from returns.reading.unpacking import unpack
from schemas.collections import COLLECTIONS
from schemas.forms import FORMS
from schemas.units import Register

SECONDS, BYTES = 10.0, 2**30
# Files of few units: more open batches would only fill slowly, and all be judged at the end.
OPEN_BATCHES = 4
BATCH = 40  # files judged at once
COLLECTION = COLLECTIONS["2020"]
say = Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print


@dataclass(frozen=True)
class Read:
    """A file that came out of the reading process in good order; `origin`: (format, way)."""

    origin: tuple[str, str]
    file: FileRead
    content: bytes


@dataclass
class Tally:
    """What became of the files: `outcomes` by (format, way, outcome); `bad` are (why, content)."""

    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    highest: tuple[int, str] = (0, "")  # bytes
    bad: list[tuple[str, bytes]] = field(default_factory=list)

    def note_cost(self, origin: tuple[str, str], seen: Measured) -> None:
        words = ", ".join(origin)
        self.slowest = max(self.slowest, (seen.seconds, words))
        self.highest = max(self.highest, (seen.peak, words))

    def note_bad(self, origin: tuple[str, str], outcome: str, why: str, content: bytes) -> None:
        self.outcomes[(*origin, outcome)] += 1
        self.bad.append((f"{', '.join(origin)}: {why}", content))


def fuzz(
    slot: MeasuredSlot, register: Register, seed: int, goes_on: Callable[[int], bool]
) -> Tally:
    """Read and judge mutated files while `goes_on(files so far)`."""
    rng = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    tally = Tally()
    batches: list[dict[str, Read]] = []  # by unit, as no unit may stand twice in a batch
    with tempfile.TemporaryDirectory(prefix="huizong-fuzz-") as folder:
        found = sources(Path(folder))
    number = 0
    while goes_on(number):
        *origin, content = any_mutation(found, rng)
        number += 1
        for read in _read((origin[0], origin[1]), content, slot, tally):
            _place_in_batch(read, batches, register)
            if len(batches[0]) == BATCH or len(batches) > OPEN_BATCHES:
                _judge(list(batches.pop(0).values()), register, tally)
    for batch in batches:
        _judge(list(batch.values()), register, tally)
    return tally


def _read(
    origin: tuple[str, str], content: bytes, slot: MeasuredSlot, tally: Tally
) -> Iterator[Read]:
    """Through the unpacking and the reading process; what goes wrong is noted."""
    try:
        inside = unpack(content) or [("报表.xlsx", content)]
    except Exception:
        tally.note_bad(origin, "crash", _place(), content)
        return
    for name, body in inside:
        seen = slot.measure(body)
        tally.note_cost(origin, seen)
        if seen.died:
            tally.note_bad(origin, "killed", "the reading process died or was too late", body)
        elif seen.answer["fault"]:
            tally.note_bad(origin, "fault", seen.answer["fault"], body)
        elif seen.seconds > SECONDS or seen.peak > BYTES:
            cost = f"{seen.seconds:.1f} s, {seen.peak >> 20} MiB"
            tally.note_bad(origin, "over a limit", cost, body)
        else:
            yield Read(origin, FileRead.from_plain(name, seen.answer), body)


def _place_in_batch(read: Read, batches: list[dict[str, Read]], register: Register) -> None:
    unit, _ = (None, []) if read.file.refused else identify(read.file, register)
    for batch in batches:
        key = unit.code if unit else f"nobody {len(batch)}"
        if key not in batch:
            batch[key] = read
            return
    batches.append({unit.code if unit else "nobody": read})


def _judge(batch: list[Read], register: Register, tally: Tally) -> None:
    """Judge a batch; where that breaks, its files one by one, to know which one breaks it."""
    try:
        judged = judge([read.file for read in batch], register, COLLECTION, History())
    except Exception:
        if len(batch) == 1:
            tally.note_bad(batch[0].origin, "crash", _place(), batch[0].content)
            return
        for read in batch:
            _judge([read], register, tally)
        return
    for read, one in zip(batch, judged, strict=True):
        refused = read.file.refused
        tally.outcomes[(*read.origin, refused.rule if refused else str(one.status))] += 1


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

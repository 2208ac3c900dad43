"""`kill -9` in the middle of a nightly run, a hundred times, each followed by Retry of the same run.

    python -m benchmarks.kill_nine [--kills 100] [--seed N]

On a real Prefect server with a process worker, at random moments: by turns of the whole run and of
the rest of it once the warehouse is opened, a file archived, a slip written. By turns it meets an
empty data folder or corrections to a finished round, and its reading processes die too or are left.
After the retry all must be as after an undisturbed run; else it says what is not and exits with 1.
"""

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import psutil
from prefect.client.schemas.objects import State
from rich.console import Console
from sqlalchemy import select

from schemas.form import FORMS
from tests.live.conftest import (
    NIGHTLY,
    SAMPLES,
    District,
    Server,
    of,
    serving,
    until_idle,
    working,
)
from tests.live.test_retry import process_of
from warehouse.engine import reading
from warehouse.tables import metadata, submission

# Passed, returned, unreadable and of nobody in the register; a correction in the same night.
FIRST = "第一小学 曹庵镇第二小学 曹庵镇中心小学 青禾乡希望小学 柳塘镇中心小学 第五中学 财务科 学前教育科 项目办公室"
CORRECTED = "曹庵镇中心小学 曹庵镇第二小学 学前教育科 项目办公室"
ARCHIVED, SLIPS = "archive/*/*.bin", "outbox/*/*/*.xlsx"
SINCE = {"process": "", "warehouse": "warehouse.db-wal", "archive": ARCHIVED, "slips": SLIPS}
SEALED = {one.name for form in FORMS.values() for one in form.columns if one.kind.is_personal} | {
    "place",
    "own_name",
    "own",
}
HIDDEN = SEALED | {"id", "in_force_digest", "since"}  # and moments
DISTRICT = "SELECT id, rule, cell FROM finding WHERE stage = 'district' ORDER BY id"
TOTALS = "SELECT DISTINCT in_force_digest FROM indicator_value"
Picture = dict[str, Counter[str]]
say = Console(highlight=False, markup=False, soft_wrap=True).print


class Scene(NamedTuple):
    """A data folder before a run, what an undisturbed run makes of it, and how long that takes."""

    start: Path
    expected: Picture
    lengths: dict[str, float]  # seconds from each of SINCE to the end
    slips: int  # written by the run


def send(folder: str, units: str, inbox: Path, under: str = "") -> None:
    inbox.mkdir(parents=True, exist_ok=True)
    for unit in units.split():
        [sent] = (SAMPLES / folder).glob(f"{unit}_*.xlsx")
        shutil.copy(sent, inbox / (under or sent.name))


def picture(district: District) -> Picture:
    """All that a run leaves: every row but for moments, numbers and sealed values; every file."""
    workspace, data = district.workspace, district.data_dir
    seen: Picture = {"totals": Counter(f"{k} {v}" for k, v in district.totals().items())}
    with reading(workspace.engine) as connection:
        known = select(submission.c.id, submission.c.path_key, submission.c.content_sha256)
        files = {number: f"{path} {digest}" for number, path, digest in connection.execute(known)}
        for table in metadata.sorted_tables:
            shown = [c for c in table.columns if c.name not in HIDDEN and c.name[-3:] != "_at"]
            rows = [dict(row) for row in connection.execute(select(*shown)).mappings()]
            for row in rows:
                row["submission_id"] = files.get(row.get("submission_id"))
                row["until"] = bool(row.get("until"))
            seen[table.name] = Counter(map(str, rows))
    del seen["run"]
    for name in ("outbox", "reports"):
        paths = [path for path in (data / name).glob("*/*") if path.suffix != ".draft"]
        seen[name] = Counter(f"{p.name} {sha256(p.read_bytes()).hexdigest()}" for p in paths)
    seen["archive"] = Counter(path.stem for path in data.glob(ARCHIVED))
    for digest in seen["archive"]:
        workspace.archive.fetch(digest)  # raises where it is damaged
    workspace.engine.dispose()
    return seen


def ask(database: Path, question: str, *given: str) -> list[tuple[object, ...]]:
    """Ask a copy: opening one left in the middle of its work mends it. No such table: no rows."""
    with tempfile.TemporaryDirectory() as folder:
        for path in database.parent.glob(f"{database.name}*"):
            shutil.copy(path, folder)
        copy = sqlite3.connect(Path(folder) / database.name)
        with closing(copy), suppress(sqlite3.OperationalError):
            return copy.execute(question, given).fetchall()
    return []


class Stand:
    """Server, worker and data folder, the same all the time."""

    def __init__(self, server: Server, worker: int, district: District) -> None:
        self.server, self.worker, self.district = server, worker, district
        self.data, self.database = district.data_dir, district.data_dir / "warehouse.db"
        self.stage = ""  # that the last killed run had reached

    def begin(self, start: Path, until: str) -> tuple[UUID, psutil.Process, dict[str, float]]:
        """Start a run and wait for one of SINCE; the moments of "start" and of each until then."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(start, self.data)
        times = {"start": time.time()}
        run = self.server.start(NIGHTLY)
        process = process_of(run)
        for since in [*SINCE][: [*SINCE].index(until) + 1]:
            while SINCE[since] and not self.written(SINCE[since], times["start"]):
                assert process.is_running(), f"the run ended before its {since}"
                time.sleep(0.001)
            times[since] = time.time()
        return run, process, times

    def written(self, files: str, began: float) -> int:
        return sum(path.stat().st_mtime >= began for path in self.data.glob(files))

    def end_of(self, run: UUID) -> State:
        """How a run ended, once the worker is through: it reports a crash twice, seconds apart."""
        done = self.server.wait(run, lambda seen: bool(seen.state and seen.state.is_final()))
        assert done.state is not None
        until_idle(self.worker)
        return done.state

    def scene(self, start: Path) -> Scene:
        """From two undisturbed runs: both must come to the same."""
        scenes = []
        for _ in range(2):
            run, _, times = self.begin(start, "slips")
            ended = self.end_of(run).timestamp.timestamp()
            lengths = {since: ended - at for since, at in times.items()}
            slips = self.written(SLIPS, times["start"])
            scenes.append(Scene(start, picture(self.district), lengths, slips))
        assert scenes[0].expected == scenes[1].expected
        say(f"{start.name}: seconds from { ({k: round(v, 1) for k, v in lengths.items()}) }")
        return scenes[1]

    def kill(self, scene: Scene, since: str, share: float, with_readers: bool) -> Iterator[str]:
        """Kill a run after a share of its length, or sooner; retry; what is not as undisturbed."""
        while True:
            run, process, times = self.begin(scene.start, since)
            time.sleep(moment := share * scene.lengths[since])
            readers: list[psutil.Process] = []
            with suppress(psutil.NoSuchProcess):  # one that has just ended
                readers = process.children(recursive=True)
                for doomed in (process, *(readers if with_readers else ())):
                    doomed.kill()
            state = self.end_of(run)
            if state.is_crashed():
                break
            say(f"    not counted: {state} within {since} + {moment:.2f} s")
            share *= 0.95
        self.stage, entry = self.reached(scene, run, times["start"])
        drafts = len([*self.data.rglob("*.draft")])
        say(f"    {since} + {moment:.2f} s, {len(readers)} readers, {drafts} drafts: {self.stage}")
        self.server.retry(run)
        state = self.end_of(run)
        assert state.is_completed(), f"the retry ended as {state}"
        left = [one for one in psutil.wait_procs(readers, 5)[1] if one.status() != "zombie"]
        yield from (f"a reader is left: {one}" for one in left)
        if (answer := ask(self.database, "PRAGMA integrity_check")) != [("ok",)]:
            yield f"the warehouse is damaged: {answer}"
        ledger = [one.outcome for one in self.district.runs() if one.flow_run == str(run)]
        if ledger != ["completed", *entry]:
            yield f"the ledger says {ledger}, not {['completed', *entry]}"
        seen = picture(self.district)
        for part, wanted in scene.expected.items():
            for word, rows in (("+", seen[part] - wanted), ("-", wanted - seen[part])):
                yield from (f"{word} {part}: {row} × {n}" for row, n in rows.items())

    def reached(self, scene: Scene, run: UUID, began: float) -> tuple[str, list[object]]:
        """How far a killed run had come, and what its entry in the ledger will say, if it has one."""
        outcome = "SELECT coalesce(outcome, 'died') FROM run WHERE flow_run = ?"
        entry = [one for (one,) in ask(self.database, outcome, str(run))]
        before = scene.start / self.database.name
        judged, stored = (ask(self.database, q) != ask(before, q) for q in (DISTRICT, TOTALS))
        merged = len(ask(self.database, "SELECT id FROM submission"))
        signs = {
            "0 process starting": True,
            "1 warehouse opened": self.written(SINCE["warehouse"], began),
            "2 entry opened: reading, judging": entry,
            "3 a file archived: merging": self.written(ARCHIVED, began),
            "4 all merged: district rules": merged == scene.expected["submission"].total(),
            "5 district rules judged: slips": judged,
            "6 slips written: totals": self.written(SLIPS, began) == scene.slips,
            "7 totals stored: pages": stored,
            "8 pages written": self.written("reports/*/指标*", began) == 3,
            "9 entry closed: artifacts, final state": entry not in ([], ["died"]),
        }
        return max(stage for stage, is_so in signs.items() if is_so), entry


def scenes_of(stand: Stand, fresh: Path, later: Path) -> tuple[Scene, Scene]:
    """An empty data folder with returns, and the finished round with what comes after it."""
    send("first_round", FIRST, fresh / "inbox")
    send("corrections", "第五中学", fresh / "inbox")
    first = stand.scene(fresh)
    shutil.copytree(stand.data, later)
    send("corrections", CORRECTED, later / "inbox" / "更正")
    send("corrections", "柳塘镇中心小学", later / "inbox", "柳塘镇中心小学_2020年报表.xlsx")
    send("first_round", "第二小学 第七中学", later / "inbox")
    shutil.move(later / "inbox" / "财务科_2020年报表.xlsx", later / "inbox" / "更正")
    return first, stand.scene(later)


def main(kills: int, seed: int, folder: Path) -> int:
    chance = random.Random(seed)  # noqa: S311 - no secrets
    count: Counter[tuple[str, str]] = Counter()
    district = District(folder / "data", folder / "sabotage.json")
    log = folder / "worker.log"
    with serving(folder / "server") as server, working(server, log, **of(district)) as worker:
        server.prefect("deployment", "schedule", "pause", "--all")
        stand = Stand(server, worker.pid, district)
        scenes = scenes_of(stand, folder / "fresh", folder / "corrections")
        for number in range(kills):
            scene, since, turn = scenes[number % 2], [*SINCE][number // 2 % 4], number // 8
            share = (turn + chance.random()) / -(-kills // 8)  # so that they are spread
            say(f"{number + 1}. {scene.start.name}, readers {('killed', 'left')[turn % 2]}")
            began, stand.stage = time.monotonic(), "unknown"
            try:
                found = list(stand.kill(scene, since, share, turn % 2 == 0))
            except Exception as error:
                found = [f"{type(error).__name__}: {error}"]
            verdict = "FAILED" if found else "as undisturbed"
            say(f"    {verdict}, {time.monotonic() - began:.0f} s", *found, sep="\n    ! ")
            count[stand.stage, verdict] += 1
    for (stage, verdict), number in sorted(count.items()):
        say(f"{number:5}  {verdict:14}  {stage}")
    return int(any(verdict == "FAILED" for _, verdict in count))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    with tempfile.TemporaryDirectory(prefix="huizong-kill-") as name:
        raise SystemExit(main(**vars(parser.parse_args()), folder=Path(name)))

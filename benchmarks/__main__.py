"""`make bench`: Huizong against what a user would write instead, and against the bare read.

    python -m benchmarks [--returns 100] [--many 1000] [--json FILE]

`--many 0` leaves the long part out. The targets: at 100 returns at least 15 times faster than the
loop; a rerun with nothing changed at most 1.5 times an empty flow.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import bare_read, naive
from benchmarks.server import Server, running_server
from benchmarks.synthetic import make_returns

LOOP_TARGET = 15.0
RERUN_TARGET = 1.5
say = Console(stderr=True, highlight=False).print


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=100)
    parser.add_argument("--many", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="huizong-bench-") as name:
        figures = measure(Path(name), arguments.returns, arguments.many)
    show(figures)
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="utf-8")
    print(text)


def measure(folder: Path, count: int, many: int) -> dict[str, Any]:
    """Time everything in one go; seconds and MiB."""
    small = folder / "small"
    say(f"making {count} returns …")
    figures: dict[str, Any] = {"returns": count, "rows": make_returns(small, count)}
    say("the loop a user would write …")
    started = time.perf_counter()
    figures["loop_rows"] = naive.load_all(small / "inbox", folder / "naive.db")
    figures["loop"] = time.perf_counter() - started
    say("starting a Prefect server …")
    with running_server(folder / "prefect") as server:
        figures["server_start"] = server.started_in
        figures["huizong"] = huizong(small, server)
        figures["times_faster"] = figures["loop"] / figures["huizong"]["first"]
        if many:
            figures["many"] = measure_many(folder / "many", many, server)
    return figures


def measure_many(folder: Path, count: int, server: Server) -> dict[str, Any]:
    say(f"making {count} returns …")
    rows = make_returns(folder, count)
    started = time.perf_counter()
    bare_read.read_all(folder / "inbox")
    bare = time.perf_counter() - started
    run = huizong(folder, server)
    return {
        "returns": count,
        "rows": rows,
        "bare_read": bare,
        "huizong": run,
        "times_bare_read": run["first"] / bare,
    }


def huizong(folder: Path, server: Server) -> dict[str, Any]:
    """A first run, reruns and empty flows in a process of their own, on a warm server."""
    say("Huizong …")
    environment = os.environ | {
        "PREFECT_API_URL": server.api_url,
        "HUIZONG_DATA_DIR": str(folder / "data"),
        "HUIZONG_UNIT_REGISTER": str(folder / "register.csv"),
    }
    started = time.perf_counter()
    out = subprocess.run(
        [sys.executable, "-m", "benchmarks.huizong_run", str(folder / "inbox")],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
    server.wait_until_idle()
    figures["process_and_idle_server"] = time.perf_counter() - started
    return figures


def show(figures: dict[str, Any]) -> None:
    table = Table(title="Huizong benchmark", title_justify="left")
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("target")
    run = figures["huizong"]
    rows = [
        (f"loop with pandas, {figures['returns']} returns", f"{figures['loop']:.2f} s", ""),
        (f"Huizong, {figures['returns']} returns", f"{run['first']:.2f} s", ""),
        ("times faster", f"{figures['times_faster']:.1f}", f"≥ {LOOP_TARGET:g}"),
        ("rerun, nothing changed", f"{run['rerun']:.2f} s", ""),
        ("empty flow", f"{run['empty']:.2f} s", ""),
        ("rerun ÷ empty flow", f"{run['rerun_ratio']:.2f}", f"≤ {RERUN_TARGET:g}"),
        ("Prefect server start", f"{figures['server_start']:.1f} s", ""),
        ("peak memory", f"{run['peak_mib']} MiB + {run['peak_child_mib']} MiB a reader", ""),
    ]
    if many := figures.get("many"):
        run = many["huizong"]
        rows += [
            (f"bare two-process read, {many['returns']} returns", f"{many['bare_read']:.2f} s", ""),
            (f"Huizong, {many['returns']} returns", f"{run['first']:.2f} s", ""),
            ("times the bare read", f"{many['times_bare_read']:.1f}", ""),
            ("peak memory", f"{run['peak_mib']} MiB + {run['peak_child_mib']} MiB a reader", ""),
        ]
    for row in rows:
        table.add_row(*row)
    Console(stderr=True).print(table)


if __name__ == "__main__":
    main()

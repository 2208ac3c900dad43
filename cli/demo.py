"""`huizong demo`: the sample district, first round and then corrections."""

import os
import time
from collections import Counter
from pathlib import Path

from cli.output import console
from cli.relations import show_relations
from cli.report import report
from cli.running import run_nightly, show_run
from cli.totals import show_missing, show_totals
from pipeline.settings import Settings

COLLECTION = "2020"


def demo() -> None:
    """用样例区演示：先收首轮报表，再收更正 · The sample district: first round, then corrections.

    例 / example: huizong demo
    """
    import sample_inputs

    folder = Path(sample_inputs.__path__[0]) / COLLECTION
    _refuse_to_mix(folder / "register.csv")
    os.environ["HUIZONG_UNIT_REGISTER"] = str(folder / "register.csv")
    console.rule("首轮报送 · First round")
    _round(folder / "first_round")
    show_missing(COLLECTION)
    console.rule("更正 · Corrections")
    _round(folder / "corrections")
    show_missing(COLLECTION)
    console.rule("汇总 · Totals")
    show_totals(COLLECTION)
    console.rule("关系核对 · Relations")
    show_relations(COLLECTION)
    console.rule("工作总结 · Summary")
    report(Settings().data_dir / "reports" / COLLECTION, COLLECTION)


def _round(inbox: Path) -> None:
    started = time.monotonic()
    show_run(run_nightly(COLLECTION, inbox))
    console.print(f"用时 {time.monotonic() - started:.1f} 秒")
    _show_states()


def _show_states() -> None:
    from pipeline.results.unit_states import STATE_LABELS, unit_states
    from pipeline.workspace import Workspace

    states = unit_states(Workspace(Settings(), COLLECTION))
    counts = Counter(STATE_LABELS[state.state] for state in states)
    words = "，".join(f"{label} {count}" for label, count in counts.items())
    console.print(
        f"应报 {len(states)} 个单位：{words}。问题清单在 {Settings().outbox_of(COLLECTION)}/。"
    )


def _refuse_to_mix(register_file: Path) -> None:
    """Sample returns must never get into a warehouse that holds a real district's."""
    from pipeline.workspace import Workspace, WrongUse
    from returns.reading.register_file import read_register
    from warehouse.register import digest

    stored = Workspace(Settings(), COLLECTION).register
    if len(stored) and digest(stored) != digest(read_register(register_file)):
        raise WrongUse(
            f"{Settings().data_dir}/ 里已有另一个区的数据，不能在其中演示。"
            "请用 HUIZONG_DATA_DIR 指定一个空文件夹"
        )

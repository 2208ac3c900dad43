"""What a tree makes of the sample district on one engine, gathered in a folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import MetaData, Table, create_engine, select

from comparison.trees import Tree

INSIDE = Path(__file__).with_name("inside.py")
# What of a finding is the same wherever and whenever it is made: no numbering, no moment, no seal.
_FINDING = ("unit_code", "form", "sheet", "cell", "field", "rule", "severity", "message", "key")


class CaptureFailed(RuntimeError):
    """A tree could not run the demo: its name, the engine and the last that it said."""


def capture(tree: Tree, warehouse_url: str, key_file: Path, folder: Path) -> Path:
    """Run the demo of a tree and ask all that can be asked; the folder of what came of it.

    answers/ (JSON of every command, templates, rules), outbox/, reports/ and findings.json. Raises
    CaptureFailed.
    """
    data, answers = folder / "data", folder / "answers"
    data.mkdir(parents=True)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HUIZONG_")
    } | {
        "PYTHONPATH": str(tree.folder),
        "HUIZONG_DATA_DIR": str(data),
        "HUIZONG_WAREHOUSE_URL": warehouse_url,
        "HUIZONG_KEY_FILE": str(key_file),
        "PREFECT_HOME": str(folder / "prefect"),
        "COLUMNS": "200",
    }
    log = folder / "said.log"
    with log.open("wb") as said:
        ended = subprocess.run(
            [sys.executable, "-P", str(INSIDE), tree.entry_module, str(answers)],
            cwd=tree.folder,
            env=environment,
            stdout=said,
            stderr=said,
            check=False,
        )
    if ended.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise CaptureFailed(f"{tree.name}, {warehouse_url.partition(':')[0]}:\n" + "\n".join(last))
    (folder / "findings.json").write_text(_findings(warehouse_url), encoding="utf-8")
    for name in ("outbox", "reports"):
        (data / name).rename(folder / name)
    return folder


def _findings(warehouse_url: str) -> str:
    engine = create_engine(warehouse_url)
    table = Table("finding", MetaData(), autoload_with=engine)
    columns = [table.c[name] for name in _FINDING if name in table.c]
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(*columns)).mappings()]
    engine.dispose()
    lines = sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return "\n".join(lines) + "\n"

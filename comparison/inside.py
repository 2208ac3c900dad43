"""Runs within one of the trees, which is its import path: the demo, and all that is asked of it after.

    python -P inside.py MODULE FOLDER

MODULE holds the command line's `app`; answers are written to FOLDER. It imports nothing else of ours,
for in the other tree nothing else need be where it is here.
"""

import contextlib
import gc
import importlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import typer


def main(module: str, folder: Path) -> None:
    command = typer.main.get_command(importlib.import_module(module).app)
    folder.mkdir(parents=True, exist_ok=True)

    def ask(name: str, *arguments: str) -> str:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            command.main(list(arguments), standalone_mode=False)
        # A command is made to end its process. Two hundred in one would keep all their connections.
        gc.collect()
        (folder / name).write_text(said.getvalue(), encoding="utf-8")
        return said.getvalue()

    collection = ("--collection", "2020")
    ask("demo.txt", "demo")
    totals: list[dict[str, Any]] = json.loads(
        ask("totals.json", "totals", *collection, "--format", "json")
    )
    ask("status.json", "status", *collection, "--format", "json")
    ask("relations.json", "relations", *collection, "--format", "json")
    for one in totals:
        figure = one["indicator"]
        print(f"explain {figure}", file=sys.stderr)  # noqa: T201
        ask(f"explain_{figure}.json", "explain", figure, *collection, "--format", "json")
    command.main(["rules", "-o", str(folder / "rules.xlsx")], standalone_mode=False)
    command.main(["template", "-o", str(folder / "templates"), *collection], standalone_mode=False)
    ask("explanations.txt", "explanations", *collection)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

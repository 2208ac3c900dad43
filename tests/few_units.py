"""A register of the few units that a test is about: a night then costs little beside its subject."""

import os
from pathlib import Path

from tests.nights import SAMPLES


def register_only(folder: Path, *units: str) -> None:
    """Point the settings at a register that knows these units and no other."""
    head, *lines = (SAMPLES / "register.csv").read_text("utf-8-sig").splitlines()
    kept = [line for line in lines if set(units) & set(line.split(","))]
    assert len(kept) == len(units)
    path = folder / "few_units.csv"
    path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8-sig")
    os.environ["HUIZONG_UNIT_REGISTER"] = str(path)

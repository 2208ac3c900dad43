"""Writing the sample district to disk."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from returns.reading.register_file import HEADERS
from sample_inputs.figures import COLLECTION, Sample, make_sample
from sample_inputs.filing import Return
from sample_inputs.mistakes import corrections, first_round, remaining_queries
from schemas.form import FORMS
from schemas.units import Unit

ROOT = Path(__file__).parent
REPORT = f"_{COLLECTION.year}年报表"


def build(root: Path = ROOT) -> Path:
    """Rebuild everything below `root`/2020 and return that folder. Stale workbooks are removed."""
    target = root / COLLECTION.code
    sample = make_sample()
    write_register(target / "register.csv", sample.district.units)
    _write_first_round(target, sample)
    _write_corrections(target, sample)
    _write_csv(
        target / "remaining_queries.csv",
        ("unit", "name", "rule", "count"),
        remaining_queries(sample),
    )
    return target


def write_register(path: Path, units: Iterable[Unit]) -> None:
    """The register as the bureau keeps it: a CSV that Excel opens."""
    units = list(units)
    names = {unit.code: unit.name for unit in units}
    rows = (
        (
            unit.code,
            unit.name,
            "；".join(unit.aliases),
            unit.kind,
            unit.type,
            unit.nature,
            unit.area,
            _yes_no(unit.boarding),
            _yes_no(unit.party_organisation),
            unit.opened_on.isoformat(),
            unit.closed_on.isoformat() if unit.closed_on else "",
            names.get(unit.central_code, ""),
        )
        for unit in units
    )
    _write_csv(path, tuple(HEADERS.values()), rows)


def _yes_no(answer: bool) -> str:
    return "是" if answer else "否"


def _write_first_round(target: Path, sample: Sample) -> None:
    planted: list[tuple[str, ...]] = []
    folder = _empty_folder(target / "first_round")
    for made in first_round(sample).values():
        name = f"{made.unit.name}{REPORT}.xlsx"
        made.write(folder / name)
        planted += [(name, p.rule, p.form, p.sheet, p.cell, p.what) for p in made.planted]
    _write_csv(
        target / "planted_mistakes.csv",
        ("file", "rule", "form", "sheet", "cell", "what"),
        planted,
    )


def _write_corrections(target: Path, sample: Sample) -> None:
    folder = _empty_folder(target / "corrections")
    for made in corrections(sample):
        made.write(folder / f"{made.unit.name}{_subject(made)}_更正.xlsx")


def _subject(made: Return) -> str:
    """_平安校园 for a correction of that form, _2020年报表 for a whole return."""
    if made.cover:
        return REPORT
    return "_" + "、".join(FORMS[code].title for code in made.answers)


def _empty_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.xlsx"):
        stale.unlink()
    return folder


def _write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # With a byte-order mark, else Excel reads Chinese as something else.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headers)
        writer.writerows(rows)

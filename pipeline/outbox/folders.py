"""Where in the outbox things lie: a folder a collection, in it a folder a unit, by its code.

Two units may bear one name, and two collections ask the same unit.
"""

from pathlib import Path

from schemas.file_names import portable
from schemas.units import Unit

NOBODY = "未识别单位"
DISTRICT = "全区核对"
SLIP, MARKED = "_问题清单.xlsx", "_标注.xlsx"

# These are for the bureau itself.
OWN_FOLDERS = frozenset({NOBODY, DISTRICT})


def unit_folder(outbox: Path, unit: Unit) -> Path:
    """`outbox` is that of a collection. The name is for people, the code tells twins apart."""
    return outbox / portable(f"{unit.code}_{unit.name}")


def whose(folder: Path) -> str:
    """The name of the unit of a folder, without the code; of any other folder its own name."""
    code, _, name = folder.name.partition("_")
    return name if code.isascii() and name else folder.name


def slip_path(folder: Path, file_name: str) -> Path:
    """Where the slip for a file lies in its unit's folder. A.xlsx and A.xls have one each."""
    return folder / f"{portable(file_name.removesuffix('.xlsx'))}{SLIP}"


def marked_beside(slip: Path) -> Path:
    """Where the marked copy of a file lies: beside its slip."""
    return slip.with_name(slip.name.removesuffix(SLIP) + MARKED)


def slip_beside(marked: Path) -> Path:
    return marked.with_name(marked.name.removesuffix(MARKED) + SLIP)

"""Workbooks of today (.xlsx, .xlsm): looked into first, then read by the fast reader."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook

from returns.reading.convert import Raw
from returns.reading.formats.bounded_zip import DAMAGED
from returns.reading.formats.comment_parts import commented_cells
from returns.reading.formats.smoothing import is_new, smoothed
from returns.reading.formats.xlsx_lettering import BookLettering
from returns.reading.formats.xlsx_scan import SheetLook, look
from returns.reading.grid import Grid
from returns.reading.unreadable import UnreadableFile

_T = TypeVar("_T")


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets, one at a time so that only one is held. Raises UnreadableFile."""
    looks = look(content)
    letters = BookLettering(content, "xl/workbook.xml")
    if modern := [seen for seen in looks if any(map(is_new, seen.error_cells.values()))]:
        content_read = _smoothed(content, modern)
    else:
        content_read = content
    workbook = _asked(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content_read)))
    for seen in looks:
        sheet = _asked(partial(workbook.get_sheet_by_name, seen.name))
        merges = [
            (top, left, bottom, right)
            for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])
        ]
        yield Grid(
            seen.name,
            _cells(sheet, seen, content),
            seen.error_cells,
            seen.uncalculated,
            merges,
            seen.hidden,
            seen.hidden_rows,
            seen.hidden_columns,
            seen.counts_from_1904,
            lettered=partial(letters.cells, seen.part) if seen.may_be_lettered else dict,
            commented=(
                partial(commented_cells, content, seen.part) if seen.has_relations else frozenset
            ),
            percent_cells=seen.percent_cells,
        )


def _cells(sheet: CalamineSheet, seen: SheetLook, content: bytes) -> list[list[Raw]]:
    try:
        return _asked(partial(sheet.to_python, skip_empty_area=False), but=OverflowError)  # type: ignore[arg-type]
    except OverflowError:  # a number under a format for days or hours, far beyond them
        book = _asked(
            lambda: CalamineWorkbook.from_filelike(io.BytesIO(_smoothed(content, [seen])))
        )
        return _asked(
            lambda: book.get_sheet_by_name(seen.name).to_python(skip_empty_area=False)  # type: ignore[arg-type,return-value]
        )


def _smoothed(content: bytes, looks: list[SheetLook]) -> bytes:
    try:
        return smoothed(content, [seen.part for seen in looks])
    except DAMAGED as error:
        raise UnreadableFile("FIL-003") from error


def _asked(ask: Callable[[], _T], but: type[Exception] = MemoryError) -> _T:
    """What the fast reader answers. Raises UnreadableFile for whatever it raises: it is the file's fault.

    `but`: what its caller sees to. Its panics are no `Exception`, and none of its frames is in a traceback.
    """
    try:
        return ask()
    except (but, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise UnreadableFile("FIL-003") from error

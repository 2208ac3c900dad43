"""Workbooks of today (.xlsx, .xlsm): looked into first, then read by the fast reader."""

import io
from collections.abc import Iterator
from functools import partial

from python_calamine import CalamineWorkbook

from returns.formats.comment_parts import commented_cells
from returns.grid import Grid
from returns.look import look


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets, one at a time so that only one is held. Raises Refused."""
    looks = look(content)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for seen in looks:
        sheet = workbook.get_sheet_by_name(seen.name)
        merges = [
            (top, left, bottom, right)
            for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])
        ]
        yield Grid(
            seen.name,
            sheet.to_python(skip_empty_area=False),  # type: ignore[arg-type]
            seen.error_cells,
            seen.uncalculated,
            merges,
            seen.hidden,
            seen.hidden_rows,
            seen.hidden_columns,
            seen.counts_from_1904,
            commented=(
                partial(commented_cells, content, seen.related_part)
                if seen.related_part
                else frozenset
            ),
            percent_cells=seen.percent_cells,
        )

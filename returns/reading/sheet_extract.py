"""What reading gives of a file and of each sheet with a form, before it goes through the pipe."""

from dataclasses import asdict, dataclass, field
from typing import Any

from returns.reading.convert import Value
from returns.reading.locate import Problem
from returns.reading.replies import Reply
from returns.reading.row_owners import RowUnit
from schemas.raw_text import RawText


@dataclass
class SheetExtract:
    """One sheet that holds a form. `rows` are sheet row numbers; columns run along them."""

    sheet: str
    form: str
    meta: dict[str, tuple[str, str]]
    layout: dict[str, str] = field(default_factory=dict)  # field → D (table) or D7 (card)
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[Value]] = field(default_factory=dict)
    nil: bool = False
    header_cell: str = "A1"
    problems: list[Problem] = field(default_factory=list)
    raw_texts: list[RawText] = field(default_factory=list)  # only of cells that reading changed
    row_units: list[RowUnit] = field(default_factory=list)  # along `rows`, where a column says so
    nil_units: list[RowUnit] = field(default_factory=list)  # who says 无 in such a table
    unit_heads: dict[str, str] = field(default_factory=dict)  # header cells of that column → labels
    left_out: dict[str, list[int]] = field(default_factory=dict)  # field → rows of further problems


@dataclass
class FileExtract:
    """All that was read of a file.

    `listed` are the forms its cover promises: title → cell. `stamp` says whose template it is.
    """

    cover: dict[str, tuple[str, str]] = field(default_factory=dict)
    cover_sheet: str = ""
    stamp: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    sheets: list[SheetExtract] = field(default_factory=list)
    unknown_sheets: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)  # macros and the like, in words
    refused: Problem | None = None
    fault: str = ""  # what broke in our own reading code, without a word of the file's content
    killed: bool = False  # something outside killed the reading process

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

"""What came back from the reading process, as typed objects for the judging side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from returns.reading.convert import Value
from returns.reading.locate import Problem
from returns.reading.reader_errors import ReaderKilled, ReadingBroke
from returns.reading.replies import Reply
from returns.reading.row_owners import RowUnit
from schemas.cell_addresses import listed
from schemas.forms import FORMS
from schemas.raw_text import RawText

# Problems that a form may have in which nobody wrote anything: of what our template itself says, or
# of what is no cell's content.
_OF_NO_ANSWER = frozenset({"ROW-002", "ROW-003", "ROW-005", "SHT-005", "VAL-020"})


@dataclass
class SheetRead:
    """One sheet that holds a form; see `extract.SheetExtract`."""

    sheet: str
    form: str
    meta: dict[str, tuple[str, str]]
    layout: dict[str, str]
    rows: list[int]
    columns: dict[str, list[Value]]
    nil: bool
    header_cell: str
    problems: list[Problem]
    raw_texts: list[RawText] = field(default_factory=list)
    row_units: list[RowUnit] = field(default_factory=list)
    nil_units: list[RowUnit] = field(default_factory=list)
    unit_heads: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, list[int]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where to look for it: 工作表“应急演练”第 5、6 行, where only some rows are meant."""
        rows = f"第 {listed(self.rows)} 行" if self.row_units else ""
        return f"工作表“{self.sheet}”{rows}"

    @property
    def is_blank(self) -> bool:
        """Has the form's labels and no answer at all: 未填.

        What the template says itself is none: its example, as long as nobody has written over it,
        and 上年数. A 0, a 无, a sign such as “/” and a formula are answers, right or wrong.
        """
        if not self.layout or self.nil or self.nil_units or self.raw_texts or self.left_out:
            return False
        if any(one.rule not in _OF_NO_ANSWER or one.facts.get("altered") for one in self.problems):
            return False
        return all(value is None for values in self.columns.values() for value in values)

    def cell_of(self, name: str, row: int) -> str:
        """Address of a field in a sheet row: `D` + row for a table, the fixed cell for a card."""
        place = self.layout.get(name, "")
        return f"{place}{row}" if place.isalpha() else place


@dataclass
class FileRead:
    """One file as read. `refused` is set when it could not be read at all.

    Of a workbook of several units, `returns.judging.splitting` makes a part each, which names it in `part`,
    and the whole, which holds what the sender says for itself; all name the sender in `sent_by`.
    """

    file_name: str
    folder: str = ""  # the name of the folder it came in
    cover: dict[str, tuple[str, str]] = field(default_factory=dict)
    cover_sheet: str = ""
    stamp: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    sheets: list[SheetRead] = field(default_factory=list)
    unknown_sheets: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    refused: Problem | None = None
    broken: Exception | None = None  # what broke on our side while it was read
    sent_by: str = ""  # code of the 中心校 that files for others here
    part: str = ""  # code of the unit, or a number of its own where nobody has that name
    # What stands in the columns for persons, of all parts: it may turn up anywhere in the file.
    persons: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def from_plain(cls, file_name: str, plain: dict[str, Any], folder: str = "") -> "FileRead":
        refused = plain["refused"]
        read = cls(
            file_name=file_name,
            folder=folder,
            cover=_pairs(plain["cover"]),
            cover_sheet=plain["cover_sheet"],
            stamp=plain["stamp"],
            listed=plain["listed"],
            sheets=[
                SheetRead(
                    **{
                        **sheet,
                        "meta": _pairs(sheet["meta"]),
                        "problems": [Problem(**problem) for problem in sheet["problems"]],
                        "raw_texts": [RawText.from_plain(one) for one in sheet["raw_texts"]],
                    }
                )
                for sheet in plain["sheets"]
            ],
            unknown_sheets=plain["unknown_sheets"],
            carried=plain["carried"],
            replies=[Reply(**reply) for reply in plain["replies"]],
            refused=Problem(**refused) if refused else None,
            broken=_broken(plain),
        )
        read.persons = frozenset(_persons(read.sheets))
        return read

    @property
    def filled_in(self) -> list[SheetRead]:
        """The forms that say something. A blank one takes no part in anything: 未填."""
        return [sheet for sheet in self.sheets if not sheet.is_blank]

    @property
    def speaking(self) -> list[SheetRead]:
        """The sheets that say whose the file is: those filled in, or else all."""
        return self.filled_in or self.sheets

    def claims(self, key: str) -> list[tuple[str, str, str]]:
        """(value, sheet, cell) of a metadata key, the cover's first.

        Where no sheet says it, the template's hidden stamp does, which has no place to show.
        """
        found = [(value, self.cover_sheet, cell) for value, cell in _value(self.cover, key)]
        for sheet in self.speaking:
            found.extend((value, sheet.sheet, cell) for value, cell in _value(sheet.meta, key))
        if not found and key in self.stamp:
            found = [(self.stamp[key], "", "")]
        return found


def _persons(sheets: Iterable[SheetRead]) -> Iterator[str]:
    """What stands in the columns for persons, also where it was not taken for a value."""
    for sheet in sheets:
        personal = [c.name for c in FORMS[sheet.form].columns if c.kind.is_personal]
        for name in personal:
            yield from (str(value) for value in sheet.columns.get(name, ()) if value is not None)
        yield from (one.raw for one in sheet.problems if one.field in personal)


def _broken(plain: dict[str, Any]) -> Exception | None:
    if plain["killed"]:
        return ReaderKilled("the reading process was killed twice")
    return ReadingBroke(plain["fault"]) if plain["fault"] else None


def _value(meta: dict[str, tuple[str, str]], key: str) -> list[tuple[str, str]]:
    return [meta[key]] if key in meta else []


def _pairs(plain: dict[str, list[str]]) -> dict[str, tuple[str, str]]:
    return {key: (value, cell) for key, (value, cell) in plain.items()}

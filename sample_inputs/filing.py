"""One return about to be written, and what a reader of it must find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from returns.workbooks.return_book import NIL, Answer, Nil, Signatures, cover_cells, write_workbook
from returns.workbooks.sheet_layout import SheetLayout, layout_for
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.figures import COLLECTION
from schemas.collections import Collection
from schemas.form import FORMS
from schemas.sheet_names import COVER
from schemas.units import KINDERGARTEN, OFFICE, SCHOOL, Unit

_CLERKS = ("王老师", "李老师", "赵老师", "孙老师", "周老师", "吴老师", "郑老师")
_CHECKERS = ("钱主任", "冯主任", "陈主任", "褚主任", "卫主任")
_HEAD_OF = {SCHOOL: "校长", KINDERGARTEN: "园长", OFFICE: "科长"}
_HEADS = ("蒋校长", "沈校长", "韩校长", "杨校长", "朱校长", "秦校长")


@dataclass(frozen=True)
class Planted:
    """A finding that checking the file must come to: an error, or a query to be explained."""

    rule: str
    form: str = ""
    sheet: str = ""
    cell: str = ""
    what: str = ""


@dataclass
class Return:
    """A workbook of one unit. `answers` is its own copy and may be spoilt freely."""

    unit: Unit
    answers: dict[str, Answer]
    collection: Collection = COLLECTION
    cover: bool = True
    listed: list[str] | None = None
    overwrites: dict[tuple[str, str], CellValue] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    replaced_by: bytes | None = None  # the file holds this instead of a workbook

    @classmethod
    def of(cls, unit: Unit, answers: Mapping[str, Answer]) -> "Return":
        return cls(unit, {code: _copy(answer) for code, answer in answers.items()})

    def records(self, code: str) -> list[dict[str, CellValue]]:
        """The records of a form, to be changed in place; a card has one, an absent form none."""
        answer = self.answers.get(code, NIL)
        if isinstance(answer, dict):
            return [answer]
        return answer if isinstance(answer, list) else []

    def layout(self, code: str) -> SheetLayout:
        answer = self.answers[code]
        return layout_for(FORMS[code], self.unit, len(self.records(code)), totals=answer is not NIL)

    def fill(self, code: str, name: str, value: CellValue, record: int = 0) -> None:
        """Put `value` where the unit meant something else."""
        self.records(code)[record][name] = value

    def expect(self, rule: str, code: str, name: str, what: str, record: int = 0) -> None:
        """Checking must find `rule` broken at a field."""
        self.expect_at(rule, code, self.layout(code).cell(name, record), what)

    def expect_at(self, rule: str, code: str, cell: str, what: str) -> None:
        """Checking must find `rule` broken at a cell of a form's sheet."""
        self.planted.append(Planted(rule, code, FORMS[code].title, cell, what))

    def expect_on_cover(self, rule: str, entry: str, what: str, form: str = "") -> None:
        """Checking must find `rule` broken at an entry of the cover."""
        listed = self.listed if self.listed is not None else list(self.answers)
        self.planted.append(Planted(rule, form, COVER, cover_cells(listed)[entry], what))

    def write(self, path: Path) -> None:
        """Write the workbook, or what stands in its place."""
        if self.replaced_by is not None:
            path.write_bytes(self.replaced_by)
            return
        serial = int(self.unit.code[-3:]) if self.unit.code[-3:].isdigit() else 0
        head = _HEADS[serial % len(_HEADS)]
        signatures = Signatures(
            _CLERKS[serial % len(_CLERKS)],
            _CHECKERS[serial % len(_CHECKERS)],
            head.replace("校长", _HEAD_OF[self.unit.kind]),
        )
        write_workbook(
            path,
            self.unit,
            self.collection,
            self.answers,
            cover=self.cover,
            listed=self.listed,
            signatures=signatures,
            overwrites=self.overwrites,
        )


def _copy(answer: Answer) -> Answer:
    if isinstance(answer, Nil):
        return answer
    return dict(answer) if isinstance(answer, Mapping) else [dict(record) for record in answer]


def day(text: str) -> date:
    """2020-10-15 → date."""
    return date.fromisoformat(text)

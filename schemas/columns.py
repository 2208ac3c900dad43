"""The plain description of a form's columns and layout.

This module imports the standard library only: it is what the sandboxed reading process needs to
know of a form. The rich declaration (pandera models, obligations, rules) is in the modules beside.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a cell of a column holds; decides conversion, storage and dtype."""

    COUNT = "count"  # whole persons, things or events
    MONEY = "money"  # filled in as yuan, stored as integer fen (分)
    AREA = "area"  # filled in as m², stored as integer hundredths
    PERCENT = "percent"  # filled in as 79.68 for 79.68 %, stored as integer hundredths
    FLAG = "flag"  # 是 / 否
    CODE = "code"  # one term of a code list
    TEXT = "text"
    DATE = "date"  # a full day
    PERSON = "person"  # a person's name
    PUPIL_ID = "pupil_id"  # 学籍号
    CITIZEN_ID = "citizen_id"  # 公民身份号码
    IDENTIFIER = "identifier"  # 学校标识码, 统一社会信用代码, case numbers

    @property
    def scale(self) -> int:
        """Decimal digits kept when the value is stored as an integer."""
        return 2 if self in (Kind.MONEY, Kind.AREA, Kind.PERCENT) else 0

    @property
    def is_number(self) -> bool:
        return self in (Kind.COUNT, Kind.MONEY, Kind.AREA, Kind.PERCENT)

    @property
    def is_personal(self) -> bool:
        return self in (Kind.PERSON, Kind.PUPIL_ID, Kind.CITIZEN_ID)

    @property
    def is_open(self) -> bool:
        """Takes any words, so that what a clerk writes may name somebody."""
        return self.is_personal or self.takes_any_words

    @property
    def takes_any_words(self) -> bool:
        """Words that are nobody's as a rule, and are kept as they are but for persons in them."""
        return self in (Kind.TEXT, Kind.IDENTIFIER)


class Blank(StrEnum):
    """What an empty cell means. Blank is never silently 0."""

    ERROR = "error"  # the unit must answer, with 0 where there is nothing
    NOT_APPLICABLE = "not_applicable"  # a legitimate "does not concern this row"


class Layout(StrEnum):
    CARD = "card"  # one item a line: label on the left, value on the right; one record a unit
    TABLE = "table"  # a header and one row a record


@dataclass(frozen=True)
class Column:
    """One field of a form, as people see it and as the reader needs it."""

    name: str
    label: str
    kind: Kind
    example: str
    group: str = ""  # the merged header above the label, e.g. 本学年增加
    unit: str = ""  # 计量单位
    blank: Blank = Blank.ERROR
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    minimum: int | None = None
    zero_claim: bool = False  # the bureau claims that the district total is 0
    never_zero: bool = False  # whoever is open has some: pupils, staff
    rate: bool = False  # a number per person, a year, a percentage: never added up
    digits: int = 0  # of a code of exactly so many digits, the first of which may be 0

    @property
    def is_addend(self) -> bool:
        """Whether the values of several rows may be added up."""
        return self.kind.is_number and not self.rate

    @property
    def full_label(self) -> str:
        return f"{self.group}/{self.label}" if self.group else self.label


@dataclass(frozen=True)
class FormLayout:
    """What the reader needs to find and convert one form of one edition."""

    code: str
    title: str
    titles: tuple[str, ...]  # the title and its aliases, as a sheet may be named
    layout: Layout
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready form, for the pipe to the reading process."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "FormLayout":
        columns = tuple(
            Column(
                **{
                    **c,
                    "kind": Kind(c["kind"]),
                    "blank": Blank(c["blank"]),
                    "aliases": tuple(c["aliases"]),
                    "codes": tuple(c["codes"]),
                }
            )
            for c in plain["columns"]
        )
        return cls(
            code=plain["code"],
            title=plain["title"],
            titles=tuple(plain["titles"]),
            layout=Layout(plain["layout"]),
            key=tuple(plain["key"]),
            columns=columns,
        )

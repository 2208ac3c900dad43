"""Rounds of reporting and the dates that forms refer to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from schemas.editions import Edition


@dataclass(frozen=True)
class Basis:
    """The stock date or period that a form's numbers describe."""

    text: str
    start: date
    end: date  # equal to start for a stock date


@dataclass(frozen=True)
class Collection:
    """One round of reporting."""

    code: str
    title: str
    edition: Edition
    stock_date: date
    teaching_months: int  # months in which a school had pupils on site; 2020's spring was disrupted
    drill_quarters: int  # quarters in which a kindergarten had children on site
    deadline: date
    # From the provincial emergency response to the last staggered return to school.
    epidemic_response: tuple[date, date]

    @property
    def year(self) -> int:
        return self.stock_date.year


def stock(collection: Collection) -> Basis:
    """The stock date, 1 September."""
    day = collection.stock_date
    return Basis(f"截至{day.year}年{day.month}月{day.day}日", day, day)


def school_year(collection: Collection) -> Basis:
    """Flows of the finished school year, and the closing stock on the stock date."""
    year = collection.year
    return Basis(
        f"{year - 1}年9月1日至{year}年8月31日，期末为{year}年9月1日",
        date(year - 1, 9, 1),
        collection.stock_date,
    )


def calendar_year(collection: Collection) -> Basis:
    year = collection.year
    return Basis(f"{year}年1月1日至12月31日", date(year, 1, 1), date(year, 12, 31))


def budget_year(collection: Collection) -> Basis:
    year = collection.year
    return Basis(f"{year}预算年度", date(year, 1, 1), date(year, 12, 31))


def cumulative(collection: Collection) -> Basis:
    """What has come about up to the end of the year, whenever it began."""
    year = collection.year
    return Basis(f"截至{year}年12月31日累计", date(1949, 1, 1), date(year, 12, 31))


def autumn(collection: Collection) -> Basis:
    """The autumn and winter of the year, as the epidemic-control plans reckon it."""
    year = collection.year
    return Basis(f"{year}年9月至12月", date(year, 9, 1), date(year, 12, 31))


def epidemic_response(collection: Collection) -> Basis:
    """The months in which schools were closed or came back in turns."""
    start, end = collection.epidemic_response
    return Basis(f"{start.isoformat()}至{end.isoformat()}疫情防控期间", start, end)


# What a period is called where no collection is named: in definitions.
PERIOD_NAMES: dict[Callable[[Collection], Basis], str] = {
    school_year: "本学年",
    calendar_year: "本年",
    budget_year: "本预算年度",
    cumulative: "截至本年末",
    autumn: "本年9月至12月",
    epidemic_response: "疫情防控期间",
}

COLLECTIONS: dict[str, Collection] = {
    "2020": Collection(
        code="2020",
        title="2020年度教育体育工作填报",
        edition=Edition("2020.1"),
        stock_date=date(2020, 9, 1),
        teaching_months=9,
        drill_quarters=3,
        deadline=date(2020, 12, 31),
        epidemic_response=(date(2020, 1, 24), date(2020, 8, 31)),
    )
}
CURRENT = max(COLLECTIONS)  # the default where none is named

"""The guards that the staffing standard asks of a unit, in SQL.

The twin of `schemas.standards.guards_required`, from the same dated parameters; a test holds the
two together on the boundary cases.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, case, func

from indicators.expressions import Expression
from schemas.collections import Collection
from schemas.form import Form
from schemas.standards import standard


@dataclass(frozen=True)
class GuardsRequired(Expression):
    """Full-time guards due, by the standard in force on the collection's stock date."""

    pupils: str = "pupils"
    staff: str = "staff"
    boarders: str = "boarders"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.pupils, self.staff, self.boarders)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[int]:
        staffing = standard("guard_staffing", collection.stock_date)
        headcount = func.coalesce(table.c[self.pupils], 0) + func.coalesce(table.c[self.staff], 0)
        boarders = func.coalesce(table.c[self.boarders], 0)
        beyond = staffing["further_beyond"]
        further = case(
            (headcount > beyond, (headcount - beyond) // staffing["per_further"]), else_=0
        )
        due = case(
            (headcount < staffing["small_below"], staffing["small_guards"]),
            else_=staffing["base_guards"] + further,
        )
        at_least_base = case(
            (due < staffing["boarding_base"], staffing["boarding_base"]), else_=due
        )
        return case((boarders > 0, at_least_base + boarders // staffing["per_boarders"]), else_=due)

    def text(self, form: Form) -> str:
        return "按学生、教职工人数应配人数"

    def scale(self, form: Form) -> int:
        return 0

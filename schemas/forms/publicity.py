"""Form 11, 宣传 and 文明校园申报."""

import pandera.pandas as pa

from schemas.codes import CAMPUS_LEVELS, OUTLETS
from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import Day, Words, YesNo, code, day, flag, text
from schemas.form import Copied, form
from schemas.obligations import schools_and_kindergartens


@form(
    "publicity",
    number=11,
    title="宣传",
    aliases=("宣传报道", "宣传作品"),
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=schools_and_kindergartens,
    key=("headline", "outlet"),
    notes=("一行一篇；同一作品在两家媒体发表的填两行。没有的，第一行填“无”。",),
    copied=Copied("EQL-008", digits=8),
)
class Publicity(pa.DataFrameModel):
    """Published articles, one row an article and outlet."""

    headline: Words = text("作品标题", example="春日里的劳动课")
    outlet: Words = code("发表媒体", OUTLETS)
    published_on: Day = day("发表日期", example="2020-05-06")


@form(
    "civilised_campus",
    number=11,
    title="文明校园申报",
    layout=Layout.CARD,
    basis=calendar_year,
    owed_by=schools_and_kindergartens,
)
class CivilisedCampus(pa.DataFrameModel):
    """Whether the unit applied to be named a civilised campus."""

    applied: YesNo = flag("是否申报市、区级文明校园")
    level: Words = code("申报级别", CAMPUS_LEVELS)

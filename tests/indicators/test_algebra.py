"""What the offices' ledgers need of the algebra: joins, days, products, periods, years, constants.

Every number is reckoned by hand from the few rows filed here.
"""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from indicators.algebra import Among, Count, CountDistinct, DaysCovered, Fixed, Measure, Sum
from indicators.computation import ValueStatus, compute
from indicators.expressions import field, minus, product, total
from indicators.indicator import Indicator
from indicators.lineage import explain_indicator
from indicators.ratios import PerHead, Ratio
from schemas import offices
from schemas.collections import autumn, calendar_year, epidemic_response
from schemas.forms import FORMS
from schemas.obligations import office
from schemas.units import OFFICE, PUBLIC, URBAN, Register, Unit
from tests.indicators.district import COLLECTION, rows, send
from warehouse.engine import reading, writing
from warehouse.register import store_register
from warehouse.vault import Vault

PARTY, SPORT, FINANCE, PROJECTS, BASIC = "KS02", "KS10", "KS05", "KS04", "KS01"
NAMES = {
    BASIC: offices.BASIC_EDUCATION,
    PARTY: offices.PARTY,
    PROJECTS: offices.PROJECTS,
    FINANCE: offices.FINANCE,
    SPORT: offices.SPORT,
}
REGISTER = Register(
    Unit(code, name, OFFICE, "机关科室", PUBLIC, URBAN, False, False, date(2001, 1, 1))
    for code, name in NAMES.items()
)
_PARTY, _SPORT = office(offices.PARTY), office(offices.SPORT)
_SEMINARS = Count("events", where=field("kind").equals("专题研讨班"), units=_PARTY)


@pytest.fixture
def bureau(engine: Engine, vault: Vault) -> Engine:
    """Five offices; each has filed what the tests below reckon with."""
    with writing(engine) as connection:
        store_register(connection, REGISTER)
    event = {"theme": "其他", "starts_on": date(2020, 5, 6), "ends_on": date(2020, 5, 6)}
    send(
        engine,
        vault,
        PARTY,
        rows(
            "events",
            {**event, "event_number": "A1", "kind": "专题研讨班", "ends_on": date(2020, 5, 7)},
            {**event, "event_number": "A2", "kind": "专题研讨班", "starts_on": date(2020, 4, 30)},
            {**event, "event_number": "A3", "kind": "中心组学习"},
        ),
        rows(
            "attendance",
            {"event_number": "A1", "person_number": "R1"},
            {"event_number": "A1", "person_number": "R2"},
            {"event_number": "A2", "person_number": "R2"},
            {"event_number": "A3", "person_number": "R3"},
            {"event_number": "A9", "person_number": "R4"},
        ),
    )
    send(
        engine,
        vault,
        SPORT,
        # The same numbers as the party office's: an event is one of its own office.
        rows("events", {**event, "event_number": "A1", "kind": "机关运动会"}),
        rows("attendance", {"event_number": "A1", "person_number": "R9"}),
        rows(
            "sports_facilities",
            {"facility_number": "1", "kind": "健身场所", "site_area": 1_500_50},
            {"facility_number": "2", "kind": "健身团队", "site_area": None},
            {"facility_number": "3", "kind": "健身广场", "site_area": 499_50},
        ),
    )
    send(
        engine,
        vault,
        FINANCE,
        rows(
            "allocations",
            {"pupils": 380, "base_quota": 650_00, "standard": 703_00},
            {"pupils": 100, "base_quota": 850_00, "standard": 890_00},
        ),
        rows(
            "payments",
            {"project_number": "X1", "amount": 1_000_00, "paid_on": date(2019, 12, 31)},
            {"project_number": "X1", "amount": 200_50, "paid_on": date(2020, 3, 1)},
            {"project_number": "X2", "amount": 7_00, "paid_on": date(2020, 9, 1)},
            {"project_number": None, "amount": 9_00, "paid_on": date(2020, 12, 31)},
        ),
    )
    send(
        engine,
        vault,
        PROJECTS,
        rows(
            "projects",
            {"project_number": "X1", "key_project": "曹岭湖中学"},
            {"project_number": "X2", "key_project": "一般项目"},
        ),
    )
    send(
        engine,
        vault,
        BASIC,
        rows(
            "residents",
            {"township": "曹庵镇", "persons": 900},
            {"township": "柳塘镇", "persons": 100},
        ),
    )
    return engine


def value(engine: Engine, measure: Measure, unit: str = "人", decimals: int = 1) -> Decimal | None:
    """The figure; its cells must add up to it on the way."""
    indicator = Indicator("tried", "0.0", "试", "tried", unit, measure, decimals)
    with reading(engine) as connection:
        (computed,) = compute(connection, COLLECTION, REGISTER, indicators=[indicator])
        explained = explain_indicator(connection, indicator, COLLECTION, REGISTER)
    for role, amount, scale in (
        ("numerator", computed.numerator, measure.scale),
        ("denominator", computed.denominator, measure.denominator_scale),
    ):
        cells = [cell for cell in explained.contributions if cell.role == role]
        if not isinstance(measure, Fixed):
            assert sum(cell.value for cell in cells) == Decimal(amount or 0).scaleb(-scale)
    return computed.value


def test_persons_and_sign_ins_at_events_of_a_kind(bureau: Engine) -> None:
    among = Among("event_number", _SEMINARS)
    persons = CountDistinct("attendance", "person_number", among=among, units=_PARTY)
    assert value(bureau, persons) == 2  # R1, R2; not R9 of the other office's A1
    assert value(bureau, Count("attendance", among=among, units=_PARTY)) == 3


def test_days_count_the_first_and_the_last(bureau: Engine) -> None:
    where = field("kind").equals("专题研讨班")
    held = DaysCovered("events", "starts_on", "ends_on", where=where, units=_PARTY)
    assert value(bureau, held, "天") == 8  # 6 to 7 May; 30 April to 6 May: the sixth counts once


def test_a_number_of_a_row_times_another(bureau: Engine) -> None:
    above = Sum("allocations", product("pupils", minus("standard", "base_quota")))
    assert above.scale == 2
    assert value(bureau, above, "元") == 380 * 53 + 100 * 40


def test_rows_of_one_office_among_those_of_another(bureau: Engine) -> None:
    key = Count(
        "projects", where=field("key_project").equals("曹岭湖中学"), units=office(offices.PROJECTS)
    )
    paid = Sum("payments", "amount", among=Among("project_number", key))
    assert value(bureau, paid, "元") == Decimal("1200.50")


def test_dates_within_a_period(bureau: Engine) -> None:
    def paid(period) -> Sum:
        return Sum("payments", "amount", where=field("paid_on").within(period))

    assert value(bureau, paid(calendar_year), "元") == Decimal("216.50")
    assert value(bureau, paid(epidemic_response), "元") == Decimal("200.50")
    assert value(bureau, paid(autumn), "元") == 16  # the first and the last day count


def test_square_metres_a_head(bureau: Engine) -> None:
    measure = PerHead(Sum("sports_facilities", "site_area"), Sum("residents", "persons"))
    assert (measure.scale, measure.denominator_scale) == (2, 0)
    assert value(bureau, measure, "平方米/人") == 2


def test_a_share_of_numbers_of_different_scales_is_refused() -> None:
    with pytest.raises(TypeError, match="scales"):
        Ratio(Sum("sports_facilities", "site_area"), Sum("residents", "persons"))


def test_a_sum_is_of_fields_or_of_one_expression() -> None:
    with pytest.raises(TypeError, match="one expression"):
        Sum("events", total("starts_on", "ends_on"), "title")
    with pytest.raises(TypeError, match="one expression"):
        Sum("events")


def test_a_constant_waits_for_nobody(bureau: Engine) -> None:
    indicator = Indicator("tried", "0.0", "试", "tried", "个", Fixed(4, "四项目标"))
    with reading(bureau) as connection:
        (computed,) = compute(connection, COLLECTION, REGISTER, indicators=[indicator])
        assert explain_indicator(connection, indicator, COLLECTION, REGISTER).contributions == ()
    assert (computed.value, computed.status) == (4, ValueStatus.FINAL)
    assert (computed.expected_units, computed.missing) == (0, ())
    assert indicator.definition == "固定数：四项目标"


def test_a_join_waits_for_both_forms(bureau: Engine, vault: Vault) -> None:
    among = Among("event_number", Count("events", units=_SPORT))
    indicator = Indicator(
        "tried", "0.0", "试", "tried", "人", Count("attendance", among=among, units=_PARTY)
    )
    with reading(bureau) as connection:
        (computed,) = compute(connection, COLLECTION, REGISTER, indicators=[indicator])
    assert computed.expected_units == 2
    assert computed.status is ValueStatus.FINAL


def test_definitions_name_what_they_join() -> None:
    persons = CountDistinct("attendance", "person_number", among=Among("event_number", _SEMINARS))
    assert persons.text == (
        "《活动签到名册》不重复的人员编号个数"
        "（活动编号属于《会议活动台账》中活动类型为专题研讨班的条目）"
    )
    assert product("pupils", minus("standard", "base_quota")).text(FORMS["allocations"]) == (
        "核定学生数×（生均执行标准－生均基准定额）"
    )
    assert DaysCovered("events", "starts_on", "ends_on").text == (
        "《会议活动台账》开始日期至结束日期的不重复天数"
    )
    assert field("paid_on").within(autumn).text(FORMS["payments"]) == "拨付日期在本年9月至12月"
    assert field("for_year").is_year(-1).text(FORMS["honours"]) == "荣誉年度为上年度"
    assert total("pupils").scale(FORMS["allocations"]) == 0

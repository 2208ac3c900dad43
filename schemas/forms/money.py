"""Ledgers 211, 212, 226, 227, 222: public funds by school, purchases, aid, loans, consolation."""

import pandera.pandas as pa

from schemas.collections import budget_year, calendar_year
from schemas.columns import Layout
from schemas.fields import (
    Day,
    Whole,
    Words,
    code,
    count,
    day,
    identifier,
    money,
    person,
    pupil_id,
    text,
    unit_code,
)
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import (
    AID_KINDS,
    CONSOLATION_KINDS,
    LOAN_LEVELS,
    PURCHASE_KINDS,
    PURCHASE_KINDS_BY_OFFICE,
    STAGES,
    TOWNSHIPS,
)
from schemas.offices import AID, FINANCE, PERSONNEL
from schemas.plausible import between


@form(
    "allocations",
    number=211,
    title="公用经费下达台账",
    layout=Layout.TABLE,
    basis=budget_year,
    owed_by=office(FINANCE),
    key=("school_code", "stage"),
    notes=("一校一学段填一行；下达金额＝学生数×执行标准＋寄宿及小规模补助。",),
)
class Allocations(pa.DataFrameModel):
    """Public funds allotted to each public school, by stage, with the standards behind them."""

    school_code: Words = unit_code("学校代码", example="2134000101")
    school: Words = text("学校", example="曹庵镇第二小学")
    stage: Words = code("学段", STAGES)
    pupils: Whole = count("核定学生数", unit="人", example=380, bounded_by=("ALC-001",))
    base_quota: Whole = money("生均基准定额", example="650", rate=True)
    standard: Whole = money("生均执行标准", example="703", rate=True)
    supplements: Whole = money("寄宿及小规模补助", example="0")
    amount: Whole = money("下达金额", example="267140", bounded_by=("ALC-001",))


@form(
    "purchases",
    number=212,
    title="采购合同台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*PURCHASE_KINDS_BY_OFFICE),
    key=("contract_number",),
    notes=("金额以元为单位。",),
    same_thing=SameThing("DUP-010", ("kind", "goods", "amount")),
)
class Purchases(pa.DataFrameModel):
    """Goods bought: one row a contract."""

    contract_number: Words = identifier("合同编号", example="HT2020-01")
    kind: Words = code("采购类别", PURCHASE_KINDS)
    goods: Words = text("采购内容", example="教学一体机")
    amount: Whole = money(
        "合同金额",
        example="860000",
        plausible=between("BND-040", 500, 5000000, "单份采购合同的金额"),
    )
    signed_on: Day = day("签订日期", example="2020-06-18")


@form(
    "aid_payments",
    number=226,
    title="资助发放台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(AID),
    key=("payment_number",),
    notes=("一人一次发放填一行；金额以元为单位。",),
    same_thing=SameThing("DUP-011", ("kind", "recipient_id", "paid_on")),
)
class AidPayments(pa.DataFrameModel):
    """Aid paid by the aid centre itself: one row a payment to a child or student."""

    payment_number: Words = identifier("发放编号", example="ZZ2020-0001")
    kind: Words = code("资助项目", AID_KINDS)
    township: Words = code("户籍乡镇", TOWNSHIPS)
    recipient_name: Words = person("受助人姓名")
    recipient_id: Words = pupil_id("学籍号")
    amount: Whole = money(
        "发放金额", example="1500", plausible=between("BND-044", 300, 3000, "资助一次发放的金额")
    )
    paid_on: Day = day("发放日期", example="2020-11-12")


@form(
    "loans",
    number=227,
    title="生源地助学贷款台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(AID),
    key=("contract_number",),
    notes=("一份合同填一行；金额以元为单位。",),
)
class Loans(pa.DataFrameModel):
    """Student loans granted at the place of origin: one row a contract."""

    contract_number: Words = identifier("合同编号", example="DK2020-001")
    level: Words = code("就读层次", LOAN_LEVELS)
    amount: Whole = money(
        "贷款金额",
        example="8000",
        plausible=between("BND-045", 1000, 20000, "助学贷款每人每年的额度"),
    )
    signed_on: Day = day("签订日期", example="2020-08-20")


@form(
    "consolation",
    number=222,
    title="教师慰问台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PERSONNEL),
    key=("payment_number",),
    notes=("一人一次填一行；金额以元为单位。",),
    same_thing=SameThing("DUP-012", ("kind", "person_number", "paid_on")),
)
class Consolation(pa.DataFrameModel):
    """Money given to teachers in hardship: one row a payment."""

    payment_number: Words = identifier("发放编号", example="WW2020-01")
    kind: Words = code("慰问项目", CONSOLATION_KINDS)
    person_number: Words = identifier("人员编号", example="RY000123")
    amount: Whole = money(
        "慰问金额",
        example="10000",
        plausible=between("BND-043", 1500, 20000, "慰问一般每人次几千元至一万元"),
    )
    paid_on: Day = day("发放日期", example="2020-09-08")

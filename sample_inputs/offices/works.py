"""项目办公室, 办公室 and 财务科: projects, checks, purchases, public funds, payments. Amounts are yuan."""

from datetime import date

from returns.workbooks.return_book import Answer
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.district import District
from sample_inputs.funding import funding_shares
from sample_inputs.offices.rows import Row, chance, days_between, honour
from schemas.office_codes import (
    BUILDING,
    CAOLINGHU,
    CHAOYANG,
    COMPLETED,
    COMPULSORY_FUNDS,
    DISTRICT_LEVEL,
    HUAIHUA,
    IMPROVEMENT,
    IN_USE,
    INFORMATION,
    INTRODUCED,
    KINDERGARTEN_WORK,
    LONGHU,
    MUNICIPAL,
    NEW_BUILDING,
    NO16_WEST,
    ORDINARY,
    PLANNED,
    POVERTY_PRODUCE,
    POVERTY_RELIEF,
    PREPARED,
    PROJECT_CHECK,
    PUBLIC_FUNDS,
    REPAIR,
    SITE_CHECK,
    TIAN2_BRANCH,
    VILLAGE_REPAIR,
    XUEYUAN,
)

CHECKS, SITE_VISITS = 18, 34
CAOLINGHU_NUMBER = "XM2019-01"
CAOLINGHU_PAID = 71_260_000
# (granted by the centre, by the province, invested) of the eight repairs: 860,000 and 690,000.
REPAIRS = (
    (80_000, 40_000, 96_000),
    (70_000, 40_000, 88_000),
    (70_000, 35_000, 83_000),
    (70_000, 40_000, 90_000),
    (70_000, 40_000, 87_000),
    (60_000, 40_000, 80_000),
    (60_000, 40_000, 82_000),
    (65_000, 40_000, 84_000),
)
IMPROVEMENTS = (1_260_000, 1_080_000, 960_000, 905_000, 840_000, 780_000, 690_000, 560_000, 425_000)
VILLAGE_REPAIRS = (128_000, 116_000, 108_000, 98_000)
_REPAIRED = ("屋面防水维修", "门窗更换", "厕所改造", "围墙维修")
_INSTALMENTS = (  # share of the year's public funds, when, under which name
    (4, date(2020, 3, 10), COMPULSORY_FUNDS),
    (4, date(2020, 6, 16), PUBLIC_FUNDS),
    (2, date(2020, 10, 20), PUBLIC_FUNDS),
)


def _project(number: str, name: str, kind: str, status: str, **more: CellValue) -> Row:
    row: Row = {
        "project_number": number,
        "name": name,
        "kind": kind,
        "key_project": ORDINARY,
        "school_code": None,
        "central_funds": 0,
        "provincial_funds": 0,
        "local_funds": 0,
        "invested": 0,
        "status": status,
        "started_on": None,
        "completed_on": None,
    }
    return row | more


def project_office(district: District) -> dict[str, Answer]:
    """The ledgers of 项目办公室."""
    schools = [m.unit for m in district.schools if m.unit.is_public]
    towns = [unit for unit in schools if unit.area == "城区"]
    villages = [unit for unit in schools if unit.area == "乡村" and unit.type == "小学"]
    rows = [
        _project(
            f"XM2020-{at + 1:02d}",
            f"{unit.name}{_REPAIRED[at % len(_REPAIRED)]}",
            REPAIR,
            COMPLETED,
            school_code=unit.code,
            central_funds=central,
            provincial_funds=provincial,
            invested=invested,
            started_on=date(2020, 7, 6),
            completed_on=date(2020, 8, 26),
        )
        for at, (unit, (central, provincial, invested)) in enumerate(
            zip(schools[20:28], REPAIRS, strict=True)
        )
    ]
    rows += [
        _project(
            f"XM2020-{at + 11:02d}",
            f"{unit.name}功能室改造",
            IMPROVEMENT,
            COMPLETED,
            school_code=unit.code,
            local_funds=invested + 5_000,
            invested=invested,
            started_on=date(2020, 7, 3),
            completed_on=date(2020, 8, 29),
        )
        for at, (unit, invested) in enumerate(zip(towns, IMPROVEMENTS, strict=False))
    ]
    rows += [
        _project(
            f"XM2020-{at + 31:02d}",
            f"{unit.name}校舍维修",
            VILLAGE_REPAIR,
            COMPLETED,
            school_code=unit.code,
            local_funds=invested,
            invested=invested,
            started_on=date(2020, 6, 22),
            completed_on=date(2020, 8, 20),
        )
        for at, (unit, invested) in enumerate(zip(villages, VILLAGE_REPAIRS, strict=False))
    ]
    return {"projects": rows + _named_projects(), "inspections": _checks(district)}


def _named_projects() -> list[Row]:
    return [
        _project(
            CAOLINGHU_NUMBER,
            "曹岭湖中学新建",
            NEW_BUILDING,
            BUILDING,
            key_project=CAOLINGHU,
            provincial_funds=20_000_000,
            local_funds=70_000_000,
            invested=CAOLINGHU_PAID,
            started_on=date(2019, 3, 18),
        ),
        _project(
            "XM2019-02",
            "朝阳中学综合楼扩建",
            NEW_BUILDING,
            IN_USE,
            key_project=CHAOYANG,
            local_funds=6_400_000,
            invested=6_280_000,
            started_on=date(2019, 6, 10),
            completed_on=date(2020, 8, 18),
        ),
        _project("XM2021-01", "十六小西校区综合楼", NEW_BUILDING, PREPARED, key_project=NO16_WEST),
        _project("XM2021-02", "龙湖路西片区小学", NEW_BUILDING, PLANNED, key_project=LONGHU),
        _project("XM2021-03", "学院南路西片区小学", NEW_BUILDING, PLANNED, key_project=XUEYUAN),
        _project(
            "XM2021-04", "田二幼上郭分园新建", KINDERGARTEN_WORK, PLANNED, key_project=TIAN2_BRANCH
        ),
        _project(
            "XM2021-05",
            "淮化幼儿园维修改造",
            KINDERGARTEN_WORK,
            BUILDING,
            key_project=HUAIHUA,
            local_funds=900_000,
            invested=120_000,
            started_on=date(2020, 12, 7),
        ),
    ]


def _checks(district: District) -> list[Row]:
    schools = [m.unit for m in district.schools if m.unit.is_public]
    checks: list[Row] = [
        {
            "inspection_number": f"XJ2020-{at + 1:02d}",
            "kind": PROJECT_CHECK,
            "key_project": None,
            "place": schools[20 + at % 12].name,
            "inspected_on": day,
        }
        for at, day in enumerate(days_between(CHECKS, date(2020, 6, 24), date(2020, 12, 9)))
    ]
    visits: list[Row] = [
        {
            "inspection_number": f"GD2020-{at + 1:02d}",
            "kind": SITE_CHECK,
            "key_project": CAOLINGHU,
            "place": "曹岭湖中学工地",
            "inspected_on": day,
        }
        for at, day in enumerate(days_between(SITE_VISITS, date(2020, 2, 24), date(2020, 12, 23)))
    ]
    return [*checks, *visits]


def general_office(_: District) -> dict[str, Answer]:
    """The ledgers of 办公室."""
    bought = ((9_600, "食用油、大米", date(2020, 5, 13)), (13_450, "杂粮、菌菇", date(2020, 9, 22)))
    return {
        "purchases": [
            {
                "contract_number": f"FP2020-{at + 1:02d}",
                "kind": POVERTY_PRODUCE,
                "goods": goods,
                "amount": amount,
                "signed_on": day,
            }
            for at, (amount, goods, day) in enumerate(bought)
        ],
        "projects": [
            _project("YJ2020-01", "引进优质教育集团合作办学", INTRODUCED, PREPARED),
            _project("YJ2020-02", "引进职业教育实训基地", INTRODUCED, PLANNED),
        ],
        "honours": [
            honour("BG2020-01", INFORMATION, DISTRICT_LEVEL, "信息工作先进单位", 2019),
            honour("BG2020-02", POVERTY_RELIEF, MUNICIPAL, "扶贫工作先进单位", 2019),
            honour("BG2020-03", POVERTY_RELIEF, DISTRICT_LEVEL, "脱贫攻坚先进集体", 2020),
        ],
    }


def finance_office(district: District) -> dict[str, Answer]:
    """The ledgers of 财务科."""
    allocations: list[Row] = []
    payments = _building_payments()
    for school in district.schools:
        if not school.unit.is_public:
            continue
        shares = funding_shares(school)
        allocations += [
            {
                "school_code": school.unit.code,
                "school": school.unit.name,
                "stage": share.stage,
                "pupils": share.pupils,
                "base_quota": share.base_quota,
                "standard": share.standard,
                "supplements": share.supplements,
                "amount": share.amount,
            }
            for share in shares
        ]
        payments += _instalments(school.unit.name, sum(share.amount for share in shares))
    for at, payment in enumerate(payments):
        payment["payment_number"] = f"ZF{at + 1:04d}"
    return {"allocations": allocations, "payments": payments}


def _building_payments() -> list[Row]:
    rng = chance(1)
    days = days_between(14, date(2019, 4, 12), date(2020, 12, 18))
    amounts = [10_000 * rng.randint(380, 620) for _ in days[1:]]
    amounts.append(CAOLINGHU_PAID - sum(amounts))
    return [
        _payment("项目资金", "市城建总公司", amount, day, CAOLINGHU_NUMBER)
        for amount, day in zip(amounts, days, strict=True)
    ]


def _instalments(school: str, amount: int) -> list[Row]:
    """Four tenths, four tenths, and what is left."""
    parts = [amount * tenths // 10 for tenths, *_ in _INSTALMENTS[:-1]]
    parts.append(amount - sum(parts))
    return [
        _payment(purpose, school, part, day, None)
        for part, (_, day, purpose) in zip(parts, _INSTALMENTS, strict=True)
    ]


def _payment(purpose: str, payee: str, amount: int, day: date, project: str | None) -> Row:
    return {
        "payment_number": "",
        "purpose": purpose,
        "project_number": project,
        "payee": payee,
        "amount": amount,
        "paid_on": day,
    }

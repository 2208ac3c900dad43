"""A district of five units and sixteen offices, small enough to reckon every figure by hand."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine

from schemas.collections import COLLECTIONS
from schemas.columns import Kind, Layout
from schemas.findings import Status
from schemas.forms import FORMS
from schemas.units import (
    INCLUSIVE_PRIVATE,
    KINDERGARTEN,
    PRIVATE,
    PUBLIC,
    RURAL,
    SCHOOL,
    URBAN,
    Register,
    Unit,
)
from tests.indicators.bureau import BUREAU_UNITS, office_returns
from warehouse.submissions import FormRows, Judged, merge
from warehouse.vault import Vault

COLLECTION = COLLECTIONS["2020"]

PRIMARY, JUNIOR, NINE_YEAR = "2134000101", "3134000101", "3134000102"
PUBLIC_NURSERY, PRIVATE_NURSERY, CLOSED_NURSERY = "1134000101", "1134000102", "1134000103"
BUREAU = "JC"

_OPENED = date(1990, 9, 1)
REGISTER = Register(
    [
        Unit(PRIMARY, "曹庵镇第二小学", SCHOOL, "小学", PUBLIC, RURAL, False, True, _OPENED),
        Unit(JUNIOR, "第三中学", SCHOOL, "初级中学", PUBLIC, URBAN, True, True, _OPENED),
        Unit(NINE_YEAR, "育才学校", SCHOOL, "九年一贯制学校", PRIVATE, URBAN, False, False, _OPENED),
        Unit(PUBLIC_NURSERY, "区第一幼儿园", KINDERGARTEN, "幼儿园", PUBLIC, URBAN, False, True,
             _OPENED),
        Unit(PRIVATE_NURSERY, "晨光幼儿园", KINDERGARTEN, "幼儿园", INCLUSIVE_PRIVATE, URBAN, False,
             False, _OPENED),
        Unit(CLOSED_NURSERY, "旧幼儿园", KINDERGARTEN, "幼儿园", PRIVATE, URBAN, False, False,
             _OPENED, date(2020, 8, 31)),
        *BUREAU_UNITS,
    ]
)  # fmt: skip

_MORNING = datetime(2020, 12, 1, 8, 0, tzinfo=UTC)


def at(hour: int) -> datetime:
    """A moment, so many hours after the first file."""
    return _MORNING + timedelta(hours=hour)


def rows(code: str, *records: dict[str, Any], status: Status = Status.ACCEPTED) -> FormRows:
    """A form with these records. Numbers not named are 0, questions 是, all else is blank.

    Cells lie as in the real workbooks: a card's values from D4 down, a table's columns from B and
    its rows from 5.
    """
    columns = FORMS[code].columns
    is_card = FORMS[code].layout is Layout.CARD
    places = [f"D{4 + i}" if is_card else chr(ord("B") + i) for i in range(len(columns))]
    blanks: dict[Kind, Any] = {Kind.COUNT: 0, Kind.MONEY: 0, Kind.AREA: 0, Kind.FLAG: True}
    return FormRows(
        form=code,
        sheet=FORMS[code].title,
        status=status,
        layout=dict(zip([column.name for column in columns], places, strict=True)),
        rows=[1] if is_card else list(range(5, 5 + len(records))),
        columns={
            column.name: [record.get(column.name, blanks.get(column.kind)) for record in records]
            for column in columns
        },
    )


def placed(number: str, child: str, **more: Any) -> dict[str, Any]:
    """A disabled child at a school."""
    return {"list_number": number, "child_id": child, "placement": "随班就读", **more}


def returned(code: str) -> FormRows:
    """A form that was sent and not accepted."""
    return FormRows(code, FORMS[code].title, Status.RETURNED)


def send(
    engine: Engine, vault: Vault, unit: str, *forms: FormRows, hour: int = 0, file: str = ""
) -> None:
    """A unit's file arrives, so many hours after the first."""
    file = file or f"{unit}-{hour}.xlsx"
    worst = max((form.status for form in forms), key=list(Status).index)
    merge(
        engine,
        vault,
        Judged(
            collection=COLLECTION.code,
            unit_code=unit,
            content_sha256=sha256(f"{file} {forms}".encode()).hexdigest(),
            file_name=file,
            path=f"{unit}/{file}",
            received_at=at(hour),
            receipt=hour,
            reader_version="1",
            edition="2020.1",
            judged_under="rules 1",
            status=worst,
            forms=list(forms),
        ),
    )


def send_all(engine: Engine, vault: Vault, returns: Mapping[str, Iterable[FormRows]]) -> None:
    for unit, forms in returns.items():
        send(engine, vault, unit, *forms, file=f"{unit}.xlsx")


def full_returns() -> dict[str, list[FormRows]]:
    """What each unit of the district files: unit → forms."""
    returns = {
        unit: [rows(form, *records) for form, records in ledgers.items()]
        for unit, ledgers in office_returns(
            PRIMARY, JUNIOR, NINE_YEAR, PUBLIC_NURSERY, PRIVATE_NURSERY
        ).items()
    }
    for unit, forms in _returns_of_schools().items():
        returns[unit] = [*forms, *returns.get(unit, [])]
    for unit in (PRIMARY, JUNIOR, NINE_YEAR, PUBLIC_NURSERY, PRIVATE_NURSERY):
        returns[unit].append(rows("profile", {"school_code": unit}))
    return returns


def _returns_of_schools() -> dict[str, list[FormRows]]:
    return {
        PRIMARY: [
            rows("safety", {"pupils": 380, "staff": 26, "guards_full_time": 2, "canteens": 1,
                            "open_kitchens": 1, "drowning_letters": 380, "law_lectures": 1}),
            rows("drills", {"kind": "疏散", "pupils": 360, "staff": 25},
                 {"kind": "消防", "pupils": 100}),
            rows("enrolment", {"cohort": "一年级", "admitted": 60, "closing": 60},
                 {"cohort": "二年级", "opening": 62, "transferred_in": 2, "transferred_out": 1,
                  "closing": 63},
                 {"cohort": "小学毕业", "opening": 70, "graduated": 70}),
            rows("premises", {"floor_area": 326050}),
            rows("party", {"party_teachers": 18, "xianfeng_registered": 18, "xuexi_registered": 17,
                           "ledgers": 7, "exemplary_activities": 1, "probationary": 1,
                           "candidates": 1, "activists": 3, "donations": 865050,
                           "removed_members": 1}),
            rows("publicity", {"headline": "甲", "outlet": "学习强国"},
                 {"headline": "乙", "outlet": "学习强国"}, {"headline": "乙", "outlet": "人民网"}),
            rows("civilised_campus", {"applied": True, "level": "区级"}),
            rows("student_aid",
                 {"category": "建档立卡", "stage": "小学", "boarding": "非寄宿", "persons": 10,
                  "amount": 500000},
                 {"category": "其他困难", "stage": "小学", "boarding": "非寄宿", "persons": 4,
                  "amount": 200000}),
            rows("pairing", {"home_teaching_events": 4, "pairing_events": 3}),
            rows("ict", {"contest_entries": 3}),
            rows("staff", {"in_post": 26, "wanshitong_registered": 26, "appraised": 26,
                           "excellent": 5}),
            rows("disabled_children", placed("CJ1", "G1"),
                 {"list_number": "CJ2", "enrolled": False, "placement": "未安置"},
                 placed("CJ5", "G6", enrolled=False), placed("CJ6", "G7", placement="未安置"),
                 placed("CJ9", "G8"), placed("CJ12", "G8"),  # from here on no list has them
                 placed("CJ10", "G9", enrolled=False), placed("CJ11", "G10", placement="未安置")),
            rows("dropout_cases", {"case_number": "KC1", "child_id": "G2", "status": "劝返复学"},
                 {"case_number": "KC5", "child_id": "G11", "status": "劝返复学"},
                 {"case_number": "KC6", "child_id": "G12", "status": "失联"}),
            rows("epidemic", {"masks": 2300, "masks_daily": 160, "forehead_thermometers": 12,
                              "infrared_thermometers": 1, "isolation_gowns": 5,
                              "health_records_due": 406, "health_records": 406, "returnees": 1}),
        ],
        JUNIOR: [
            rows("safety", {"pupils": 620, "staff": 52, "boarders": 420, "guards_full_time": 2,
                            "guards_part_time": 1, "panic_button": False, "canteens": 2,
                            "open_kitchens": 2, "drowning_letters": 600, "drowning_deaths": 2,
                            "law_lectures": 2}),
            rows("drills", {"kind": "疏散", "pupils": 500}, {"kind": "疏散", "pupils": 400}),
            rows("enrolment", {"cohort": "九年级", "opening": 200, "suspended": 1,
                               "transferred_out": 4, "closing": 195},
                 {"cohort": "初中毕业", "opening": 190, "graduated": 190}),
            rows("premises", {"floor_area": 900000, "class_d_area": 1250}),
            rows("party", {"party_teachers": 31, "xianfeng_registered": 30, "xuexi_registered": 30,
                           "ledgers": 8, "probationary": 2, "made_full": 2, "activists": 2,
                           "donations": 1000000, "removed_members": 2}),
            rows("publicity", {"headline": "丙", "outlet": "新华网"},
                 {"headline": "丙", "outlet": "本校公众号"}),
            rows("civilised_campus", {"applied": False, "level": "未申报"}),
            rows("student_aid", {"category": "建档立卡", "stage": "初中", "boarding": "寄宿",
                                 "persons": 6, "amount": 750000}),
            rows("pairing", {"home_teaching_events": 1, "pairing_events": 2}),
            rows("ict", {"contest_entries": 4}),
            rows("staff", {"in_post": 52, "wanshitong_registered": 52, "appraised": 50,
                           "excellent": 10}),
            rows("disabled_children", placed("CJ3", "G3")),
            rows("dropout_cases", {"case_number": "KC2", "child_id": "G4", "status": "失联"},
                 {"case_number": "KC3", "child_id": "G5", "status": "休学"},
                 {"case_number": "KC5", "child_id": "G6", "status": "核查中"}),
            rows("epidemic", {"pupils": 620, "staff": 52, "masks": 4200, "masks_daily": 250, "forehead_thermometers": 8,
                              "health_records_due": 672, "health_records": 672, "returnees": 2}),
        ],
        NINE_YEAR: [
            rows("safety", {"pupils": 980, "staff": 60, "guards_full_time": 2, "cctv": False,
                            "panic_button": False, "canteens": 1, "drowning_letters": 1000,
                            "law_lectures": 3}),
            rows("drills"),
            rows("enrolment", {"cohort": "一年级", "admitted": 100, "closing": 100},
                 {"cohort": "六年级", "opening": 120, "transferred_out": 3, "other_losses": 1,
                  "other_gains": 2, "closing": 118},
                 {"cohort": "初中毕业", "opening": 50, "graduated": 48, "withdrawn": 2},
                 {"cohort": "三年级", "opening": 100, "suspended": 5, "withdrawn": 9, "died": 2,
                  "transferred_in": 1},
                 {"cohort": "七年级", "opening": 100, "died": 1, "other_losses": 6,
                  "transferred_in": 2, "other_gains": 1},
                 {"cohort": "小学毕业", "graduated": 7}),
            rows("premises", {"floor_area": 700000}),
            rows("publicity"),
            rows("civilised_campus", {"applied": False, "level": "未申报"}),
            rows("student_aid",  # of a stage that is not the school's: counts nowhere
                 {"category": "建档立卡", "stage": "学前", "persons": 2, "amount": 300},
                 {"category": "疫情致困", "stage": "学前", "persons": 1, "amount": 200}),
            rows("pairing", {}),
            rows("ict", {"security_incidents": 1}),
            rows("staff", {"in_post": 60, "wanshitong_registered": 60, "appraised": None,
                           "excellent": None, "failed_ethics": 1}),
            rows("disabled_children", placed("CJ4", "G3")),
            rows("dropout_cases", {"case_number": "KC4", "child_id": "G2", "status": "信息错误"},
                 {"case_number": "KC6", "child_id": "G6", "status": "核查中"},
                 {"case_number": "KC7", "child_id": "G11", "status": "休学"}),
            rows("epidemic", {"masks": 100, "masks_daily": 50, "infrared_thermometers": 5,
                              "forehead_thermometers": 2, "isolation_gowns": 3,
                              "trained": False, "health_records_due": 1040,
                              "health_records": 1039}),
        ],
        PUBLIC_NURSERY: [
            rows("safety", {"pupils": 84, "staff": 15, "guards_full_time": 1, "canteens": 1,
                            "open_kitchens": 1, "drowning_letters": None}),
            rows("drills", {"kind": "疏散", "pupils": 80}),
            rows("party", {"party_teachers": 4, "xianfeng_registered": 4, "xuexi_registered": 4,
                           "practice_station": False, "practice_registered": False, "ledgers": 5,
                           "exemplary_activities": 3, "activists": 1, "donations": 12345,
                           "removed_members": 4}),
            rows("publicity", {"headline": "丁", "outlet": "学习强国"}),
            rows("civilised_campus", {"applied": True, "level": "市级"}),
            rows("student_aid", {"category": "建档立卡", "stage": "学前", "boarding": "非寄宿",
                                 "persons": 3, "amount": 100000}),
            rows("staff", {"in_post": 15, "wanshitong_registered": 15, "appraised": 15,
                           "excellent": 3}),
            rows("preschool", {"children": 84, "under_3": 4, "age_3": 30, "age_4": 28, "age_5": 20,
                               "over_5": 2}),
            rows("epidemic", {"masks": 800, "masks_daily": 90, "health_records_due": 99,
                              "health_records": 99}),
        ],
        PRIVATE_NURSERY: [
            rows("safety", {"pupils": 550, "staff": 40, "fire_equipment": False,
                            "drowning_letters": None}),
            rows("drills"),
            rows("publicity"),
            rows("civilised_campus", {"applied": False, "level": "未申报"}),
            rows("student_aid", {"category": "疫情致困", "stage": "学前", "boarding": "非寄宿",
                                 "persons": 5, "amount": 250000},
                 {"category": "建档立卡", "stage": "小学", "persons": 7, "amount": 100},
                 {"category": "疫情致困", "stage": "小学", "persons": 8, "amount": 100}),
            rows("staff", {"in_post": 40, "wanshitong_registered": 38, "appraised": None,
                           "excellent": None}),
            rows("preschool", {"children": 550, "under_3": 15, "age_3": 200, "age_4": 180,
                               "age_5": 150, "over_5": 5}),
            rows("epidemic", {"masks": 900, "masks_daily": 100, "task_force": False, "plan": False,
                              "health_records_due": 590, "health_records": 590}),
        ],
        BUREAU: [
            rows("population", {"age": 2, "persons": 90}, {"age": 3, "persons": 100},
                 {"age": 4, "persons": 110}, {"age": 5, "persons": 120},
                 {"age": 6, "persons": 130}),
            rows("cohort_entrants",
                 {"school_code": JUNIOR, "entrants": 195, "transferred_in": 5,
                  "transferred_out": 8},
                 {"school_code": NINE_YEAR, "entrants": 50, "transferred_out": 2}),
        ],
    }  # fmt: skip

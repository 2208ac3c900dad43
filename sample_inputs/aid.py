"""学生资助 and 幼儿资助: 812 pupils at the standard of their stage, 224 children by the term."""

import random
from datetime import date

from returns.workbooks.return_book import NIL, Answer
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.apportion import apportion
from sample_inputs.district import SEED, District, Member
from schemas.codes import AID_CATEGORIES, BOARDING, EPIDEMIC_POOR, REGISTERED_POOR
from schemas.standards import standard

POOR, POOR_REGISTERED = 812, 613
_BOARDERS = {"小学": 100, "初中": 80}
_NON_BOARDERS = {"小学": 287, "初中": 345}
_BOARDERS_REGISTERED = {"小学": 76, "初中": 60}
# Shares of the pupils who are not registered as poor. Non-boarders are entitled in fewer categories.
_OTHER_CATEGORIES = {
    "寄宿": {"低保": 6, "特困供养": 1, "残疾学生": 2, "其他困难": 3},
    "非寄宿": {"低保": 6, "特困供养": 1, "残疾学生": 2},
}
PRESCHOOL_REGISTERED, PRESCHOOL_EPIDEMIC = 106, 118
_TERM_YUAN = 600
_REGISTERED_FULL_YEAR = 89  # children in both terms; everyone else one
_AIDED_KINDERGARTENS = 34
_RURAL_WEIGHT = 4


def make_aid(district: District) -> dict[str, Answer]:
    """The answer to form 6 by unit code."""
    rows: dict[str, list[dict[str, CellValue]]] = {m.unit.code: [] for m in district.members}
    for stage in _BOARDERS:
        _add_pupils(rows, district, stage)
    _add_children(rows, district)
    order = {category: at for at, category in enumerate(AID_CATEGORIES)}
    return {
        code: sorted(of_unit, key=lambda row: (row["stage"] != "小学", order[str(row["category"])]))
        or NIL
        for code, of_unit in rows.items()
    }


def _add_pupils(
    rows: dict[str, list[dict[str, CellValue]]], district: District, stage: str
) -> None:
    yuan = standard("living_subsidy", date(2020, 9, 1))
    full = yuan["primary_yuan" if stage == "小学" else "junior_yuan"]
    half = full // yuan["non_boarder_divisor"]
    boarding_school = next(school for school in district.schools if school.boarders)
    registered = _BOARDERS_REGISTERED[stage]
    _add_rows(
        rows[boarding_school.unit.code], stage, BOARDING[0], full, registered, _BOARDERS[stage]
    )
    schools = [s for s in district.schools if s.unit.is_public and _pupils(s, stage)]
    weights = [_pupils(s, stage) * (_RURAL_WEIGHT if s.is_rural else 1) for s in schools]
    persons = apportion(_NON_BOARDERS[stage], weights)
    registered_share = POOR_REGISTERED - sum(_BOARDERS_REGISTERED.values())
    quota = apportion(registered_share, list(_NON_BOARDERS.values()))[
        list(_NON_BOARDERS).index(stage)
    ]
    for school, number, poor in zip(schools, persons, apportion(quota, persons), strict=True):
        _add_rows(rows[school.unit.code], stage, BOARDING[1], half, poor, number)


def _pupils(school: Member, stage: str) -> int:
    return school.primary if stage == "小学" else school.junior


def _add_rows(
    rows: list[dict[str, CellValue]],
    stage: str,
    boarding: str,
    yuan: int,
    registered: int,
    persons: int,
) -> None:
    shares = _OTHER_CATEGORIES[boarding]
    others = apportion(persons - registered, list(shares.values()))
    by_category = {REGISTERED_POOR: registered, **dict(zip(shares, others, strict=True))}
    rows.extend(
        _row(category, stage, boarding, number, number * yuan)
        for category, number in by_category.items()
        if number
    )


def _add_children(rows: dict[str, list[dict[str, CellValue]]], district: District) -> None:
    rng = random.Random(SEED + 4)  # noqa: S311 - reproducible, not secret
    aided = district.kindergartens[:_AIDED_KINDERGARTENS]
    weights = [kindergarten.children for kindergarten in aided]
    terms = [2] * _REGISTERED_FULL_YEAR + [1] * (PRESCHOOL_REGISTERED - _REGISTERED_FULL_YEAR)
    rng.shuffle(terms)
    registered = apportion(PRESCHOOL_REGISTERED, weights)
    epidemic = apportion(PRESCHOOL_EPIDEMIC, weights)
    for kindergarten, poor, hit in zip(aided, registered, epidemic, strict=True):
        of_unit = rows[kindergarten.unit.code]
        if poor:
            paid = sum(terms.pop() for _ in range(poor)) * _TERM_YUAN
            of_unit.append(_row(REGISTERED_POOR, "学前", BOARDING[1], poor, paid))
        if hit:
            of_unit.append(_row(EPIDEMIC_POOR, "学前", BOARDING[1], hit, hit * _TERM_YUAN))


def _row(category: str, stage: str, boarding: str, persons: int, yuan: int) -> dict[str, CellValue]:
    return {
        "category": category,
        "stage": stage,
        "boarding": boarding,
        "persons": persons,
        "amount": yuan,
    }

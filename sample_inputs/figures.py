"""What every unit answers to every form it owes, so that the sums come out as the bureau quoted.

Amounts are yuan, areas m². Where a quoted figure leaves room (余, 多), the total is chosen here.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from returns.workbooks.return_book import Answer
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.aid import make_aid
from sample_inputs.apportion import apportion, fill
from sample_inputs.children import (
    DisabledChild,
    DropoutCase,
    make_disabled_children,
    make_dropout_cases,
)
from sample_inputs.credit_codes import credit_code
from sample_inputs.district import SEED, District, Member, make_district
from sample_inputs.enrolment import Enrolment, make_enrolment
from sample_inputs.funding import funding_shares
from sample_inputs.lists import (
    POPULATION,
    cohort_entrants_rows,
    disabled_children_rows,
    disabled_list_rows,
    dropout_cases_rows,
    population_rows,
    suspected_dropouts_rows,
)
from sample_inputs.logs import make_drills, make_publicity
from sample_inputs.offices import make_office_ledgers
from schemas.codes import CAMPUS_LEVELS, HOME_TAUGHT
from schemas.collections import COLLECTIONS
from schemas.forms import FORMS
from schemas.offices import BASIC_EDUCATION
from schemas.standards import standard
from schemas.units import Unit

COLLECTION = COLLECTIONS["2020"]

EXCELLENT, FAILED_ETHICS = 792, 3
EXEMPLARY, PROBATIONARY, MADE_FULL, CANDIDATES, ACTIVISTS = 6, 20, 20, 6, 18
LEDGERS_EACH = 7
DONATIONS_YUAN, REMOVED_MEMBERS = 415_860, 65
CIVILISED_CAMPUS, CITY_LEVEL = 29, 9
HOME_TEACHING, PAIRING, CONTEST_ENTRIES = 196, 152, 137
LAW_LECTURES_FURTHER = 47  # beyond one in every unit
MASKS, FOREHEAD, GOWNS, INFRARED, RETURNEES = 300_000, 800, 300, 30, 20
LETTERS_NOT_SENT = 21  # of pupils who were away
_EXTRA_DAYS = (0, 1, 2, 4)  # stock beyond the fourteen days
_PARTY_SHARE = 0.36
_SHARE_UNDER_3, _SHARE_3_TO_5, _SHARE_OVER_5 = 3.4, 92.0, 4.6  # of the children, per cent

Answers = dict[str, dict[str, Answer]]  # unit code → form code → answer


@dataclass(frozen=True)
class Sample:
    """The district and everything it reports, as it stands after the corrections."""

    district: District
    enrolment: Enrolment
    dropout_cases: Sequence[DropoutCase]
    disabled_children: Sequence[DisabledChild]
    answers: Answers


def make_sample() -> Sample:
    """The same sample on every call."""
    district = make_district()
    enrolment = make_enrolment(district)
    cases = make_dropout_cases(district)
    disabled = make_disabled_children(district)
    issuer = district.office(BASIC_EDUCATION).code
    made: dict[str, dict[str, Answer]] = {
        "profile": _profiles(district, enrolment),
        "enrolment": {
            code: [cohort.row() for cohort in cohorts]
            for code, cohorts in enrolment.cohorts.items()
        },
        "dropout_cases": dropout_cases_rows(district, cases),
        "disabled_children": disabled_children_rows(district, disabled),
        "staff": _staff(district),
        "student_aid": make_aid(district),
        "pairing": _pairing(district, disabled),
        "safety": _safety(district),
        "drills": make_drills(district),
        "party": _party(district),
        "publicity": make_publicity(district),
        "civilised_campus": _civilised_campus(district),
        "ict": _ict(district),
        "epidemic": _epidemic(district),
        "preschool": _preschool(district),
        "funding": _funding(district),
        "premises": _premises(district),
        "population": {issuer: population_rows()},
        "disabled_list": {issuer: disabled_list_rows(disabled)},
        "suspected_dropouts": {issuer: suspected_dropouts_rows(cases)},
        "cohort_entrants": {issuer: cohort_entrants_rows(enrolment.leaving)},
    }
    graduates = sum(cohort.graduates for cohort in enrolment.leaving.values())
    for form, filed in make_office_ledgers(
        district,
        _contest_entries(district),
        (graduates, graduates),
        [*(case.child for case in cases), *(listed.child for listed in disabled)],
    ).items():
        made.setdefault(form, {}).update(filed)
    units = [*(member.unit for member in district.members), *district.offices]
    answers = {
        unit.code: {code: made[code][unit.code] for code in forms_owed(unit)} for unit in units
    }
    return Sample(district, enrolment, cases, disabled, answers)


def forms_owed(unit: Unit) -> list[str]:
    """The codes of the forms that `unit` owes in the sample's collection, by number."""
    owed = (form for form in FORMS.values() if form.owed_by_unit(unit, COLLECTION))
    return [form.code for form in sorted(owed, key=lambda form: form.number)]


def _rng(offset: int) -> random.Random:
    return random.Random(SEED + offset)  # noqa: S311 - reproducible, not secret


def _by_code(members: Sequence[Member], card: Callable[[int, Member], Answer]) -> dict[str, Answer]:
    return {member.unit.code: card(at, member) for at, member in enumerate(members)}


def _kindergarten_classes(member: Member) -> int:
    return -(-member.children // member.class_cap)


def _profiles(district: District, enrolment: Enrolment) -> dict[str, Answer]:
    def card(_: int, member: Member) -> Answer:
        code = member.unit.code
        classes = enrolment.classes(code) if member.is_school else _kindergarten_classes(member)
        return {
            "school_code": code,
            "credit_code": credit_code(member.unit),
            "pupils": member.pupils,
            "boarders": member.boarders,
            "staff": member.staff,
            "teachers": member.staff - max(1, member.staff // 12),
            "classes": classes,
        }

    return _by_code(district.members, card)


def _staff(district: District) -> dict[str, Answer]:
    public = [member for member in district.members if member.unit.is_public]
    most = [member.staff * _percent_excellent() // 100 for member in public]
    excellent = dict(zip((m.unit.code for m in public), fill(EXCELLENT, most), strict=True))
    failing = {district.schools[at].unit.code for at in (3, 21, 34)[:FAILED_ETHICS]}

    def card(_: int, member: Member) -> Answer:
        record: dict[str, CellValue] = {
            "in_post": member.staff,
            "wanshitong_registered": member.staff,
            "failed_ethics": int(member.unit.code in failing),
        }
        if member.unit.is_public:
            record |= {"appraised": member.staff, "excellent": excellent[member.unit.code]}
        return record

    return _by_code(district.members, card)


def _percent_excellent() -> int:
    return standard("excellent_share", COLLECTION.stock_date)["percent"]


def _pairing(district: District, disabled: Sequence[DisabledChild]) -> dict[str, Answer]:
    schools = district.schools
    taught_at_home = [
        sum(c.placement == HOME_TAUGHT and c.member is school for c in disabled)
        for school in schools
    ]
    home = apportion(HOME_TEACHING, taught_at_home)
    rng = _rng(7)
    pairing = apportion(PAIRING, [rng.uniform(1, 4) for _ in schools])

    def card(at: int, _: Member) -> Answer:
        return {"home_teaching_events": home[at], "pairing_events": pairing[at]}

    return _by_code(schools, card)


def _safety(district: District) -> dict[str, Answer]:
    rng = _rng(8)
    schools = district.schools
    away = apportion(LETTERS_NOT_SENT, [school.pupils for school in schools])
    lectures = apportion(LAW_LECTURES_FURTHER, [1.0] * len(schools))

    def card(at: int, member: Member) -> Answer:
        record: dict[str, CellValue] = {
            "pupils": member.pupils,
            "boarders": member.boarders,
            "staff": member.staff,
            "guards_full_time": member.guards_full_time,
            "guards_part_time": member.guards_part_time,
            "cctv": True,
            "fire_equipment": True,
            "panic_button": True,
            "closed_management": True,
            "drowning_deaths": 0,
            "law_lectures": 1 + (lectures[at] if member.is_school else 0),
            "school_buses": 0 if member.unit.is_public else rng.randrange(3),
        }
        canteens = 1 if not member.is_school or member.is_rural else rng.randrange(2)
        record |= {"canteens": canteens, "open_kitchens": canteens}
        if member.is_school:
            record["drowning_letters"] = member.pupils - away[at]
        return record

    return _by_code(district.members, card)


def _party(district: District) -> dict[str, Answer]:
    rng = _rng(9)
    members = district.party_organisations
    teachers = [max(3, round(m.staff * _PARTY_SHARE * rng.uniform(0.9, 1.1))) for m in members]

    def spread(total: int) -> list[int]:
        return apportion(total, [t * rng.uniform(0.2, 1.8) for t in teachers])

    counts = {
        "exemplary_activities": [int(at % 8 == 0) for at in range(len(members))],
        "probationary": spread(PROBATIONARY),
        "made_full": spread(MADE_FULL),
        "candidates": spread(CANDIDATES),
        "activists": spread(ACTIVISTS),
        "removed_members": spread(REMOVED_MEMBERS),
        # Gifts are made in tens of yuan.
        "donations": [10 * part for part in spread(DONATIONS_YUAN // 10)],
    }

    def card(at: int, _: Member) -> Answer:
        return {
            "party_teachers": teachers[at],
            "xianfeng_registered": teachers[at],
            "xuexi_registered": teachers[at],
            "practice_station": True,
            "practice_registered": True,
            "ledgers": LEDGERS_EACH,
            **{name: parts[at] for name, parts in counts.items()},
        }

    return _by_code(members, card)


def _civilised_campus(district: District) -> dict[str, Answer]:
    applying = [m.unit.code for m in (*district.schools[::2], *district.kindergartens[::6])]
    city, own, none = CAMPUS_LEVELS
    levels = dict.fromkeys(applying[:CITY_LEVEL], city)
    levels |= dict.fromkeys(applying[CITY_LEVEL:CIVILISED_CAMPUS], own)

    def card(_: int, member: Member) -> Answer:
        level = levels.get(member.unit.code, none)
        return {"applied": level != none, "level": level}

    return _by_code(district.members, card)


def _contest_entries(district: District) -> dict[str, int]:
    """School code → entries to the ICT contest."""
    entries = apportion(CONTEST_ENTRIES, [school.pupils**0.6 for school in district.schools])
    codes = [school.unit.code for school in district.schools]
    return dict(zip(codes, entries, strict=True))


def _ict(district: District) -> dict[str, Answer]:
    entries = _contest_entries(district)

    def card(_: int, school: Member) -> Answer:
        return {"contest_entries": entries[school.unit.code], "security_incidents": 0}

    return _by_code(district.schools, card)


def _epidemic(district: District) -> dict[str, Answer]:
    public = [school for school in district.schools if school.unit.is_public]
    others = [member for member in district.members if member not in public]
    stock = _stocks(public, MASKS, FOREHEAD, GOWNS, INFRARED)
    heads = sum(member.pupils + member.staff for member in others)
    stock |= _stocks(others, 6 * heads, 4 * len(others), 2 * len(others), len(others) // 5)
    returnees = apportion(RETURNEES, [float(m.pupils) for m in district.members])

    def card(at: int, member: Member) -> Answer:
        return {
            "pupils": member.pupils,
            "staff": member.staff,
            **stock[member.unit.code],
            "task_force": True,
            "plan": True,
            "trained": True,
            "health_records_due": member.pupils + member.staff,
            "health_records": member.pupils + member.staff,
            "returnees": returnees[at],
            "cases": 0,
        }

    return _by_code(district.members, card)


def _stocks(
    members: Sequence[Member], masks: int, forehead: int, gowns: int, infrared: int
) -> dict[str, dict[str, CellValue]]:
    """Stock by head count; planned daily use such that every unit has at least fourteen days.

    The first unit has exactly fourteen. The largest units hold one infrared thermometer each.
    """
    days = standard("epidemic_stock", COLLECTION.stock_date)["days"]
    heads = [member.pupils + member.staff for member in members]
    held = apportion(masks, heads)
    held[-1] += held[0] % days
    held[0] -= held[0] % days
    foreheads = apportion(forehead, heads, least=1)
    suits = apportion(gowns, heads, least=1)
    largest = sorted(range(len(members)), key=lambda at: (-heads[at], at))[:infrared]
    return {
        member.unit.code: {
            "masks": held[at],
            "forehead_thermometers": foreheads[at],
            "infrared_thermometers": int(at in largest),
            "isolation_gowns": suits[at],
            "masks_daily": held[at] // (days + _EXTRA_DAYS[at % len(_EXTRA_DAYS)]),
        }
        for at, member in enumerate(members)
    }


def _preschool(district: District) -> dict[str, Answer]:
    rng = _rng(10)
    of_age = sum(POPULATION[age] for age in (3, 4, 5))

    def card(_: int, member: Member) -> Answer:
        # So many are under three or over five that fewer are of an age between than live here.
        shares = [
            _SHARE_UNDER_3 * rng.uniform(0.5, 1.5),
            *(_SHARE_3_TO_5 * POPULATION[age] / of_age for age in (3, 4, 5)),
            _SHARE_OVER_5 * rng.uniform(0.5, 1.5),
        ]
        ages = apportion(member.children, [share * rng.uniform(0.95, 1.05) for share in shares])
        names = ("under_3", "age_3", "age_4", "age_5", "over_5")
        return {
            "children": member.children,
            **dict(zip(names, ages, strict=True)),
            "classes": _kindergarten_classes(member),
        }

    return _by_code(district.kindergartens, card)


def _funding(district: District) -> dict[str, Answer]:
    public = [school for school in district.schools if school.unit.is_public]

    def card(_: int, school: Member) -> Answer:
        shares = funding_shares(school)
        return {
            "primary_pupils": school.primary,
            "junior_pupils": school.junior,
            "boarders": school.boarders,
            "base_received": sum(share.base for share in shares),
            "above_base_received": sum(share.above for share in shares),
        }

    return _by_code(public, card)


def _premises(district: District) -> dict[str, Answer]:
    rng = _rng(11)

    def card(_: int, school: Member) -> Answer:
        area = Decimal(round(school.pupils * rng.uniform(4.6, 8.4) * 10)) / 10 + 300
        return {"floor_area": area, "class_d_area": 0}

    return _by_code(district.schools, card)

"""The lists that the bureau issues, and the rows with which schools answer them."""

from collections.abc import Iterable, Mapping, Sequence

from returns.workbooks.return_book import NIL, Answer
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.children import DisabledChild, DropoutCase
from sample_inputs.district import District, Member
from sample_inputs.enrolment import LeavingCohort

# Residents by single year of age; ages 3 to 5 add up to 12,993.
POPULATION = {
    3: 4287,
    4: 4341,
    5: 4365,
    6: 4902,
    7: 5318,
    8: 5566,
    9: 5471,
    10: 5602,
    11: 5733,
    12: 5921,
    13: 6018,
    14: 6107,
}


def population_rows() -> Answer:
    """学龄人口."""
    return [{"age": age, "persons": persons} for age, persons in POPULATION.items()]


def suspected_dropouts_rows(cases: Iterable[DropoutCase]) -> Answer:
    """疑似辍学下发名单, all schools."""
    return [
        {
            "case_number": case.number,
            **_responsible(case.member),
            "child_name": case.child.name,
            "child_id": case.child.pupil_id,
        }
        for case in cases
    ]


def disabled_list_rows(children: Iterable[DisabledChild]) -> Answer:
    """残疾儿童少年名单, all schools."""
    return [
        {
            "list_number": listed.number,
            **_responsible(listed.member),
            "child_name": listed.child.name,
            "child_citizen_id": listed.child.citizen_id,
        }
        for listed in children
    ]


def cohort_entrants_rows(leaving: Mapping[str, LeavingCohort]) -> Answer:
    """初中毕业批次入学底数, one row a school with juniors."""
    return [
        {
            **_responsible(cohort.member),
            "entrants": cohort.entrants,
            "transferred_in": cohort.transferred_in,
            "transferred_out": cohort.transferred_out,
        }
        for cohort in leaving.values()
    ]


def dropout_cases_rows(district: District, cases: Sequence[DropoutCase]) -> dict[str, Answer]:
    """控辍保学核查台账 by unit code."""
    rows: dict[str, list[dict[str, CellValue]]] = {s.unit.code: [] for s in district.schools}
    for case in cases:
        rows[case.member.unit.code].append(
            {
                "case_number": case.number,
                "child_name": case.child.name,
                "child_id": case.child.pupil_id,
                "status": case.status,
                "evidence": case.evidence,
                "cleared_on": case.cleared_on,
            }
        )
    return {code: of_unit or NIL for code, of_unit in rows.items()}


def disabled_children_rows(
    district: District, children: Sequence[DisabledChild]
) -> dict[str, Answer]:
    """残疾儿童少年安置 by unit code."""
    rows: dict[str, list[dict[str, CellValue]]] = {s.unit.code: [] for s in district.schools}
    for listed in children:
        rows[listed.member.unit.code].append(
            {
                "list_number": listed.number,
                "child_name": listed.child.name,
                "placement": listed.placement,
                "enrolled": listed.enrolled,
                "child_id": listed.child.pupil_id if listed.enrolled else None,
            }
        )
    return {code: of_unit or NIL for code, of_unit in rows.items()}


def _responsible(member: Member) -> dict[str, CellValue]:
    return {"school_code": member.unit.code, "school": member.unit.name}

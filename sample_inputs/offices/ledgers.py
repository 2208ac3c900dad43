"""The ledgers of all offices, by form and unit."""

from collections.abc import Iterable, Mapping

from returns.workbooks.return_book import Answer
from sample_inputs.children import Child, Nursery
from sample_inputs.district import District
from sample_inputs.offices.lists import (
    aid_office,
    basic_education_office,
    health_office,
    preschool_office,
    training_office,
)
from sample_inputs.offices.party import discipline_office, party_office
from sample_inputs.offices.rows import chance
from sample_inputs.offices.schooling import (
    ict_office,
    inspection_office,
    personnel_office,
    research_office,
    safety_office,
)
from sample_inputs.offices.sport import sport_office
from sample_inputs.offices.works import finance_office, general_office, project_office
from schemas import offices


def make_office_ledgers(
    district: District,
    entries: dict[str, int],
    retained: tuple[int, int],
    known: Iterable[Child],
) -> dict[str, dict[str, Answer]]:
    """Form code → unit code → answer.

    `entries`: school code → entries to the ICT contest; `retained`: graduates of the cohort that
    finished nine years, and the cohort adjusted for transfers; `known`: children on the schools'
    lists, who stand on no list of an office.
    """
    nursery = Nursery(chance(2), known)
    by_office: Mapping[str, Mapping[str, Answer]] = {
        offices.PARTY: party_office(district),
        offices.GENERAL: general_office(district),
        offices.PROJECTS: project_office(district),
        offices.FINANCE: finance_office(district),
        offices.AID: aid_office(nursery),
        offices.DISCIPLINE: discipline_office(district),
        offices.PERSONNEL: personnel_office(district),
        offices.ICT: ict_office(district, entries, nursery),
        offices.SPORT: sport_office(),
        offices.RESEARCH: research_office(district),
        offices.PRESCHOOL: preschool_office(district),
        offices.TRAINING: training_office(district),
        offices.SAFETY: safety_office(district),
        offices.INSPECTION: inspection_office(district),
        offices.HEALTH: health_office(district),
        offices.BASIC_EDUCATION: basic_education_office(district, retained, nursery),
    }
    made: dict[str, dict[str, Answer]] = {}
    for name, ledgers in by_office.items():
        code = district.office(name).code
        for form, answer in ledgers.items():
            made.setdefault(form, {})[code] = answer
    return made

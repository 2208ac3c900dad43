"""The groups of units that figures speak of, beyond those that obligations already name."""

from schemas import obligations, offices
from schemas.obligations import Obligation, office
from schemas.units import INCLUSIVE_PRIVATE, PUBLIC, RURAL

public_units = obligations.public_units
schools = obligations.schools
kindergartens = obligations.kindergartens
public_schools = Obligation("公办中小学", (schools & public_units).holds_for)
primary_schools = Obligation("设有小学学段的学校", lambda unit: "小学" in unit.stages)
junior_schools = Obligation("设有初中学段的学校", lambda unit: "初中" in unit.stages)
rural_schools = Obligation(
    "乡村中小学", lambda unit: schools.holds_for(unit) and unit.area == RURAL
)
inclusive_kindergartens = Obligation(
    "公办和普惠性民办幼儿园",
    lambda unit: kindergartens.holds_for(unit) and unit.nature in (PUBLIC, INCLUSIVE_PRIVATE),
)

party_office = office(offices.PARTY)
general_office = office(offices.GENERAL)
project_office = office(offices.PROJECTS)
discipline_office = office(offices.DISCIPLINE)
personnel_office = office(offices.PERSONNEL)
ict_office = office(offices.ICT)
sport_office = office(offices.SPORT)
research_office = office(offices.RESEARCH)
preschool_office = office(offices.PRESCHOOL)
safety_office = office(offices.SAFETY)
inspection_office = office(offices.INSPECTION)
health_office = office(offices.HEALTH)

"""The groups of units that figures speak of, beyond those that obligations already name."""

from schemas import obligations
from schemas.obligations import Obligation

public_units = obligations.public_units
schools = obligations.schools
kindergartens = obligations.kindergartens
public_schools = Obligation("公办中小学", (schools & public_units).holds_for)
primary_schools = Obligation("设有小学学段的学校", lambda unit: "小学" in unit.stages)
junior_schools = Obligation("设有初中学段的学校", lambda unit: "初中" in unit.stages)

"""Counts of projects, institutions and events; targets; words beside a number."""

from indicators.definitions import INDICATORS
from indicators.quoting import Qualifier
from indicators.relations.patterns import within
from indicators.relations.relation import (
    Figures,
    Outcome,
    fails,
    holds,
    percent,
    plain,
    relation,
    to_be_explained,
)

# How many of the repaired village schools the collection's text calls by name.
_SCHOOLS_NAMED = {"2020": 1}
_PER_DRILL = (20, 2_000)  # pupils in one evacuation drill: a class, the largest school


within("REL-12", ("repair_projects_completed",), "repair_projects")


@relation(
    "REL-14",
    "subset",
    "维修的村小都有校名",
    "every repaired village school is named",
    "village_schools_repaired",
)
def _named_schools(figures: Figures) -> Outcome:
    counted = figures.exact("village_schools_repaired")
    named = _SCHOOLS_NAMED.get(figures.collection.code)
    if named is None or named == counted:
        return holds(f"台账列有 {plain(counted)} 所，逐所可查")
    if named > counted:
        return fails(f"总结点名 {named} 所，台账只有 {plain(counted)} 所")
    return to_be_explained(
        f"台账列有 {plain(counted)} 所，逐所可查；总结只点名 {named} 所，其余请补写或改用“等”"
    )


@relation(
    "REL-15",
    "identity",
    "每所学校配备的智慧课堂套数相同",
    "smart-classroom sets are the same number for every school",
    "smart_classroom_sets",
    "smart_classroom_schools",
)
def _sets_each(figures: Figures) -> Outcome:
    sets, schools = figures.each("smart_classroom_sets", "smart_classroom_schools")
    if not schools:
        return to_be_explained("没有配备的学校")
    said = f"{plain(sets)}套÷{plain(schools)}所"
    if sets % schools == 0:
        return holds(f"{said}＝每校 {plain(sets / schools)} 套")
    return to_be_explained(f"{said}不是整数，请说明各校套数")


within("REL-16", ("it_contest_forwarded",), "it_contest_entries")


within(
    "REL-18",
    ("training_licensed", "training_deregistered", "training_to_rectify"),
    "training_institutions",
)


within(
    "REL-19", ("whitelist_batch4",), "training_institutions", remark="与当年发证的机构不是同一批"
)


@relation(
    "REL-21",
    "definition",
    "普惠园占比与普惠园覆盖率是两项指标",
    "the share of kindergartens and the coverage of children are no one series",
    "inclusive_kindergarten_share",
    "t_inclusive_coverage",
)
def _two_measures(figures: Figures) -> Outcome:
    share, coverage = figures.each("inclusive_kindergarten_share", "t_inclusive_coverage")
    said = f"占比（按园数）{percent(share)}，覆盖率（按幼儿数）{percent(coverage)}"
    target = INDICATORS["t_inclusive_coverage"].target
    if target is not None and target.baseline == "inclusive_kindergarten_share":
        return fails(f"{said}：计划把占比当作覆盖率的基数，两者分母不同")
    if share == coverage:
        return holds(said)
    return to_be_explained(f"{said}：分母不同，不能作为同一指标的前后年比较，计划目标请注明口径")


@relation(
    "REL-22",
    "progress",
    "乡村智慧校园的目标高于现状",
    "the target for rural smart schools is above where it starts",
    "t_rural_smart_coverage",
    "rural_smart_school_share",
)
def _smart_target(figures: Figures) -> Outcome:
    now = figures.exact("rural_smart_school_share")
    wanted = figures.quoted("t_rural_smart_coverage")
    if wanted is None or wanted.value is None:
        return to_be_explained(f"现状 {percent(now)}，计划没有给出数字")
    said = f"现状 {percent(now)}，目标 {wanted.text}"
    if wanted.value < now:
        return fails(f"{said}，目标低于现状")
    if wanted.value == now:
        return to_be_explained(f"{said}，目标已经达到，请核对是否需要提高")
    return holds(said)


@relation(
    "REL-23",
    "bounds",
    "疏散演练的场次与人次",
    "pupils per drill, and drills per unit against the duty",
    "evacuation_drills",
    "evacuation_participants",
)
def _drills(figures: Figures) -> Outcome:
    drills, participants = figures.each("evacuation_drills", "evacuation_participants")
    units = figures.units("evacuation_drills")
    if not drills:
        return to_be_explained(f"{units} 个单位没有一场演练")
    each = participants / drills
    said = f"每场 {plain(each)} 人次，{units} 个单位平均 {plain(drills / units)} 场"
    if not _PER_DRILL[0] <= each <= _PER_DRILL[1]:
        return fails(f"{said}，每场人次不合常理，请核对")
    duty, collection = figures.standard("drill_frequency"), figures.collection
    of_school = duty["school_per_month"] * collection.teaching_months
    of_kindergarten = duty["kindergarten_per_quarter"] * collection.drill_quarters
    said += f"（全年应有：中小学 {of_school} 场，幼儿园 {of_kindergarten} 场）"
    # Below the lesser duty the district falls short whatever its mix of units; DRL-004 counts them.
    if drills / units < min(of_school, of_kindergarten):
        return to_be_explained(f"{said}，少于要求，请说明")
    return holds(said)


@relation(
    "REL-31",
    "qualifier",
    "一个数不能既“近”又“余”",
    "near and over cannot both be said of one number",
    "new_year_climb_participants",
)
def _near_and_over(figures: Figures) -> Outcome:
    value = figures.exact("new_year_climb_participants")
    quoted = figures.quoted("new_year_climb_participants")
    if quoted is not None and quoted.qualifier is Qualifier.NEARLY_OVER:
        return fails(f"引用为“{quoted.text}”，两个词互相矛盾；台账为 {plain(value)} 人，请只用一个")
    return holds(f"台账为 {plain(value)} 人" + (f"，引用为“{quoted.text}”" if quoted else ""))

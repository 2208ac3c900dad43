"""Counts of persons, and rates of them."""

from decimal import Decimal

from indicators.quoting import ALL
from indicators.relations.patterns import adds_up, published_ratio, within
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

_SHARED_BASE = (Decimal("0.5"), Decimal("1.5"))  # one enrolment, counted for different purposes


@relation(
    "REL-01",
    "identity",
    "述职、实践所、意识形态报告都以全部基层党组织计",
    "oral + written reports = party organisations = stations = ideology reports",
    "oral_duty_reports",
    "written_duty_reports",
    "xuexi_practice_stations",
    "ideology_reports_heard",
)
def _party_organisations(figures: Figures) -> Outcome:
    oral, written, stations, heard = figures.each(
        "oral_duty_reports",
        "written_duty_reports",
        "xuexi_practice_stations",
        "ideology_reports_heard",
    )
    organisations = figures.units("xuexi_practice_stations")
    said = (
        f"现场{plain(oral)}＋书面{plain(written)}＝{plain(oral + written)}，"
        f"名册党组织 {organisations} 个，实践所 {plain(stations)} 个，听取报告 {plain(heard)} 个"
    )
    if {oral + written, stations, heard} == {Decimal(organisations)}:
        return holds(said)
    return fails(f"{said}，四个数应相等，请核对名册和台账")


adds_up(
    "REL-02",
    "国家级子课题与省市课题之和为课题总数",
    "national + provincial and municipal = all research projects",
    ("research_national", "research_provincial_city"),
    "research_total",
)


published_ratio(
    "REL-03",
    "残疾儿童少年入籍率由两个人数算出",
    "disabled_enrolled / disabled_children rounds to the quoted rate, and only that number does",
    rate="disabled_enrolment_rate",
    part="disabled_enrolled",
    whole="disabled_children",
)


within("REL-04", ("disabled_enrolled",), "disabled_children")


within("REL-05", ("poor_pupils_registered",), "poor_pupils_declared")


within("REL-17", ("level3_instructors_new",), "sports_instructors_total")


@relation(
    "REL-20",
    "contradiction",
    "巩固率、控辍保学率、疑似辍学三个数的关系",
    "full retention beside pupils lost and cases under check",
    "compulsory_retention_rate",
    "dropout_control_rate",
    "dropout_cases_checked",
)
def _retention(figures: Figures) -> Outcome:
    retention, control, cases = figures.each(
        "compulsory_retention_rate", "dropout_control_rate", "dropout_cases_checked"
    )
    said = f"巩固率 {percent(retention)}，控辍保学率 {percent(control)}，核查疑似辍学 {plain(cases)} 人"
    floor = figures.quoted("dropout_control_rate")
    if floor is not None and floor.value is not None and control < floor.value:
        return fails(f"{said}，控辍保学率低于引用的 {floor.text}，请核对")
    if retention >= ALL and (control < ALL or cases):
        return to_be_explained(f"{said}：口径和时点不同，分别引用并注明口径，不得互相代替")
    return holds(said)


@relation(
    "REL-24",
    "bounds",
    "学前毛入学率可以超过 100%，净入园率不可以",
    "gross enrolment may exceed 100 %, net enrolment must not",
    "preschool_gross_enrolment",
    "preschool_net_enrolment",
)
def _gross_and_net(figures: Figures) -> Outcome:
    gross, net = figures.each("preschool_gross_enrolment", "preschool_net_enrolment")
    said = f"毛入学率 {percent(gross)}，净入园率 {percent(net)}"
    if net > ALL:
        return fails(f"{said}，在园的 3 至 5 岁幼儿多于同龄人口，请核对人口数和年龄口径")
    if gross < net:
        return fails(f"{said}，毛入学率不能低于净入园率")
    return holds(said)


within("REL-27", ("party_committee_discussions",), "party_committee_study_sessions")


@relation(
    "REL-28",
    "query",
    "培训的发展对象与确定的发展对象",
    "candidates trained and candidates confirmed are different people",
    "development_candidates_trained",
    "development_candidates_confirmed",
)
def _candidates(figures: Figures) -> Outcome:
    trained, confirmed = figures.each(
        "development_candidates_trained", "development_candidates_confirmed"
    )
    said = f"培训 {plain(trained)} 人，当年确定 {plain(confirmed)} 人"
    if trained == confirmed:
        return holds(said)
    return to_be_explained(f"{said}，同用“发展对象”一词，请注明所指阶段")


@relation(
    "REL-29",
    "query",
    "考核优秀的比例不超过上限",
    "teachers rated excellent stay within the cap",
    "teachers_excellent_2019",
    "teachers_excellent_share",
)
def _excellent(figures: Figures) -> Outcome:
    excellent, share = figures.each("teachers_excellent_2019", "teachers_excellent_share")
    cap = figures.standard("excellent_share")["percent"]
    said = f"优秀 {plain(excellent)} 人，占参加考核的 {percent(share)}，上限 {cap}%"
    return holds(said) if share <= cap else to_be_explained(f"{said}，超过上限，请说明")


@relation(
    "REL-30",
    "subset",
    "三个五万人左右的数同出一个学生总数",
    "three figures lean on one enrolment",
    "public_funds_beneficiaries",
    "drowning_letters",
    "evacuation_participants",
)
def _shared_base(figures: Figures) -> Outcome:
    pupils, letters, participants = figures.each(
        "public_funds_beneficiaries", "drowning_letters", "evacuation_participants"
    )
    if not pupils:
        return to_be_explained("没有学生")
    said = (
        f"惠及学生 {plain(pupils)} 人，公开信 {plain(letters)} 份，演练 {plain(participants)} 人次"
    )
    low, high = _SHARED_BASE
    if all(low <= amount / pupils <= high for amount in (letters, participants)):
        return holds(said)
    return to_be_explained(f"{said}，相差过大，请核对各自的学生口径")


@relation(
    "REL-32",
    "unique",
    "各次活动的人数不能相加作为人数",
    "attendances of different events are never added up as persons",
    "party_training_distinct_persons",
    "anhui_speech_seminar_participants",
    "party_work_training_participants",
    "district_demo_training_sent",
    "joint_demo_training_participants",
)
def _distinct(figures: Figures) -> Outcome:
    distinct, *events = figures.each(
        "party_training_distinct_persons",
        "anhui_speech_seminar_participants",
        "party_work_training_participants",
        "district_demo_training_sent",
        "joint_demo_training_participants",
    )
    times = sum(events, start=Decimal(0))
    said = f"四次共 {plain(times)} 人次，去重 {plain(distinct)} 人"
    if distinct > times:
        return fails(f"{said}，去重人数不能多于人次，请核对签到名册")
    if distinct == times > max(events):
        return to_be_explained(
            f"{said}，两数相等：请核对是没有一人参加两次，还是把人次相加当成了人数"
        )
    if distinct < max(events):
        return to_be_explained(
            f"{said}，少于其中一次的 {plain(max(events))} 人次，请核对是否有人一次签到两遍"
        )
    return holds(f"{said}；引用时不得把人次写作人数")

"""The relations of the yearly summary, REL-01 to REL-32."""

from decimal import Decimal

from indicators.definitions import INDICATORS
from indicators.quoting import ALL, Qualifier, rounded, unit_size
from indicators.relations.patterns import adds_up, within
from indicators.relations.relation import (
    Figures,
    Outcome,
    fails,
    holds,
    plain,
    relation,
    to_be_explained,
)

# How many of the repaired village schools the collection's text calls by name.
_SCHOOLS_NAMED = {"2020": 1}
_PER_DRILL = (20, 2_000)  # pupils in one evacuation drill: a class, the largest school
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


@relation(
    "REL-03",
    "ratio",
    "残疾儿童少年入籍率由两个人数算出",
    "disabled_enrolled / disabled_children rounds to the quoted rate, and only that number does",
    "disabled_enrolment_rate",
    "disabled_enrolled",
    "disabled_children",
)
def _disabled_rate(figures: Figures) -> Outcome:
    enrolled, listed = figures.each("disabled_enrolled", "disabled_children")
    quoted = figures.quoted("disabled_enrolment_rate")
    if not listed:
        return to_be_explained("名单为空，没有比率")
    if quoted is None or quoted.value is None:
        return holds(f"{plain(enrolled)}÷{plain(listed)}＝{plain(100 * enrolled / listed)}%")
    digits = max(0, -int(quoted.value.as_tuple().exponent))
    fitting = [
        count
        for count in (enrolled - 1, enrolled, enrolled + 1)
        if rounded(100 * count / listed, digits) == quoted.value
    ]
    said = f"{plain(enrolled)}÷{plain(listed)}＝{rounded(100 * enrolled / listed, digits)}%"
    if enrolled not in fitting:
        return fails(f"{said}，引用为 {quoted.text}")
    only = "，且只有这个人数能得出" if len(fitting) == 1 else "，相邻的人数也能得出"
    return holds(f"{said}，与引用的 {quoted.text} 一致{only}")


within("REL-04", ("disabled_enrolled",), "disabled_children")
within("REL-05", ("poor_pupils_registered",), "poor_pupils_declared")


@relation(
    "REL-06",
    "bounds",
    "人均生活费补助在标准之内",
    "living subsidy per pupil lies within the standards, as computed and as quoted",
    "living_subsidy_paid",
    "poor_pupils_declared",
)
def _subsidy_per_pupil(figures: Figures) -> Outcome:
    paid, pupils = figures.each("living_subsidy_paid", "poor_pupils_declared")
    if not pupils:
        return to_be_explained("没有受助学生")
    yuan = figures.standard("living_subsidy")
    least = Decimal(yuan["primary_yuan"]) / yuan["non_boarder_divisor"]
    most = Decimal(yuan["junior_yuan"])
    said = f"{plain(paid)}元÷{plain(pupils)}人＝{plain(paid / pupils)}元"
    if not least <= paid / pupils <= most:
        return fails(f"{said}，标准为 {plain(least)} 至 {plain(most)} 元，请核对金额和人数")
    quoted = figures.quoted("living_subsidy_paid")
    if quoted is not None and quoted.value is not None:
        each = quoted.value * unit_size(quoted.unit).factor / pupils
        if not least <= each <= most:
            return fails(
                f"{said}，在 {plain(least)} 至 {plain(most)} 元之内；但引用的“{quoted.text}”"
                f"人均只有 {plain(each)} 元，只可能是万元，引用的单位有误"
            )
    return holds(f"{said}，在 {plain(least)} 至 {plain(most)} 元之内")


@relation(
    "REL-07",
    "identity",
    "雨露计划金额为人数乘一学期标准",
    "yulu_amount = yulu_students x a term's grant",
    "yulu_amount",
    "yulu_students",
)
def _yulu(figures: Figures) -> Outcome:
    amount, students = figures.each("yulu_amount", "yulu_students")
    term = figures.standard("yulu_grant")["term_yuan"]
    said = f"{plain(students)}人×{term}元＝{plain(students * term)}元"
    if amount == students * term:
        return holds(f"{said}，与发放金额一致")
    if amount == students * term * 2:
        return to_be_explained(f"发放 {plain(amount)} 元，是一学期标准的两倍，请说明是否发放两学期")
    return fails(f"{said}，发放 {plain(amount)} 元，请核对")


@relation(
    "REL-08",
    "bounds",
    "学前资助人均金额",
    "pre-school aid per child is a standard, or a mix of them",
    "preschool_aid_paid",
    "preschool_registered_poor",
    "preschool_other_poor",
)
def _preschool_aid(figures: Figures) -> Outcome:
    paid, registered, other = figures.each(
        "preschool_aid_paid", "preschool_registered_poor", "preschool_other_poor"
    )
    if not registered + other:
        return to_be_explained("没有受助幼儿")
    each = paid / (registered + other)
    said = f"{plain(paid)}元÷（{plain(registered)}＋{plain(other)}）人＝{plain(each)}元"
    if each % 100 == 0:
        return holds(f"{said}，为整百标准")
    return to_be_explained(f"{said}，不是整数标准，请说明有几档标准、是否有半年发放")


@relation(
    "REL-09",
    "bounds",
    "助学贷款人均金额不超过额度",
    "an average loan lies within the caps",
    "student_loan_amount",
    "student_loans",
    "loans_graduate",
)
def _loan_average(figures: Figures) -> Outcome:
    amount, loans, graduates = figures.each(
        "student_loan_amount", "student_loans", "loans_graduate"
    )
    if not loans:
        return to_be_explained("没有贷款合同")
    caps = figures.standard("student_loan")
    low, high = Decimal(caps["undergraduate_yuan"]), Decimal(caps["graduate_yuan"])
    average = amount / loans
    said = f"{plain(amount)}元÷{plain(loans)}人＝{plain(average)}元"
    if average <= low:
        return holds(f"{said}，不超过本专科额度 {plain(low)} 元")
    if average > high:
        return fails(f"{said}，超过研究生额度 {plain(high)} 元，请核对金额和单位")
    needed = 100 * (average - low) / (high - low)
    return to_be_explained(
        f"{said}，高于本专科额度 {plain(low)} 元，研究生至少要占 {plain(needed)}%，"
        f"台账中研究生合同 {plain(graduates)} 份，占 {plain(100 * graduates / loans)}%，请说明"
    )


@relation(
    "REL-10",
    "bounds",
    "生均公用经费在标准之内",
    "public funds per pupil lie between the primary and the junior standard",
    "public_funds_2020",
    "public_funds_beneficiaries",
)
def _funds_per_pupil(figures: Figures) -> Outcome:
    funds, pupils = figures.each("public_funds_2020", "public_funds_beneficiaries")
    if not pupils:
        return to_be_explained("没有学生")
    yuan = figures.standard("public_funding")
    low, high = yuan["primary_yuan"], yuan["junior_yuan"]
    said = f"{plain(funds)}元÷{plain(pupils)}人＝{plain(funds / pupils)}元"
    if low <= funds / pupils <= high:
        return holds(f"{said}，在 {low} 至 {high} 元之间")
    return to_be_explained(f"{said}，不在 {low} 至 {high} 元之间，请说明寄宿、小规模学校补助")


@relation(
    "REL-11",
    "bounds",
    "高于基准定额部分的生均金额",
    "what is paid above the base quota is less than the quota itself",
    "public_funds_above_base",
    "public_funds_beneficiaries",
)
def _above_base(figures: Figures) -> Outcome:
    above, pupils = figures.each("public_funds_above_base", "public_funds_beneficiaries")
    if not pupils:
        return to_be_explained("没有学生")
    quota = figures.standard("public_funding")["primary_yuan"]
    said = f"{plain(above)}元÷{plain(pupils)}人＝{plain(above / pupils)}元"
    if 0 <= above / pupils < quota:
        return holds(f"{said}，低于基准定额 {quota} 元")
    return to_be_explained(f"{said}，不低于基准定额 {quota} 元，请核对执行标准")


within("REL-12", ("repair_projects_completed",), "repair_projects")


@relation(
    "REL-13",
    "subset",
    "维修完成投资不多于下达资金",
    "invested in repairs <= granted; unspent money of completed projects is explained",
    "repair_investment_done",
    "repair_fund_allocated",
    "repair_projects_completed",
    "repair_projects",
)
def _repairs(figures: Figures) -> Outcome:
    done, granted, completed, projects = figures.each(
        "repair_investment_done",
        "repair_fund_allocated",
        "repair_projects_completed",
        "repair_projects",
    )
    said = f"完成投资 {plain(done)} 元，下达 {plain(granted)} 元"
    if done > granted:
        return fails(f"{said}，投资大于资金，请核对")
    if completed == projects and done < granted:
        return to_be_explained(
            f"{said}，{plain(projects)} 个项目已全部完工，结余 {plain(granted - done)} 元，请说明结余去向"
        )
    return holds(f"{said}")


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
within("REL-17", ("level3_instructors_new",), "sports_instructors_total")
within(
    "REL-18",
    ("training_licensed", "training_deregistered", "training_to_rectify"),
    "training_institutions",
)
within(
    "REL-19", ("whitelist_batch4",), "training_institutions", remark="与当年发证的机构不是同一批"
)


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
    said = (
        f"巩固率 {plain(retention)}%，控辍保学率 {plain(control)}%，核查疑似辍学 {plain(cases)} 人"
    )
    if retention >= ALL and (control < ALL or cases):
        return to_be_explained(f"{said}：口径和时点不同，分别引用并注明口径，不得互相代替")
    return holds(said)


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
    said = f"占比（按园数）{plain(share)}%，覆盖率（按幼儿数）{plain(coverage)}%"
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
        return to_be_explained(f"现状 {plain(now)}%，计划没有给出数字")
    said = f"现状 {plain(now)}%，目标 {wanted.text}"
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
    monthly = figures.standard("drill_frequency")["school_per_month"]
    duty = monthly * figures.collection.teaching_months
    if drills / units < 2:
        return to_be_explained(
            f"{said}，低于每校每月 {monthly} 次（全年约 {duty} 次）的要求，请说明"
        )
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
    said = f"毛入学率 {plain(gross)}%，净入园率 {plain(net)}%"
    if net > ALL:
        return fails(f"{said}，在园的 3 至 5 岁幼儿多于同龄人口，请核对人口数和年龄口径")
    if gross < net:
        return fails(f"{said}，毛入学率不能低于净入园率")
    return holds(said)


@relation(
    "REL-25",
    "scope",
    "疫情期间拨付是全年公用经费的一部分",
    "what was paid in the epidemic months is part of the year's, never added to it",
    "epidemic_period_funds",
    "public_funds_2020",
)
def _period_funds(figures: Figures) -> Outcome:
    period, year = figures.each("epidemic_period_funds", "public_funds_2020")
    said = f"疫情期间 {plain(period)} 元，全年下达 {plain(year)} 元"
    if period > year:
        return fails(f"{said}，部分大于全年，请核对拨付台账的用途和日期")
    return holds(f"{said}；两数不得相加")


@relation(
    "REL-26",
    "identity",
    "慰问金为人次乘标准",
    "consolation money = person-times x the standard",
    "consolation_money",
    "teachers_consoled",
    "ligeng_money",
)
def _consolation(figures: Figures) -> Outcome:
    money, times, ligeng = figures.each("consolation_money", "teachers_consoled", "ligeng_money")
    person = figures.standard("consolation")["person_yuan"]
    said = f"{plain(money)}元，{plain(times)}人次×{person}元"
    if money != times * person:
        return to_be_explained(f"{said}＝{plain(times * person)}元，不一致，请说明各人标准")
    return holds(
        f"{said}；励耕计划 {plain(ligeng)} 元折 {plain(ligeng / person)} 人，另列，不得相加为人数"
    )


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
    said = f"优秀 {plain(excellent)} 人，占参加考核的 {plain(share)}%，上限 {cap}%"
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
    return holds(f"{said}；引用时不得把人次写作人数")

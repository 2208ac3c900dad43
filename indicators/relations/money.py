"""Amounts against persons, standards and one another."""

from decimal import Decimal

from indicators.quoting import TEN_THOUSAND, unit_size
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
        base = unit_size(quoted.unit).base
        each = {
            unit: quoted.value * unit_size(unit).factor / pupils
            for unit in (quoted.unit, base, f"{TEN_THOUSAND}{base}")
        }
        fitting = [unit for unit, amount in each.items() if least <= amount <= most]
        if quoted.unit not in fitting:
            said += (
                f"，在 {plain(least)} 至 {plain(most)} 元之内；"
                f"但引用的“{quoted.text}”人均 {plain(each[quoted.unit])} 元，不在其内"
            )
            if not fitting:
                return fails(f"{said}，换算单位也不符，请核对引用的数字")
            (unit,) = fitting  # 元 and 万元 are too far apart for both to fit
            return fails(
                f"{said}，只有按“{unit}”（人均 {plain(each[unit])} 元）才符合，引用的单位有误"
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
    amount, loans = figures.each("student_loan_amount", "student_loans")
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
    said += f"，高于本专科额度 {plain(low)} 元，研究生至少要占 {percent(needed)}"
    graduates = figures.known("loans_graduate")
    if graduates is None:
        return to_be_explained(f"{said}，台账没有研究生合同数，请说明")
    share = 100 * graduates / loans
    said += f"，台账中研究生合同 {plain(graduates)} 份，占 {percent(share)}"
    if share < needed:
        return fails(f"{said}，必有合同超过额度，请核对")
    return to_be_explained(f"{said}，请说明")


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

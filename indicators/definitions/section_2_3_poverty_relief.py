"""重点工作 · 教育脱贫: aid, enrolment rates, loans, honours."""

from indicators.algebra import Among, Count, CountDistinct, Sum
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import GrossRatio, Ratio, share
from indicators.scopes import (
    general_office,
    junior_schools,
    kindergartens,
    personnel_office,
    schools,
)
from schemas.codes import EPIDEMIC_POOR, JUNIOR_LEAVERS, REGISTERED_POOR
from schemas.office_codes import (
    GRADUATE,
    MUNICIPAL,
    POVERTY_PERSON,
    POVERTY_PRODUCE,
    POVERTY_RELIEF,
    PRESCHOOL_AID,
    PROVINCIAL,
    STAGES,
    YULU,
)
from schemas.units import INCLUSIVE_PRIVATE, PUBLIC

# Which of the circulating formulas the retention rate follows; a new one gets a new number.
RETENTION_FORMULA = "公式二：毕业生 ÷（入学人数＋历年转入－历年转出）"
# The list of entrants is kept by the school that the cohort left, so it begins where the cohort
# entered that school: docs/decisions/0021-whom-a-figure-is-about.md.
RETENTION_COHORT = (
    "；跟踪今年夏季初中毕业的一批学生，入学人数是其进入毕业学校时的人数："
    "初级中学为升入七年级时，是三年口径，只有九年一贯制学校是九年；小学六年的流失不在其中"
)
PRESCHOOL_AGES = (3, 4, 5)
_COMPULSORY = field("stage").isin(STAGES)
_PRESCHOOL = field("stage").equals("学前")

declare(
    Indicator(
        id="poor_pupils_declared",
        section="2.3",
        label="受助经济困难寄宿生和非寄宿生",
        label_en="Poor boarders and non-boarders with a living subsidy",
        unit="人",
        measure=Sum("student_aid", "persons", where=_COMPULSORY, units=schools),
    )
)
declare(
    Indicator(
        id="poor_pupils_registered",
        section="2.3",
        label="其中建档立卡学生",
        label_en="Of them, from registered poor families",
        unit="人",
        measure=Sum(
            "student_aid",
            "persons",
            where=_COMPULSORY & field("category").equals(REGISTERED_POOR),
            units=schools,
        ),
    )
)
declare(
    Indicator(
        id="living_subsidy_paid",
        section="2.3",
        label="生活费补助资金",
        label_en="Living subsidies paid",
        unit="元",
        measure=Sum("student_aid", "amount", where=_COMPULSORY, units=schools),
        style=Style("万元", 1, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="preschool_gross_enrolment",
        section="2.3",
        label="学前毛入学率",
        label_en="Gross pre-school enrolment",
        unit="%",
        measure=GrossRatio(
            Sum("preschool", "children"),
            Sum("population", "persons", where=field("age").isin(PRESCHOOL_AGES)),
        ),
        note="毛入学率的分子含各年龄幼儿，可以超过 100%",
    )
)
declare(
    Indicator(
        id="inclusive_kindergarten_share",
        section="2.3",
        label="普惠园占比",
        label_en="Inclusive kindergartens in all kindergartens",
        unit="%",
        measure=share("kindergarten_roster", field("nature").isin((PUBLIC, INCLUSIVE_PRIVATE))),
        note="按园数计；按在园幼儿数计的是普惠园覆盖率，两者不能比较",
    )
)
declare(
    Indicator(
        id="compulsory_retention_rate",
        section="2.3",
        label="义务教育巩固率（初中毕业批次）",
        label_en="Retention of the cohort that left junior school, since it entered the school that it left",
        unit="%",
        measure=Ratio(
            Sum(
                "enrolment",
                "graduated",
                where=field("cohort").equals(JUNIOR_LEAVERS),
                units=junior_schools,
            ),
            Sum("cohort_entrants", "entrants", "transferred_in", unit_field="school_code")
            - Sum("cohort_entrants", "transferred_out", unit_field="school_code"),
        ),
        decimals=2,
        note=RETENTION_FORMULA + RETENTION_COHORT,
    )
)
declare(
    Indicator(
        id="registered_poor_enrolment_rate",
        section="2.3",
        label="建档立卡学生入学率",
        label_en="Registered-poor children enrolled",
        unit="%",
        measure=Ratio(
            Count("registered_poor", cell="school_code", among=Among("school_code", schools)),
            Count("registered_poor", cell="school_code"),
        ),
        note="就读学校代码须是单位名册中的学校；填了其他内容的不算入学",
    )
)
declare(
    Indicator(
        id="preschool_registered_poor",
        section="2.3",
        label="建档立卡幼儿",
        label_en="Children in kindergartens from registered poor families",
        unit="人",
        measure=Sum(
            "student_aid",
            "persons",
            where=_PRESCHOOL & field("category").equals(REGISTERED_POOR),
            units=kindergartens,
        ),
    )
)
declare(
    Indicator(
        id="preschool_other_poor",
        section="2.3",
        label="因疫情致困幼儿",
        label_en="Children in kindergartens whom the epidemic made poor",
        unit="人",
        measure=Sum(
            "student_aid",
            "persons",
            where=_PRESCHOOL & field("category").equals(EPIDEMIC_POOR),
            units=kindergartens,
        ),
    )
)
declare(
    Indicator(
        id="preschool_aid_paid",
        section="2.3",
        label="学前资助发放金额",
        label_en="Aid paid to children in kindergartens",
        unit="元",
        measure=Sum("aid_payments", "amount", where=field("kind").equals(PRESCHOOL_AID)),
        style=Style("万元", 2),
    )
)
declare(
    Indicator(
        id="yulu_townships",
        section="2.3",
        label="雨露计划覆盖乡镇",
        label_en="Townships of the Yulu grants",
        unit="个",
        measure=CountDistinct("aid_payments", "township", where=field("kind").equals(YULU)),
    )
)
declare(
    Indicator(
        id="yulu_students",
        section="2.3",
        label="雨露计划资助学生",
        label_en="Students with a Yulu grant",
        unit="人",
        measure=CountDistinct("aid_payments", "recipient_id", where=field("kind").equals(YULU)),
    )
)
declare(
    Indicator(
        id="yulu_amount",
        section="2.3",
        label="雨露计划资助金额",
        label_en="Yulu grants paid",
        unit="元",
        measure=Sum("aid_payments", "amount", where=field("kind").equals(YULU)),
        style=Style("万元", 2),
    )
)
declare(
    Indicator(
        id="student_loans",
        section="2.3",
        label="生源地助学贷款",
        label_en="Student loans granted",
        unit="人",
        measure=Count("loans"),
        note="按合同数计",
    )
)
declare(
    Indicator(
        id="student_loan_amount",
        section="2.3",
        label="生源地助学贷款金额",
        label_en="Amount of student loans",
        unit="元",
        measure=Sum("loans", "amount"),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="inspection_feedback_classes",
        section="2.3",
        label="教育扶贫巡察反馈问题类别",
        label_en="Classes of issues raised by inspectors",
        unit="类",
        measure=CountDistinct("feedback_issues", "issue_class"),
    )
)
declare(
    Indicator(
        id="inspection_feedback_issues",
        section="2.3",
        label="教育扶贫巡察反馈问题",
        label_en="Issues raised by inspectors",
        unit="个",
        measure=Count("feedback_issues"),
    )
)
declare(
    Indicator(
        id="home_teaching_and_pairing",
        section="2.3",
        label="送教上门与结对帮扶",
        label_en="Teaching sent to homes, and events of paired schools",
        unit="次",
        measure=Sum("pairing", "home_teaching_events", "pairing_events"),
        style=Style("次", -2, Qualifier.OVER),
        note="送教与结对两项之和",
    )
)
declare(
    Indicator(
        id="poverty_purchases",
        section="2.3",
        label="购买扶贫助农产品",
        label_en="Produce bought from poor areas",
        unit="元",
        measure=Sum(
            "purchases", "amount", where=field("kind").equals(POVERTY_PRODUCE), units=general_office
        ),
        style=Style("万元", 0, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="honour_city_poverty_2019",
        section="2.3",
        label="市级扶贫工作荣誉",
        label_en="Municipal honour for poverty relief",
        unit="项",
        measure=Count(
            "honours",
            where=field("subject").equals(POVERTY_RELIEF)
            & field("level").equals(MUNICIPAL)
            & field("for_year").is_year(-1),
            units=general_office,
        ),
        note="表彰年度为上年度",
    )
)
declare(
    Indicator(
        id="honour_poverty_2020",
        section="2.3",
        label="脱贫攻坚先进集体",
        label_en="Honour for winning over poverty",
        unit="项",
        measure=Count(
            "honours",
            where=field("subject").equals(POVERTY_RELIEF) & field("for_year").is_year(),
            units=general_office,
        ),
    )
)
declare(
    Indicator(
        id="honour_provincial_individuals",
        section="2.3",
        label="省级扶贫先进个人",
        label_en="Persons honoured by the province for poverty relief",
        unit="人",
        measure=Count(
            "honours",
            where=field("subject").equals(POVERTY_PERSON)
            & field("level").equals(PROVINCIAL)
            & field("for_year").is_year(),
            units=personnel_office,
        ),
    )
)
declare(
    Indicator(
        id="preschool_net_enrolment",
        section="2.3",
        label="学前净入园率",
        label_en="Net pre-school enrolment",
        unit="%",
        measure=Ratio(
            Sum("preschool", "age_3", "age_4", "age_5"),
            Sum("population", "persons", where=field("age").isin(PRESCHOOL_AGES)),
        ),
        note="只计 3 至 5 岁幼儿，不应超过 100%",
    )
)
declare(
    Indicator(
        id="loans_graduate",
        section="2.3",
        label="研究生助学贷款",
        label_en="Student loans of graduates",
        unit="人",
        measure=Count("loans", where=field("level").equals(GRADUATE)),
    )
)

"""重点工作: public funds, poverty relief, ICT."""

from indicators.algebra import Ratio, Sum
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import junior_schools, kindergartens, public_schools, schools
from schemas.codes import EPIDEMIC_POOR, JUNIOR_LEAVERS, REGISTERED_POOR

# Which of the circulating formulas the retention rate follows; a new one gets a new number.
RETENTION_FORMULA = "公式二：毕业生 ÷（入学人数＋历年转入－历年转出）"
PRESCHOOL_AGES = (3, 4, 5)
_COMPULSORY = field("stage").isin(("小学", "初中"))
_PRESCHOOL = field("stage").equals("学前")

declare(
    Indicator(
        id="public_funds_beneficiaries",
        section="2.2",
        label="公用经费惠及学生",
        label_en="Pupils who benefit from public funds",
        unit="人",
        measure=Sum("enrolment", "closing", units=public_schools),
        style=Style("万人", 0, Qualifier.NEARLY),
    )
)
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
        measure=Ratio(
            Sum("preschool", "children"),
            Sum("population", "persons", where=field("age").isin(PRESCHOOL_AGES)),
        ),
        note="毛入学率的分子含各年龄幼儿，可以超过 100%",
    )
)
declare(
    Indicator(
        id="compulsory_retention_rate",
        section="2.3",
        label="义务教育巩固率",
        label_en="Retention over the nine years",
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
        note=RETENTION_FORMULA,
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
        id="it_contest_entries",
        section="2.4",
        label="信息化大赛参赛作品",
        label_en="Entries to the ICT contest",
        unit="篇",
        measure=Sum("ict", "contest_entries"),
        style=Style("篇", -2, Qualifier.MANY),
    )
)
declare(
    Indicator(
        id="network_security_incidents",
        section="2.4",
        label="网络安全事件",
        label_en="Network-security incidents",
        unit="起",
        measure=Sum("ict", "security_incidents"),
    )
)
declare(
    Indicator(
        id="wanshitong_coverage",
        section="2.4",
        label="在职教师“皖事通”注册率",
        label_en="Teachers in post registered on Wanshitong",
        unit="%",
        measure=Ratio(Sum("staff", "wanshitong_registered"), Sum("staff", "in_post")),
    )
)

"""教育管理 · 教育民生: kindergartens, disabled children, dropouts."""

from indicators.algebra import Among, Count, CountDistinct, Outside, Sum
from indicators.events import events
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import GrossRatio, Ratio
from indicators.scopes import junior_schools, preschool_office, primary_schools
from schemas.codes import (
    DROPOUT_GAINS,
    DROPOUT_LOSSES,
    ENROLLED_PLACEMENTS,
    FINAL_CASE_STATUSES,
    STAGE_OF_COHORT,
    STILL_OPEN,
)
from schemas.obligations import Obligation
from schemas.office_codes import HANDOVER_TALK, OWNER_INTERVIEW, RECOGNISED_INCLUSIVE

_LISTED = CountDistinct("disabled_list", "child_citizen_id")
# Enrolled is who is said to be and has a number; a school may give the number of one who waits.
_IS_ENROLLED = field("enrolled").is_true() & field("placement").isin(ENROLLED_PLACEMENTS)
_ISSUED_CHILDREN = Count("disabled_list", cell="list_number")
_ENROLLED = CountDistinct(
    "disabled_children",
    "child_id",
    where=_IS_ENROLLED,
    among=Among("list_number", _ISSUED_CHILDREN),
)
_IS_CHECKED = field("status").isin(FINAL_CASE_STATUSES)
_ISSUED_CASES = Count("suspected_dropouts", cell="case_number")
_NET_TRANSFERS = "净转入多的，可以为负"


def _dropout_rate(stage: str, units: Obligation) -> GrossRatio:
    """(losses other than leaving at the end − transfers and other gains) ÷ opening stock."""
    cohorts = tuple(cohort for cohort, of in STAGE_OF_COHORT.items() if of == stage)
    of_stage = field("cohort").isin(cohorts)
    lost = Sum("enrolment", *DROPOUT_LOSSES, where=of_stage, units=units)
    gained = Sum("enrolment", *DROPOUT_GAINS, where=of_stage, units=units)
    return GrossRatio(lost - gained, Sum("enrolment", "opening", where=of_stage, units=units))


declare(
    Indicator(
        id="inclusive_private_added",
        section="3.2",
        label="新增民办普惠园",
        label_en="Private kindergartens newly recognised as inclusive",
        unit="所",
        measure=Count("kindergarten_changes", where=field("change").equals(RECOGNISED_INCLUSIVE)),
    )
)
declare(
    Indicator(
        id="handover_meetings",
        section="3.2",
        label="小区配套园移交座谈会",
        label_en="Talks on handing over kindergartens",
        unit="次",
        measure=events(HANDOVER_TALK, preschool_office),
    )
)
declare(
    Indicator(
        id="owners_interviewed",
        section="3.2",
        label="约谈的产权单位",
        label_en="Owners interviewed",
        unit="家",
        measure=CountDistinct(
            "events",
            "counterpart",
            where=field("kind").equals(OWNER_INTERVIEW),
            units=preschool_office,
        ),
    )
)
declare(
    Indicator(
        id="disabled_children",
        section="3.2",
        label="适龄残疾儿童少年",
        label_en="Disabled children of school age",
        unit="人",
        measure=_LISTED,
    )
)
declare(
    Indicator(
        id="disabled_enrolled",
        section="3.2",
        label="已入籍残疾儿童少年",
        label_en="Disabled children with a pupil record",
        unit="人",
        measure=_ENROLLED,
        note="下发名单内、填“是”入籍且已安置的，以学籍号计，同一儿童只计一次",
    )
)
declare(
    Indicator(
        id="disabled_enrolled_outside_list",
        section="3.2",
        label="名单外的已入籍残疾儿童少年",
        label_en="Disabled children with a pupil record who are not on the issued list",
        unit="人",
        measure=CountDistinct(
            "disabled_children",
            "child_id",
            where=_IS_ENROLLED,
            among=Outside("list_number", _ISSUED_CHILDREN),
        ),
        note="登记号不在下发名单中，不计入入籍数和入籍率",
    )
)
declare(
    Indicator(
        id="disabled_enrolment_rate",
        section="3.2",
        label="残疾儿童少年入籍率",
        label_en="Disabled children with a pupil record",
        unit="%",
        measure=Ratio(_ENROLLED, _LISTED),
        decimals=2,
    )
)
declare(
    Indicator(
        id="dropout_cases_checked",
        section="3.2",
        label="疑似辍学核查完成",
        label_en="Suspected dropouts checked to the end",
        unit="人",
        measure=CountDistinct(
            "dropout_cases", "child_id", where=_IS_CHECKED, among=Among("child_id", _ISSUED_CASES)
        ),
        note="只计下发名单中的学生，按学籍号比对；“失联”“核查中”不算核查完成",
    )
)
declare(
    Indicator(
        id="dropout_cases_open",
        section="3.2",
        label="疑似辍学核查中",
        label_en="Suspected dropouts of whom nobody knows yet",
        unit="人",
        measure=CountDistinct(
            "dropout_cases", "child_id", where=field("status").equals(STILL_OPEN)
        ),
        note="尚未查清；“失联”另计",
    )
)
declare(
    Indicator(
        id="dropout_cases_outside_list",
        section="3.2",
        label="名单外的辍学核查完成",
        label_en="Checked cases of children who are not on the issued list",
        unit="人",
        measure=CountDistinct(
            "dropout_cases", "child_id", where=_IS_CHECKED, among=Outside("child_id", _ISSUED_CASES)
        ),
        note="学籍号不在下发名单中，不计入核查完成数",
    )
)
declare(
    Indicator(
        id="dropout_control_rate",
        section="3.2",
        label="控辍保学率",
        label_en="Pupils kept in school",
        unit="%",
        # Net, as the field reckons it: docs/decisions/0021-whom-a-figure-is-about.md.
        measure=GrossRatio(
            Sum("enrolment", "opening")
            - Sum("enrolment", *DROPOUT_LOSSES)
            + Sum("enrolment", *DROPOUT_GAINS),
            Sum("enrolment", "opening"),
        ),
        style=Style("%", 0, Qualifier.AT_LEAST),
        decimals=2,
        note="100%－辍学率；按“两基”辍学率公式为净数，转入和其他增加抵减流失，"
        "不抵减的另见“控辍保学率（不抵减转入）”；与巩固率口径不同",
    )
)
declare(
    Indicator(
        id="dropout_control_rate_gross",
        section="3.2",
        label="控辍保学率（不抵减转入）",
        label_en="Pupils kept in school, transfers in not set against losses",
        unit="%",
        measure=Ratio(
            Sum("enrolment", "opening") - Sum("enrolment", *DROPOUT_LOSSES),
            Sum("enrolment", "opening"),
        ),
        decimals=2,
        note="休学、退学、死亡、转出和其他减少都算流失，转入不抵减；是下限，"
        "区内转学的学生在转出学校也算了流失",
    )
)
declare(
    Indicator(
        id="dropout_rate_primary",
        section="3.2",
        label="小学辍学率",
        label_en="Dropout rate, primary",
        unit="%",
        measure=_dropout_rate("小学", primary_schools),
        decimals=2,
        note=_NET_TRANSFERS,
    )
)
declare(
    Indicator(
        id="dropout_rate_junior",
        section="3.2",
        label="初中辍学率",
        label_en="Dropout rate, junior secondary",
        unit="%",
        measure=_dropout_rate("初中", junior_schools),
        decimals=2,
        note=_NET_TRANSFERS,
    )
)
declare(
    Indicator(
        id="school_age_enrolment_rate",
        section="3.2",
        label="适龄儿童入学率",
        label_en="Children of school age enrolled",
        unit="%",
        measure=Ratio(Sum("school_age", "enrolled"), Sum("school_age", "children")),
    )
)

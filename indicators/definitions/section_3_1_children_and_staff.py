"""教育管理: disabled children, dropouts, teachers' ethics."""

from indicators.algebra import CountDistinct, Ratio, Sum
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.scopes import junior_schools, primary_schools
from schemas.codes import FINAL_CASE_STATUSES, STAGE_OF_COHORT
from schemas.obligations import Obligation

declare(
    Indicator(
        id="disabled_enrolled",
        section="3.2",
        label="已入籍残疾儿童少年",
        label_en="Disabled children with a pupil record",
        unit="人",
        measure=CountDistinct("disabled_children", "child_id"),
        note="以学籍号计，同一儿童只计一次",
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
            "dropout_cases", "child_id", where=field("status").isin(FINAL_CASE_STATUSES)
        ),
        note="“失联”不算核查完成",
    )
)


def _dropout_rate(stage: str, units: Obligation) -> Ratio:
    """(losses other than leaving at the end − transfers and other gains) ÷ opening stock."""
    cohorts = tuple(cohort for cohort, of in STAGE_OF_COHORT.items() if of == stage)
    of_stage = field("cohort").isin(cohorts)
    lost = Sum(
        "enrolment",
        "suspended",
        "withdrawn",
        "died",
        "transferred_out",
        "other_losses",
        where=of_stage,
        units=units,
    )
    gained = Sum("enrolment", "transferred_in", "other_gains", where=of_stage, units=units)
    return Ratio(lost - gained, Sum("enrolment", "opening", where=of_stage, units=units))


_NET_TRANSFERS = "净转入多的，可以为负"
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
        id="teachers_excellent_2019",
        section="3.3",
        label="2019年度考核优秀教师",
        label_en="Teachers appraised as excellent, 2019",
        unit="人",
        measure=Sum("staff", "excellent"),
    )
)
declare(
    Indicator(
        id="teachers_failed_ethics",
        section="3.3",
        label="师德考核不合格教师",
        label_en="Teachers who failed the ethics appraisal",
        unit="人",
        measure=Sum("staff", "failed_ethics"),
    )
)

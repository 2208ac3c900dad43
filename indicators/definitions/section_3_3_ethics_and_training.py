"""教育管理 · 师德师风: consolation, teachers' ethics, training institutions."""

from indicators.algebra import Count, CountDistinct, Sum
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Style
from indicators.ratios import Ratio, share
from indicators.scopes import discipline_office, personnel_office
from schemas.office_codes import (
    CONSOLED,
    DEREGISTERED,
    DISMISSED,
    LICENSED,
    LIGENG,
    PAID_TUTORING,
    PARTY_SANCTION,
    TO_RECTIFY,
)

declare(
    Indicator(
        id="teachers_consoled",
        section="3.3",
        label="慰问教师",
        label_en="Teachers consoled, person-times",
        unit="人次",
        measure=Count("consolation", where=field("kind").equals(CONSOLED)),
    )
)
declare(
    Indicator(
        id="consolation_money",
        section="3.3",
        label="慰问金",
        label_en="Consolation money",
        unit="元",
        measure=Sum("consolation", "amount", where=field("kind").equals(CONSOLED)),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="ligeng_money",
        section="3.3",
        label="励耕计划慰问金",
        label_en="Money of the Ligeng plan",
        unit="元",
        measure=Sum("consolation", "amount", where=field("kind").equals(LIGENG)),
        style=Style("万元", 0),
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
declare(
    Indicator(
        id="teachers_dismissed",
        section="3.3",
        label="开除教师",
        label_en="Teachers dismissed",
        unit="名",
        measure=CountDistinct(
            "disciplinary_cases",
            "person_number",
            where=field("action").equals(DISMISSED),
            units=personnel_office,
        ),
    )
)
declare(
    Indicator(
        id="party_sanctions",
        section="3.3",
        label="党纪处分",
        label_en="People sanctioned by the party",
        unit="人",
        measure=CountDistinct(
            "disciplinary_cases",
            "person_number",
            where=field("action").equals(PARTY_SANCTION),
            units=discipline_office,
        ),
    )
)
declare(
    Indicator(
        id="paid_tutoring_cases",
        section="3.3",
        label="查处有偿补课",
        label_en="Cases of paid tutoring",
        unit="起",
        measure=CountDistinct(
            "disciplinary_cases",
            "case_number",
            where=field("kind").equals(PAID_TUTORING),
            units=personnel_office,
        ),
    )
)
declare(
    Indicator(
        id="training_institutions",
        section="3.3",
        label="校外培训机构",
        label_en="Off-campus training institutions",
        unit="家",
        measure=Count("training_institutions"),
    )
)
declare(
    Indicator(
        id="training_inspection_coverage",
        section="3.3",
        label="培训机构督查覆盖率",
        label_en="Training institutions inspected",
        unit="%",
        measure=share("training_institutions", field("inspected_on").is_filled()),
    )
)
declare(
    Indicator(
        id="training_licensed",
        section="3.3",
        label="发证的培训机构",
        label_en="Training institutions licensed",
        unit="家",
        measure=Count("training_institutions", where=field("outcome").equals(LICENSED)),
    )
)
declare(
    Indicator(
        id="kindergartens_licensed",
        section="3.3",
        label="发证的民办园",
        label_en="Private kindergartens licensed",
        unit="家",
        measure=Count("kindergarten_changes", where=field("change").equals(LICENSED)),
    )
)
declare(
    Indicator(
        id="kindergartens_deregistered",
        section="3.3",
        label="注销的民办园",
        label_en="Private kindergartens deregistered",
        unit="所",
        measure=Count("kindergarten_changes", where=field("change").equals(DEREGISTERED)),
    )
)
declare(
    Indicator(
        id="training_deregistered",
        section="3.3",
        label="注销的培训机构",
        label_en="Training institutions deregistered",
        unit="家",
        measure=Count("training_institutions", where=field("outcome").equals(DEREGISTERED)),
    )
)
declare(
    Indicator(
        id="training_to_rectify",
        section="3.3",
        label="限期整改的培训机构",
        label_en="Training institutions told to rectify",
        unit="家",
        measure=Count("training_institutions", where=field("outcome").equals(TO_RECTIFY)),
    )
)
declare(
    Indicator(
        id="whitelist_batch4",
        section="3.3",
        label="第四批白名单培训机构",
        label_en="Training institutions on the fourth white list",
        unit="家",
        measure=Count("training_institutions", where=field("whitelist_batch").equals(4)),
        note="与当年发证的机构不是同一批",
    )
)
declare(
    Indicator(
        id="teachers_excellent_share",
        section="3.3",
        label="考核优秀教师占比",
        label_en="Teachers rated excellent in those appraised",
        unit="%",
        measure=Ratio(Sum("staff", "excellent"), Sum("staff", "appraised")),
        decimals=2,
        note="只计公办单位参加考核的教师",
    )
)

"""党建 · 基层党建: duty reports, members, donations."""

from indicators.algebra import Count, DaysCovered, Sum
from indicators.events import sign_ins
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import party_office
from schemas.office_codes import CANDIDATE_TRAINING, ORAL_REPORT, PARTY_BRAND, WRITTEN_REPORT

declare(
    Indicator(
        id="oral_duty_reports",
        section="1.2",
        label="现场述职的党组织书记",
        label_en="Party secretaries who reported in person",
        unit="位",
        measure=Count("duty_reports", where=field("report_mode").equals(ORAL_REPORT)),
    )
)
declare(
    Indicator(
        id="written_duty_reports",
        section="1.2",
        label="书面述职的党组织",
        label_en="Party organisations that reported in writing",
        unit="个",
        measure=Count("duty_reports", where=field("report_mode").equals(WRITTEN_REPORT)),
    )
)
declare(
    Indicator(
        id="branch_ledgers_submitted",
        section="1.2",
        label="党支部信息台账",
        label_en="Branch ledgers handed in on time",
        unit="份",
        measure=Sum("party", "ledgers"),
        style=Style("份", -2, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="development_candidates_trained",
        section="1.2",
        label="参加培训的党员发展对象",
        label_en="Candidates trained for party membership",
        unit="人",
        measure=sign_ins(CANDIDATE_TRAINING, party_office),
        note="与当年确定的发展对象不是同一批人",
    )
)
declare(
    Indicator(
        id="development_training_days",
        section="1.2",
        label="发展对象培训天数",
        label_en="Days of the candidates' training",
        unit="天",
        measure=DaysCovered(
            "events",
            "starts_on",
            "ends_on",
            where=field("kind").equals(CANDIDATE_TRAINING),
            units=party_office,
        ),
        note="同一天有几场的只计一天",
    )
)
declare(
    Indicator(
        id="exemplary_party_day_activities",
        section="1.2",
        label="优秀主题党日活动",
        label_en="Exemplary party-day activities",
        unit="个",
        measure=Sum("party", "exemplary_activities"),
    )
)
declare(
    Indicator(
        id="probationary_members_developed",
        section="1.2",
        label="发展预备党员",
        label_en="Probationary members developed",
        unit="人",
        measure=Sum("party", "probationary"),
    )
)
declare(
    Indicator(
        id="members_made_full",
        section="1.2",
        label="预备党员转正",
        label_en="Probationary members made full members",
        unit="人",
        measure=Sum("party", "made_full"),
    )
)
declare(
    Indicator(
        id="development_candidates_confirmed",
        section="1.2",
        label="确定发展对象",
        label_en="Candidates confirmed",
        unit="人",
        measure=Sum("party", "candidates"),
    )
)
declare(
    Indicator(
        id="party_activists",
        section="1.2",
        label="入党积极分子",
        label_en="Activists",
        unit="人",
        measure=Sum("party", "activists"),
    )
)
declare(
    Indicator(
        id="city_party_brands_applied",
        section="1.2",
        label="申报市级党建品牌",
        label_en="Applications for a municipal party-work brand",
        unit="家",
        measure=Count("documents", where=field("kind").equals(PARTY_BRAND), units=party_office),
    )
)
declare(
    Indicator(
        id="epidemic_donations",
        section="1.2",
        label="疫情防控捐款",
        label_en="Donations against the epidemic",
        unit="元",
        measure=Sum("party", "donations"),
        style=Style("万元", 0, Qualifier.OVER),
    )
)

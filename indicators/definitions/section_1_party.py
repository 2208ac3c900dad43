"""党建: learning platforms, organisations, members, publicity."""

from indicators.algebra import Count, Lowest, Ratio, Sum, share
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from schemas.codes import MAINSTREAM_OUTLETS, XUEXI

declare(
    Indicator(
        id="party_teacher_platform_registration_rate",
        section="1.1",
        label="党员教师网络学习平台注册率",
        label_en="Party-member teachers registered on the learning platforms",
        unit="%",
        measure=Lowest(
            Ratio(Sum("party", "xianfeng_registered"), Sum("party", "party_teachers")),
            Ratio(Sum("party", "xuexi_registered"), Sum("party", "party_teachers")),
        ),
        note="两个平台分别计算，取较低者",
    )
)
declare(
    Indicator(
        id="xuexi_practice_stations",
        section="1.1",
        label="群众网络文明实践所",
        label_en="Online practice stations set up",
        unit="个",
        measure=Count("party", where=field("practice_station").is_true()),
    )
)
declare(
    Indicator(
        id="xuexi_practice_coverage",
        section="1.1",
        label="实践所注册覆盖率",
        label_en="Party organisations whose practice station is registered",
        unit="%",
        measure=share("party", field("practice_registered").is_true()),
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
        id="epidemic_donations",
        section="1.2",
        label="疫情防控捐款",
        label_en="Donations against the epidemic",
        unit="元",
        measure=Sum("party", "donations"),
        style=Style("万元", 0, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="workgroup_members_removed",
        section="1.3",
        label="工作群清退人员",
        label_en="Persons removed from work groups",
        unit="人",
        measure=Sum("party", "removed_members"),
        style=Style("人", -1, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="xuexi_articles",
        section="1.3",
        label="“学习强国”发布教育信息",
        label_en="Articles on Xuexi Qiangguo",
        unit="篇",
        measure=Count("publicity", where=field("outlet").equals(XUEXI)),
    )
)
declare(
    Indicator(
        id="mainstream_media_works",
        section="1.3",
        label="主流媒体宣传作品",
        label_en="Works published by mainstream media",
        unit="篇",
        measure=Count("publicity", where=field("outlet").isin(MAINSTREAM_OUTLETS)),
        style=Style("篇", -1, Qualifier.OVER),
        note="不含“学习强国”；同一作品在两家媒体发表计两篇",
    )
)
declare(
    Indicator(
        id="civilised_campus_applicants",
        section="1.3",
        label="申报市、区级文明校园的单位",
        label_en="Units that applied to be a civilised campus",
        unit="家",
        measure=Count("civilised_campus", where=field("applied").is_true()),
    )
)

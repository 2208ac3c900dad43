"""党建 · 意识形态: reports, publicity, honours."""

from indicators.algebra import Count, Sum
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import general_office, party_office
from schemas.codes import MAINSTREAM_OUTLETS, XUEXI
from schemas.office_codes import IDEOLOGY_REPORT, INFORMATION

declare(
    Indicator(
        id="ideology_reports_heard",
        section="1.3",
        label="听取意识形态责任制报告的党组织",
        label_en="Party organisations whose ideology report was heard",
        unit="个",
        measure=Count("duty_reports", where=field("ideology_heard").is_true()),
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
        id="ideology_reports_to_district",
        section="1.3",
        label="向区委报告意识形态工作",
        label_en="Reports on ideology to the district committee",
        unit="次",
        measure=Count("documents", where=field("kind").equals(IDEOLOGY_REPORT), units=party_office),
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
declare(
    Indicator(
        id="honour_district_info_2019",
        section="1.3",
        label="区情信息工作荣誉",
        label_en="Honour for district information",
        unit="项",
        measure=Count(
            "honours",
            where=field("subject").equals(INFORMATION) & field("for_year").is_year(-1),
            units=general_office,
        ),
        note="表彰年度为上年度",
    )
)

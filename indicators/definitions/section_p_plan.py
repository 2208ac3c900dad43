"""The plan for next year: targets with what has begun of each."""

from indicators.algebra import Among, Count, Owing, Sum
from indicators.definitions.section_2_4_ict import RURAL_SMART_SHARE
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import Ratio
from indicators.scopes import (
    general_office,
    inclusive_kindergartens,
    inspection_office,
    party_office,
    project_office,
    public_schools,
)
from indicators.targets import Target
from schemas.office_codes import (
    BALANCE_PLAN,
    BUILDING,
    CAOLINGHU,
    CIVILISED_CAMPUS,
    COMPLETED,
    DONE,
    FINISHED,
    HUAIHUA,
    IN_USE,
    INTRODUCED,
    JOINED_GROUP,
    LONGHU,
    MERGED,
    MUNICIPAL,
    NO16_WEST,
    PREPARED,
    PROVINCIAL,
    STARTED,
    TIAN2_BRANCH,
    UNDER_WAY,
    XUEYUAN,
)


def _projects(names: tuple[str, ...], statuses: tuple[str, ...]) -> Count:
    """Named projects that have come so far."""
    where = field("key_project").isin(names) & field("status").isin(statuses)
    return Count("projects", where=where, units=project_office, cell="status")


declare(
    Indicator(
        id="t_caolinghu_open",
        section="P.1",
        label="曹岭湖中学建成投用",
        label_en="Caolinghu middle school in use",
        unit="所",
        measure=_projects((CAOLINGHU,), (IN_USE,)),
        target=Target(underway=_projects((CAOLINGHU,), (PREPARED, BUILDING, COMPLETED))),
    )
)
declare(
    Indicator(
        id="t_no16_west_building",
        section="P.1",
        label="十六小西校区综合楼开工",
        label_en="No. 16 west campus building under way",
        unit="个",
        measure=_projects((NO16_WEST,), STARTED),
        target=Target(underway=_projects((NO16_WEST,), (PREPARED,))),
    )
)
declare(
    Indicator(
        id="t_new_primaries_started",
        section="P.1",
        label="新建小学开工",
        label_en="New primary schools started",
        unit="所",
        measure=_projects((LONGHU, XUEYUAN), STARTED),
        target=Target(underway=_projects((LONGHU, XUEYUAN), (PREPARED,))),
    )
)
declare(
    Indicator(
        id="t_tian2_branch_kindergarten",
        section="P.1",
        label="田二幼上郭分园建成",
        label_en="Branch of kindergarten Tian 2 built",
        unit="所",
        measure=_projects((TIAN2_BRANCH,), FINISHED),
        target=Target(underway=_projects((TIAN2_BRANCH,), (PREPARED, BUILDING))),
    )
)
declare(
    Indicator(
        id="t_huaihua_kindergarten",
        section="P.1",
        label="淮化幼儿园改造完成",
        label_en="Huaihua kindergarten renovated",
        unit="所",
        measure=_projects((HUAIHUA,), FINISHED),
        target=Target(underway=_projects((HUAIHUA,), (PREPARED, BUILDING))),
    )
)
declare(
    Indicator(
        id="t_introduced_projects",
        section="P.1",
        label="重点引进项目落地",
        label_en="Introduced projects landed",
        unit="个",
        measure=Count(
            "projects",
            where=field("kind").equals(INTRODUCED) & field("status").isin(STARTED),
            units=general_office,
            cell="status",
        ),
        style=Style("个", 0, Qualifier.AT_LEAST),
        target=Target(
            underway=Count(
                "projects",
                where=field("kind").equals(INTRODUCED) & field("status").equals(PREPARED),
                units=general_office,
            )
        ),
    )
)
declare(
    Indicator(
        id="t_quality_balance_plan",
        section="P.2",
        label="优质均衡实施方案",
        label_en="Plan for quality and balance drawn up",
        unit="份",
        measure=Count(
            "documents", where=field("kind").equals(BALANCE_PLAN), units=inspection_office
        ),
        target=Target(),
    )
)
declare(
    Indicator(
        id="t_group_schools_added",
        section="P.2",
        label="新增集团化成员校",
        label_en="Schools added to education groups",
        unit="所",
        measure=Count(
            "school_network",
            where=field("change").equals(JOINED_GROUP) & field("status").equals(DONE),
        ),
        style=Style("所", 0, Qualifier.AT_LEAST),
        target=Target(
            underway=Count(
                "school_network",
                where=field("change").equals(JOINED_GROUP) & field("status").equals(UNDER_WAY),
            )
        ),
    )
)
declare(
    Indicator(
        id="t_small_schools_merged",
        section="P.2",
        label="撤并小规模学校",
        label_en="Small schools merged",
        unit="所",
        measure=Count(
            "school_network", where=field("change").equals(MERGED) & field("status").equals(DONE)
        ),
        style=Style("所", 0, Qualifier.AT_LEAST),
        target=Target(
            underway=Count(
                "school_network",
                where=field("change").equals(MERGED) & field("status").equals(UNDER_WAY),
            )
        ),
    )
)
declare(
    Indicator(
        id="t_rural_smart_coverage",
        section="P.3",
        label="乡村智慧校园覆盖率",
        label_en="Rural schools that are smart campuses",
        unit="%",
        measure=RURAL_SMART_SHARE,
        target=Target(baseline="rural_smart_school_share"),
    )
)
declare(
    Indicator(
        id="t_inclusive_coverage",
        section="P.3",
        label="普惠园覆盖率",
        label_en="Children in public and inclusive kindergartens",
        unit="%",
        measure=Ratio(
            Sum("preschool", "children", units=inclusive_kindergartens),
            Sum("preschool", "children"),
        ),
        style=Style("%", 0, Qualifier.AT_LEAST),
        target=Target(),
        note="按在园幼儿数计；普惠园占比按园数计，是另一项指标，不作为本目标的基数",
    )
)
declare(
    Indicator(
        id="t_county_hire_coverage",
        section="P.4",
        label="县管校聘实施率",
        label_en="Public schools with county hiring",
        unit="%",
        measure=Ratio(
            Count(
                "county_hiring",
                where=field("implemented").is_true(),
                unit_field="school_code",
                among=Among("school_code", Owing("profile", units=public_schools)),
            ),
            Owing("profile", units=public_schools),
        ),
        target=Target(),
    )
)
declare(
    Indicator(
        id="t_civilised_campuses",
        section="P.5",
        label="创建省市级文明校园",
        label_en="Provincial and municipal civilised campuses",
        unit="个",
        measure=Count(
            "honours",
            where=field("subject").equals(CIVILISED_CAMPUS)
            & field("level").isin((PROVINCIAL, MUNICIPAL)),
            units=party_office,
        ),
        target=Target(baseline="civilised_campus_applicants"),
        note="计划只写“一批”，没有数量",
    )
)

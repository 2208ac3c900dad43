"""党建 · 理论学习: study sessions, trainings, learning platforms."""

from indicators.algebra import Among, Count, CountDistinct, DaysCovered, Sum
from indicators.events import events, sign_ins, signed_in
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import Lowest, Ratio, share_of_owing
from indicators.scopes import party_office
from schemas.office_codes import (
    ANHUI_SPEECH,
    BRANCH_STUDY,
    DISCUSSION,
    JOINT_TRAINING,
    PARTY_TRAINING,
    PLENUM,
    SEMINAR,
    SENT_TRAINING,
    STUDY_SESSION,
    VIDEO_LECTURE,
)

_SEMINAR = field("kind").equals(SEMINAR) & field("theme").equals(ANHUI_SPEECH)

declare(
    Indicator(
        id="plenum_video_viewers",
        section="1.1",
        label="观看全会精神宣讲视频的党员干部",
        label_en="Officials who watched the lecture on the plenum",
        unit="人",
        measure=signed_in(VIDEO_LECTURE, party_office, theme=PLENUM),
        style=Style("人", -1, Qualifier.MANY),
    )
)
declare(
    Indicator(
        id="party_committee_study_sessions",
        section="1.1",
        label="党委理论学习中心组学习",
        label_en="Study sessions of the party committee",
        unit="次",
        measure=events(STUDY_SESSION, party_office),
    )
)
declare(
    Indicator(
        id="party_committee_discussions",
        section="1.1",
        label="中心组集中研讨",
        label_en="Discussions held by the party committee",
        unit="次",
        measure=events(DISCUSSION, party_office),
    )
)
declare(
    Indicator(
        id="branch_weekly_political_study",
        section="1.1",
        label="机关支部政治学习",
        label_en="Political study of the office's branches",
        unit="次",
        measure=events(BRANCH_STUDY, party_office),
        note="按登记的次数计；全年每周一次约为 50 次",
    )
)
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
        measure=share_of_owing("party", field("practice_registered").is_true()),
    )
)
declare(
    Indicator(
        id="anhui_speech_seminar_days",
        section="1.1",
        label="考察安徽讲话精神研讨班天数",
        label_en="Days of the seminar on the Anhui speech",
        unit="天",
        measure=DaysCovered("events", "starts_on", "ends_on", where=_SEMINAR, units=party_office),
        note="同一天有几场的只计一天",
    )
)
declare(
    Indicator(
        id="anhui_speech_seminar_participants",
        section="1.1",
        label="考察安徽讲话精神研讨班参加人员",
        label_en="People at the seminar on the Anhui speech",
        unit="人",
        measure=signed_in(SEMINAR, party_office, theme=ANHUI_SPEECH),
        style=Style("人", -1, Qualifier.NEARLY),
    )
)
declare(
    Indicator(
        id="anhui_speech_seminar_topics",
        section="1.1",
        label="考察安徽讲话精神研讨专题",
        label_en="Topics of the seminar on the Anhui speech",
        unit="个",
        measure=Count(
            "agenda",
            cell="topic",
            among=Among("event_number", Count("events", where=_SEMINAR, units=party_office)),
        ),
    )
)
declare(
    Indicator(
        id="party_work_training_participants",
        section="1.1",
        label="党务培训班参训人次",
        label_en="Sign-ins at the party-work training",
        unit="人",
        measure=sign_ins(PARTY_TRAINING, party_office),
        note="人次，不去重",
    )
)
declare(
    Indicator(
        id="district_demo_training_sent",
        section="1.1",
        label="选派参加示范培训人员",
        label_en="People sent to the district's demonstration training",
        unit="人",
        measure=sign_ins(SENT_TRAINING, party_office),
    )
)
declare(
    Indicator(
        id="joint_demo_training_participants",
        section="1.1",
        label="联办示范培训参训人员",
        label_en="People at the joint demonstration training",
        unit="人",
        measure=sign_ins(JOINT_TRAINING, party_office),
    )
)
declare(
    Indicator(
        id="party_training_distinct_persons",
        section="1.1",
        label="四次党务活动的不重复人数",
        label_en="Different people at four party events",
        unit="人",
        measure=CountDistinct(
            "attendance",
            "person_number",
            units=party_office,
            among=Among(
                "event_number",
                Count(
                    "events",
                    where=field("kind").isin(
                        (SEMINAR, PARTY_TRAINING, SENT_TRAINING, JOINT_TRAINING)
                    ),
                    units=party_office,
                ),
            ),
        ),
        note="研讨班与三次培训去重；各次人数不能相加作为人数",
    )
)

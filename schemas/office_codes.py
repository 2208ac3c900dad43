"""Code lists of the offices' ledgers.

Where one ledger is kept by several offices, its kinds are declared by office: an entry of a kind
that is another office's duty would count in no figure, so the rules refuse it.
"""

from collections.abc import Mapping

from schemas import offices


def _all_of(by_office: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(kind for kinds in by_office.values() for kind in kinds)


STUDY_SESSION, DISCUSSION, BRANCH_STUDY = "中心组学习", "集中研讨", "机关支部政治学习"
VIDEO_LECTURE, SEMINAR = "视频宣讲报告会", "专题研讨班"
PARTY_TRAINING, SENT_TRAINING, JOINT_TRAINING = "党务培训班", "选派示范培训", "联办示范培训"
CANDIDATE_TRAINING = "发展对象培训班"
WARNING_MEETING, DISCIPLINE_TALK = "警示教育会议", "纪检会商"
HANDOVER_TALK, OWNER_INTERVIEW = "移交座谈会", "约谈产权单位"
STUDIO_ACTIVITY = "名师工作室活动"
MORAL_TEACHING = ("送课下乡", "班主任工作研讨", "主题班队会设计")
VISIT_RECEIVED, VISIT_PAID = "接待交流", "外出交流"
CLIMB, FUN_GAMES, INSTRUCTOR_COURSE = "群众登山活动", "机关运动会", "社会体育指导员培训"
TABLETOP_DRILL = "桌面演练"
EVENT_KINDS_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.PARTY: (
        STUDY_SESSION,
        DISCUSSION,
        BRANCH_STUDY,
        VIDEO_LECTURE,
        SEMINAR,
        PARTY_TRAINING,
        SENT_TRAINING,
        JOINT_TRAINING,
        CANDIDATE_TRAINING,
    ),
    offices.DISCIPLINE: (WARNING_MEETING, DISCIPLINE_TALK),
    offices.PRESCHOOL: (HANDOVER_TALK, OWNER_INTERVIEW),
    offices.RESEARCH: (STUDIO_ACTIVITY, *MORAL_TEACHING),
    offices.INSPECTION: (VISIT_RECEIVED, VISIT_PAID),
    offices.SPORT: (CLIMB, FUN_GAMES, INSTRUCTOR_COURSE),
    offices.HEALTH: (TABLETOP_DRILL,),
}
EVENT_KINDS = _all_of(EVENT_KINDS_BY_OFFICE)

PLENUM, ANHUI_SPEECH, THREE_CASES = "五中全会精神", "考察安徽重要讲话精神", "三个以案警示教育"
THEMES = (PLENUM, ANHUI_SPEECH, THREE_CASES, "其他")

ORAL_REPORT, WRITTEN_REPORT = "现场述职", "书面述职"
REPORT_MODES = (ORAL_REPORT, WRITTEN_REPORT)

IDEOLOGY_REPORT, PARTY_BRAND = "意识形态专题报告", "党建品牌申报"
DROWNING_PAPER, DROWNING_MESSAGE = "防溺水文件通报", "防溺水短信"
PLATFORM_UPDATE, PROPOSAL_ANSWER, POST_ANSWER = "督导平台信息", "提案议案答复", "网帖答复"
BALANCE_PLAN, FOUR_LISTS = "优质均衡实施方案", "四清单"
DOCUMENT_KINDS_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.PARTY: (IDEOLOGY_REPORT, PARTY_BRAND),
    offices.SAFETY: (DROWNING_PAPER, DROWNING_MESSAGE),
    offices.INSPECTION: (PLATFORM_UPDATE, PROPOSAL_ANSWER, POST_ANSWER, BALANCE_PLAN),
    offices.DISCIPLINE: (FOUR_LISTS,),
}
DOCUMENT_KINDS = _all_of(DOCUMENT_KINDS_BY_OFFICE)

INFORMATION, POVERTY_RELIEF, ICT_CONTEST = "区情信息", "扶贫", "信息化大赛"
INSPECTION_NEWS, CIVILISED_CAMPUS, POVERTY_PERSON = "督导信息", "文明校园", "扶贫个人"
HONOUR_SUBJECTS_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.GENERAL: (INFORMATION, POVERTY_RELIEF),
    offices.PERSONNEL: (POVERTY_PERSON,),
    offices.ICT: (ICT_CONTEST,),
    offices.INSPECTION: (INSPECTION_NEWS,),
    offices.PARTY: (CIVILISED_CAMPUS,),
}
HONOUR_SUBJECTS = _all_of(HONOUR_SUBJECTS_BY_OFFICE)
PROVINCIAL = "省级"
MUNICIPAL = "市级"
DISTRICT_LEVEL = "区级"
HONOUR_LEVELS = ("国家级", PROVINCIAL, MUNICIPAL, DISTRICT_LEVEL)

REPAIR, IMPROVEMENT, VILLAGE_REPAIR = "校舍维修", "隐患校舍及功能室改造", "村小维修"
NEW_BUILDING, KINDERGARTEN_WORK = "新建扩建", "幼儿园建设改造"
SPORTS_SITE, INTRODUCED = "体育设施", "引进项目"
PROJECT_CLASSES_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.PROJECTS: (REPAIR, IMPROVEMENT, VILLAGE_REPAIR, NEW_BUILDING, KINDERGARTEN_WORK),
    offices.SPORT: (SPORTS_SITE,),
    offices.GENERAL: (INTRODUCED,),
}
PROJECT_CLASSES = _all_of(PROJECT_CLASSES_BY_OFFICE)
# The projects that the summary and the plan name one by one.
CAOLINGHU, CHAOYANG, NO16_WEST = "曹岭湖中学", "朝阳中学综合楼", "十六小西校区综合楼"
LONGHU, XUEYUAN = "龙湖路西片区小学", "学院南路西片区小学"
TIAN2_BRANCH, HUAIHUA, QINGFENG = "田二幼上郭分园", "淮化幼儿园", "青丰社区全民健身广场"
ORDINARY = "一般项目"
KEY_PROJECTS = (
    ORDINARY,
    CAOLINGHU,
    CHAOYANG,
    NO16_WEST,
    LONGHU,
    XUEYUAN,
    TIAN2_BRANCH,
    HUAIHUA,
    QINGFENG,
)
PLANNED, PREPARED, BUILDING, COMPLETED, IN_USE = "计划", "前期", "在建", "完工", "投用"
PROJECT_STATUSES = (PLANNED, PREPARED, BUILDING, COMPLETED, IN_USE)
STARTED = (BUILDING, COMPLETED, IN_USE)
FINISHED = (COMPLETED, IN_USE)

PUBLIC_FUNDS, COMPULSORY_FUNDS = "公用经费", "义保经费"
PAYMENT_PURPOSES = ("项目资金", PUBLIC_FUNDS, COMPULSORY_FUNDS, "其他")

ICT_EQUIPMENT, PANIC_BUTTONS, POVERTY_PRODUCE = "信息化设备", "一键式报警器", "扶贫助农产品"
PURCHASE_KINDS_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.ICT: (ICT_EQUIPMENT,),
    offices.SAFETY: (PANIC_BUTTONS,),
    offices.GENERAL: (POVERTY_PRODUCE,),
}
PURCHASE_KINDS = _all_of(PURCHASE_KINDS_BY_OFFICE)

PROJECT_CHECK, SITE_CHECK = "项目监督检查", "工地疫情防控与质量监管"
ONLINE_INSPECTION, ONSITE_INSPECTION = "线上督导", "线下督导"
EPIDEMIC_CHECK = "疫情防控督查"
INSPECTION_KINDS_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.PROJECTS: (PROJECT_CHECK, SITE_CHECK),
    offices.INSPECTION: (ONLINE_INSPECTION, ONSITE_INSPECTION),
    offices.HEALTH: (EPIDEMIC_CHECK,),
}
INSPECTION_KINDS = _all_of(INSPECTION_KINDS_BY_OFFICE)

STAGES = ("小学", "初中")

FITNESS_TEAM, FITNESS_SQUARE, FITNESS_VENUE = "健身团队", "健身活动广场", "健身场所"
FITNESS_PATH, EXERCISE_POINT = "健身路径", "晨晚练点"
FIVE_A_SIDE, SEVEN_A_SIDE = "五人制足球场", "七人制足球场"
FACILITY_KINDS = (
    FITNESS_TEAM,
    FITNESS_SQUARE,
    FITNESS_VENUE,
    FITNESS_PATH,
    EXERCISE_POINT,
    FIVE_A_SIDE,
    SEVEN_A_SIDE,
)
SPORTS_SITES = (FITNESS_SQUARE, FITNESS_VENUE, FIVE_A_SIDE, SEVEN_A_SIDE)
EXISTING, BUILT, APPROVED = "现有", "本年建成", "本年审批"
FACILITY_STATUSES = (EXISTING, BUILT, APPROVED)
THIRD_GRADE = "三级"
INSTRUCTOR_GRADES = ("国家级", "一级", "二级", THIRD_GRADE)

NATIONAL_SUBPROJECT = "国家级子课题"
RESEARCH_LEVELS = (NATIONAL_SUBPROJECT, PROVINCIAL, MUNICIPAL)

PROMOTED = "新提拔任用"
APPOINTMENT_KINDS = (PROMOTED, "交流轮岗", "免职")
POSTS = ("校长", "园长", "副校长", "副园长", "党组织书记")

PAID_TUTORING, DISCIPLINE_BREACH, CRIMINAL = "有偿补课", "违纪", "违法犯罪"
CASE_KINDS = (PAID_TUTORING, DISCIPLINE_BREACH, CRIMINAL)
DISMISSED, PARTY_SANCTION = "开除", "党纪处分"
CASE_ACTIONS_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.PERSONNEL: (DISMISSED, "取消评优资格", "通报批评"),
    offices.DISCIPLINE: (PARTY_SANCTION, "政务处分"),
}
CASE_ACTIONS = _all_of(CASE_ACTIONS_BY_OFFICE)

CONSOLED, LIGENG = "走访慰问", "励耕计划"
CONSOLATION_KINDS = (CONSOLED, LIGENG)

RECOGNISED_INCLUSIVE, LICENSED, DEREGISTERED = "认定为普惠园", "发放办学许可证", "注销"
KINDERGARTEN_CHANGES = (RECOGNISED_INCLUSIVE, LICENSED, DEREGISTERED)

TO_RECTIFY, REGULAR = "限期整改", "正常"
TRAINING_OUTCOMES = (REGULAR, LICENSED, TO_RECTIFY, DEREGISTERED)

PRESCHOOL_AID, YULU = "学前资助", "雨露计划"
AID_KINDS = (PRESCHOOL_AID, YULU)
UNDERGRADUATE, GRADUATE = "本专科", "研究生"
LOAN_LEVELS = (UNDERGRADUATE, GRADUATE)

BUS_HAZARD = "校车"
HAZARD_SUBJECTS = (BUS_HAZARD, "危化品", "消防", "周边环境")

SCHOOL_CHECKED, KINDERGARTEN_CHECKED, TRAINING_CHECKED = "学校", "幼儿园", "校外培训机构"
CHECKED_KINDS = (SCHOOL_CHECKED, KINDERGARTEN_CHECKED, TRAINING_CHECKED)

JOINED_GROUP, MERGED = "加入教育集团", "撤并"
LAYOUT_CHANGES = (JOINED_GROUP, MERGED)
DONE, UNDER_WAY = "已完成", "实施中"
LAYOUT_STATUSES = (PLANNED, UNDER_WAY, DONE)

TOWNSHIPS = ("曹庵镇", "史院乡", "青禾乡", "柳塘镇", "云岭乡", "和丰镇", "城区街道")

# What the documents of the year enumerate. The summary quotes how many there are.
SAFETY_GOALS = ("专职保安配备", "封闭化管理", "一键报警与视频监控联网", "护学岗设置")
RETURNEE_CATEGORIES = ("国内高风险地区", "国内中风险地区", "境外", "与上述人员有接触")
GAP_DIMENSIONS = ("政治", "工作", "管理", "作风")

# Rates that an office states beside its ledgers; they are checked, never summed or quoted.
GROSS_RATES = ("学前毛入学率",)
STATED_RATES_BY_OFFICE: dict[str, tuple[str, ...]] = {
    offices.BASIC_EDUCATION: ("残疾儿童少年入籍率", "建档立卡学生入学率", "义务教育巩固率"),
    offices.PRESCHOOL: ("普惠园占比", "公办园占比", *GROSS_RATES),
    offices.ICT: ("乡村智慧学校占比",),
    offices.TRAINING: ("培训机构督查覆盖率",),
}
STATED_RATES = _all_of(STATED_RATES_BY_OFFICE)

"""The bureau's offices: reporting units like any other, each with ledgers of its own."""

PARTY = "党建办公室"
GENERAL = "办公室"
PROJECTS = "项目办公室"
FINANCE = "财务科"
AID = "学生资助管理中心"
DISCIPLINE = "纪检监察室"
PERSONNEL = "人事科"
ICT = "电化教育馆"
SPORT = "体育科"
RESEARCH = "教学研究室"
PRESCHOOL = "学前教育科"
TRAINING = "民办与职成教育科"
SAFETY = "安全管理科"
INSPECTION = "教育督导室"
HEALTH = "体育卫生与艺术教育科"  # 疫情防控专班
BASIC_EDUCATION = "基础教育科"

OFFICES = (
    BASIC_EDUCATION,
    PARTY,
    GENERAL,
    PROJECTS,
    FINANCE,
    AID,
    DISCIPLINE,
    PERSONNEL,
    ICT,
    SPORT,
    RESEARCH,
    PRESCHOOL,
    TRAINING,
    SAFETY,
    INSPECTION,
    HEALTH,
)

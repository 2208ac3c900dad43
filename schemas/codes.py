"""Code lists: the terms a CODE field may hold. They are stored as these terms."""

PRIMARY_GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
JUNIOR_GRADES = ("七年级", "八年级", "九年级")
PRIMARY_LEAVERS = "小学毕业"
JUNIOR_LEAVERS = "初中毕业"
# A row is a cohort under its *new* grade; last year's leavers keep a row of their own.
COHORTS = (*PRIMARY_GRADES, PRIMARY_LEAVERS, *JUNIOR_GRADES, JUNIOR_LEAVERS)
STAGE_OF_COHORT = dict.fromkeys((*PRIMARY_GRADES, PRIMARY_LEAVERS), "小学") | dict.fromkeys(
    (*JUNIOR_GRADES, JUNIOR_LEAVERS), "初中"
)
# Under which grade a cohort stood a year earlier.
EARLIER_COHORT = dict(zip(PRIMARY_GRADES[1:], PRIMARY_GRADES, strict=False)) | dict(
    zip(JUNIOR_GRADES[1:], JUNIOR_GRADES, strict=False)
)
# 减少 that is neither finishing nor staying, and the 增加 set against it: fields of 学籍变动.
DROPOUT_LOSSES = ("suspended", "withdrawn", "died", "transferred_out", "other_losses")
DROPOUT_GAINS = ("transferred_in", "other_gains")
EARLIER_COHORT |= {PRIMARY_LEAVERS: PRIMARY_GRADES[-1], JUNIOR_LEAVERS: JUNIOR_GRADES[-1]}

AID_STAGES = ("学前", "小学", "初中")
REGISTERED_POOR = "建档立卡"
EPIDEMIC_POOR = "疫情致困"
AID_CATEGORIES = (REGISTERED_POOR, "低保", "特困供养", "残疾学生", "其他困难", EPIDEMIC_POOR)
BOARDING = ("寄宿", "非寄宿")

# A case that is not closed: the child was not found, or nobody knows yet.
STILL_MISSING = "失联"
STILL_OPEN = "核查中"
FINAL_CASE_STATUSES = (
    "劝返复学",
    "随班就读",
    "特教就读",
    "送教上门",
    "休学",
    "死亡",
    "户籍迁出或出境",
    "信息错误",
    "已毕业",
    "转入职教",
)
CASE_STATUSES = (*FINAL_CASE_STATUSES, STILL_MISSING, STILL_OPEN)

HOME_TAUGHT = "送教上门"
NOT_ENROLLED = "未安置"
ENROLLED_PLACEMENTS = ("随班就读", "特殊教育学校", HOME_TAUGHT)
PLACEMENTS = (*ENROLLED_PLACEMENTS, NOT_ENROLLED)

EVACUATION = "疏散"
DRILL_KINDS = (EVACUATION, "消防", "防暴", "防汛", "防溺水", "疫情桌面")

XUEXI = "学习强国"
MAINSTREAM_OUTLETS = (
    "人民网",
    "新华网",
    "光明网",
    "中国教育报",
    "安徽日报",
    "安徽教育网",
    "淮南日报",
    "淮南电视台",
)
OUTLETS = (XUEXI, *MAINSTREAM_OUTLETS, "本校公众号", "其他")

CAMPUS_LEVELS = ("市级", "区级", "未申报")

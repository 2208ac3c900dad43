"""The first round: what a dozen units get wrong, and the corrections they send.

Each function spoils the return of one unit and says what checking it must find. What is left to
explain in a faultless return (too few guards, a child not found …) is expected too.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from returns.workbooks.return_book import Record
from sample_inputs.enrolment import ABOVE_LIMIT
from sample_inputs.figures import COLLECTION, Sample
from sample_inputs.filing import Planted, Return, day
from schemas import offices
from schemas.codes import STAGE_OF_COHORT, STILL_MISSING
from schemas.office_codes import BUILDING, HUAIHUA

_DISTRICT_QUERIES = ("DRL-004",)  # 85 evacuation drills, far below the monthly duty
SILENT = ("第一幼儿园",)  # nothing arrives from them in the first round
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def _three_spoilt_sheets(made: Return) -> None:
    made.fill("safety", "guards_full_time", -1)
    made.expect("VAL-003", "safety", "guards_full_time", "专职保安填了 -1")
    made.fill("safety", "drowning_letters", "约380")
    made.expect("VAL-018", "safety", "drowning_letters", "份数填了“约380”")
    made.fill("safety", "law_lectures", 1.5)
    made.expect("VAL-002", "safety", "law_lectures", "场次填了 1.5")
    made.fill("safety", "cctv", "已装")
    made.expect("VAL-009", "safety", "cctv", "应填是或否，填了“已装”")

    first: Record = {"held_on": day("2020-09-18"), "kind": "疏散", "theme": "防震避险", "staff": 24}
    made.answers["drills"] = [
        {**first, "pupils": "三百多"},
        {**first, "held_on": "2020年10月", "pupils": -350},
        {**first, "held_on": day("2020-11-09"), "kind": "消防演习", "pupils": 88.5},
        {**first, "held_on": day("2020-11-20"), "pupils": None},
        {**first, "held_on": day("2020-12-04"), "theme": "火灾逃生", "pupils": 360},
        {**first, "held_on": day("2020-12-04"), "theme": "火灾逃生", "pupils": 360},
    ]
    made.expect("VAL-001", "drills", "pupils", "人次填了“三百多”", 0)
    made.expect("VAL-006", "drills", "held_on", "日期只填到月", 1)
    made.expect("VAL-003", "drills", "pupils", "人次填了 -350", 1)
    made.expect("VAL-005", "drills", "kind", "演练类型填了“消防演习”", 2)
    made.expect("VAL-002", "drills", "pupils", "人次填了 88.5", 2)
    made.expect("VAL-004", "drills", "pupils", "人次空着", 3)
    made.expect("ROW-001", "drills", "held_on", "与上一行是同一次演练", 5)

    article: Record = {
        "headline": "春日里的劳动课",
        "outlet": "淮南日报",
        "published_on": day("2020-05-06"),
    }
    made.answers["publicity"] = [
        article,
        {**article, "headline": None, "outlet": "朋友圈"},
        {**article, "headline": "校园里的防疫故事", "published_on": "去年春天"},
        article,
    ]
    made.expect("VAL-004", "publicity", "headline", "标题空着", 1)
    made.expect("VAL-005", "publicity", "outlet", "发表媒体填了“朋友圈”", 1)
    made.expect("VAL-006", "publicity", "published_on", "日期填了“去年春天”", 2)
    made.expect("ROW-001", "publicity", "headline", "与第一行是同一篇", 3)


def _not_a_workbook(made: Return) -> None:
    made.replaced_by = _PDF
    made.planted.append(Planted("FIL-016", what="发来的是 PDF，只是改名为 .xlsx"))


def _missing_sheet(made: Return) -> None:
    made.listed = list(made.answers)
    del made.answers["pairing"]
    made.expect_on_cover("SHT-001", "pairing", "封面列有《送教与结对》，没有这张表", "pairing")


def _unanswered_zero(made: Return) -> None:
    made.fill("safety", "drowning_deaths", None)
    made.expect("VAL-004", "safety", "drowning_deaths", "溺亡人数空着，应填 0")


def _flows_do_not_balance(made: Return) -> None:
    cohorts = [row["cohort"] for row in made.records("enrolment")]
    row = cohorts.index("八年级")
    before = made.records("enrolment")[row]["transferred_in"]
    made.fill("enrolment", "transferred_in", int(str(before)) + 6, row)
    made.expect("ENR-001", "enrolment", "closing", "八年级转入多填 6 人，期末对不上", row)


def _profile_is_not_the_closing(made: Return) -> None:
    pupils = made.records("profile")[0]["pupils"]
    made.fill("profile", "pupils", int(str(pupils)) + 12)
    made.expect("PRF-008", "profile", "pupils", "在校学生数比《学籍变动》期末合计多 12 人")


def _more_excellent_than_appraised(made: Return) -> None:
    card = made.records("staff")[0]
    card["excellent"], card["appraised"] = card["appraised"], card["excellent"]
    made.expect("STF-002", "staff", "excellent", "优秀人数与参加考核人数填反了")
    made.expect("STF-003", "staff", "excellent", "优秀人数与参加考核人数填反了，比例过高")
    made.expect("BND-002", "staff", "appraised", "优秀人数与参加考核人数填反了，参加考核的过少")


def _wrong_check_digit(made: Return) -> None:
    number = str(made.records("dropout_cases")[1]["child_id"])
    digits = "0123456789X"
    wrong = digits[(digits.index(number[-1]) + 1) % len(digits)]
    made.fill("dropout_cases", "child_id", number[:-1] + wrong, 1)
    made.expect("DRP-003", "dropout_cases", "child_id", "学籍号末位录错", 1)


def _amounts_out_of_scale(made: Return) -> None:
    rows = made.records("student_aid")
    rows[0]["amount"] = int(str(rows[0]["amount"])) * 10
    made.expect("AID-002", "student_aid", "amount", "金额多了一个 0，人均高于标准", 0)
    made.expect("BND-005", "student_aid", "amount", "金额多了一个 0，超出合理范围", 0)
    made.fill("student_aid", "persons", 0, 1)
    made.expect("AID-001", "student_aid", "persons", "有金额，人数填了 0", 1)


def _total_is_not_the_sum(made: Return) -> None:
    cell = made.layout("drills").total_cell("pupils")
    pupils = [int(str(row["pupils"])) for row in made.records("drills")]
    made.overwrites["应急演练", cell] = sum(pupils) + 100
    made.expect_at("TOT-001", "drills", cell, "合计比各行相加多 100")


def _last_years_template(made: Return) -> None:
    made.collection = replace(made.collection, code="2019")
    made.expect_on_cover("COL-001", "collection", "用了 2019 年的模板")


def _unknown_unit(made: Return) -> None:
    made.unit = replace(made.unit, code="2134009999", name="青禾乡希望小学")
    made.expect_on_cover("UNT-001", "unit_name", "名册中没有“青禾乡希望小学”")


def _changed_columns(made: Return) -> None:
    renamed = made.layout("drills").header_cell("theme")
    made.overwrites["应急演练", renamed] = "演练内容简述"
    made.expect_at("HDR-001", "drills", renamed, "栏目“演练主题”改成了“演练内容简述”")
    made.expect_at("HDR-002", "drills", f"A{renamed[1:]}", "没有栏目“演练主题”")
    made.answers["publicity"] = []
    made.expect_at("ROW-002", "publicity", "A3", "空表，没有填“无”")
    made.overwrites["Sheet1", "A1"] = "草稿：各班上报人数"
    made.planted.append(Planted("SHT-002", "", "Sheet1", "A1", "多了一张草稿表"))


def _project_money(made: Return) -> None:
    """Projects: more spent than granted, 万元 for yuan; a check of another year."""
    made.fill("projects", "invested", 126_000, 0)
    made.expect("PRJ-001", "projects", "invested", "已完工，完成投资大于下达资金", 0)
    started = next(
        at
        for at, row in enumerate(made.records("projects"))
        if row["status"] == BUILDING and row["key_project"] == HUAIHUA
    )
    made.fill("projects", "invested", 12, started)
    made.expect("PRJ-002", "projects", "invested", "12 万元按元填报", started)
    made.fill("inspections", "inspected_on", day("2019-07-08"), 3)
    made.expect("INS-001", "inspections", "inspected_on", "检查日期为上一年", 3)


def _impossible_rates(made: Return) -> None:
    """Rates that no whole number of kindergartens can give, or above 100 %; a change of 2019."""
    made.fill("stated_rates", "stated", Decimal("81.7"), 0)
    made.expect("RAT-003", "stated_rates", "stated", "40÷49 不是 81.7%", 0)
    made.expect("RAT-004", "stated_rates", "stated", "49 所园没有整数个能得出 81.7%", 0)
    made.fill("stated_rates", "part", 50, 1)
    made.expect("RAT-002", "stated_rates", "part", "50 所公办园，多于 49 所", 1)
    made.fill("stated_rates", "stated", 102, 1)
    made.expect("RAT-001", "stated_rates", "stated", "占比大于 100%", 1)
    made.fill("kindergarten_changes", "decided_on", day("2019-12-30"), 2)
    made.expect("KGC-001", "kindergarten_changes", "decided_on", "发证日期为上一年", 2)


_MISTAKES: dict[str, tuple[Callable[[Return], None], tuple[str, ...]]] = {
    # unit → (what it gets wrong, the forms it sends again; none means the whole return)
    "曹庵镇第二小学": (_three_spoilt_sheets, ("safety", "drills", "publicity")),
    "柳塘镇中心小学": (_not_a_workbook, ()),
    "第三小学": (_missing_sheet, ("pairing",)),
    "滨湖路小学": (_unanswered_zero, ("safety",)),
    "第五中学": (_flows_do_not_balance, ("enrolment",)),
    "实验小学": (_profile_is_not_the_closing, ("profile",)),
    "第七中学": (_more_excellent_than_appraised, ("staff",)),
    "青禾乡初级中学": (_wrong_check_digit, ("dropout_cases",)),
    "云岭乡九年制学校": (_amounts_out_of_scale, ("student_aid",)),
    "曹庵镇中心小学": (_total_is_not_the_sum, ("drills",)),
    "小星星幼儿园": (_last_years_template, ()),
    "青禾乡中心小学": (_unknown_unit, ()),
    "文苑幼儿园": (_changed_columns, ("drills", "publicity")),
    offices.PROJECTS: (_project_money, ("projects", "inspections")),
    offices.PRESCHOOL: (_impossible_rates, ("stated_rates", "kindergarten_changes")),
}


def first_round(sample: Sample) -> dict[str, Return]:
    """The returns of the first round by unit name, spoilt where they are to be."""
    returns: dict[str, Return] = {}
    for unit in sample.district.units:
        if unit.code not in sample.answers or unit.name in SILENT:
            continue
        made = Return.of(unit, sample.answers[unit.code])
        if unit.name in _MISTAKES:
            _MISTAKES[unit.name][0](made)
        if made.replaced_by is None and made.collection == COLLECTION:
            made.planted += expected_queries(sample, made)
        returns[unit.name] = made
    return returns


def corrections(sample: Sample) -> list[Return]:
    """What the units send again, all of it right; a part of a return has no cover."""
    wanted = {name: forms for name, (_, forms) in _MISTAKES.items()}
    wanted |= dict.fromkeys(SILENT, ())
    returns: list[Return] = []
    for name, forms in wanted.items():
        unit = sample.district.unit(name)
        answers = sample.answers[unit.code]
        made = Return.of(unit, {code: answers[code] for code in forms or answers})
        made.cover = not forms
        returns.append(made)
    return returns


def expected_queries(sample: Sample, made: Return) -> list[Planted]:
    """What the return has to explain though nothing in it is wrong, form by form."""
    code = made.unit.code
    sound = Return(made.unit, made.answers)
    short = {m.unit.code for m in sample.district.members if m.guards_part_time}
    if "safety" in made.answers and code in short:
        sound.expect("SAF-002", "safety", "guards_full_time", "待说明：专职保安少于标准")
    for at, row in enumerate(made.records("dropout_cases")):
        if row["status"] == STILL_MISSING:
            sound.expect("DRP-002", "dropout_cases", "status", "待说明：失联，尚未查清", at)
    cohorts = [str(row["cohort"]) for row in made.records("enrolment")]
    for name, stage in ABOVE_LIMIT:
        if name == made.unit.name and cohorts:
            first = next(at for at, c in enumerate(cohorts) if STAGE_OF_COHORT[c] == stage)
            what = f"待说明：{stage}年辍学率高于上限"
            sound.expect("ENR-018", "enrolment", "transferred_out", what, first)
    return sound.planted


def remaining_queries(sample: Sample) -> list[tuple[str, str, str, int]]:
    """(unit code, unit name, rule, count) after the corrections; the district has no code."""
    counts: dict[tuple[str, str, str], int] = {}
    for unit in sample.district.units:
        if unit.code in sample.answers:
            for planted in expected_queries(sample, Return.of(unit, sample.answers[unit.code])):
                key = (unit.code, unit.name, planted.rule)
                counts[key] = counts.get(key, 0) + 1
    counts |= {("", "全区", rule): 1 for rule in _DISTRICT_QUERIES}
    return [(*key, count) for key, count in counts.items()]

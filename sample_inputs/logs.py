"""应急演练 and 宣传: one row a drill, one row an article."""

import random
from datetime import date, timedelta

from returns.workbooks.return_book import NIL, Answer
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.apportion import apportion, fill
from sample_inputs.district import SEED, District, Member
from schemas.codes import EVACUATION, MAINSTREAM_OUTLETS, XUEXI

# Person-times of pupils in evacuation drills; six kindergartens held none.
PARTICIPANTS_SCHOOLS, PARTICIPANTS_KINDERGARTENS = 45_554, 11_003
WITHOUT_DRILL = (
    "海棠幼儿园",
    "青藤幼儿园",
    "小溪幼儿园",
    "田园幼儿园",
    "知了幼儿园",
    "稻香幼儿园",
)
_EVACUATION_THEMES = ("火灾逃生", "防震避险", "地震应急疏散", "消防疏散")
_FURTHER = (
    ("消防", "灭火器使用"),
    ("防暴", "校门口突发事件处置"),
    ("防溺水", "防溺水自救互救"),
    ("疫情桌面", "发热学生应急处置"),
    ("防汛", "暴雨天气应急处置"),
)
_FIRST_DAY, _LAST_DAY = date(2020, 9, 7), date(2020, 12, 11)

XUEXI_ARTICLES, MAINSTREAM_ARTICLES, OWN_ARTICLES = 5, 34, 68
_OWN_OUTLET = "本校公众号"
_HEADLINES = (
    "春日里的劳动课",
    "停课不停学，云端共成长",
    "一堂特别的思政课",
    "书香飘满校园",
    "校园足球踢出精彩",
    "开学第一课：致敬逆行者",
    "送教上门，爱不缺席",
    "垃圾分类进课堂",
    "红领巾讲解员上岗",
    "非遗剪纸进校园",
    "消防安全记心间",
    "结对帮扶结硕果",
    "小小菜园变课堂",
    "光盘行动我先行",
    "家校共育话成长",
    "校园里的防疫故事",
    "冬日暖阳送温暖",
    "大课间舞出活力",
)


def make_drills(district: District) -> dict[str, Answer]:
    """The answer to form 9 by unit code: one evacuation a unit, and what else was practised."""
    rng = random.Random(SEED + 5)  # noqa: S311 - reproducible, not secret
    drilling = [m for m in district.kindergartens if m.unit.name not in WITHOUT_DRILL]
    answers: dict[str, Answer] = {
        member.unit.code: NIL
        for member in district.kindergartens
        if member.unit.name in WITHOUT_DRILL
    }
    for members, total in (
        (list(district.schools), PARTICIPANTS_SCHOOLS),
        (drilling, PARTICIPANTS_KINDERGARTENS),
    ):
        weights = [member.pupils * rng.uniform(0.94, 1.06) for member in members]
        wanted = apportion(total, weights)
        spare = [min(member.pupils, part) for member, part in zip(members, wanted, strict=True)]
        rest = fill(total - sum(spare), [m.pupils - s for m, s in zip(members, spare, strict=True)])
        for member, base, more in zip(members, spare, rest, strict=True):
            answers[member.unit.code] = _drills(member, base + more, rng)
    return answers


def _drills(member: Member, participants: int, rng: random.Random) -> list[dict[str, CellValue]]:
    rows = [_drill(EVACUATION, rng.choice(_EVACUATION_THEMES), participants, member.staff - 1, rng)]
    further = rng.randrange(4) if member.is_school else rng.randrange(2)
    for kind, theme in rng.sample(_FURTHER, further):
        rows.append(_drill(kind, theme, member.pupils // rng.randint(2, 9), member.staff // 2, rng))
    return sorted(rows, key=lambda row: str(row["held_on"]))


def _drill(
    kind: str, theme: str, pupils: int, staff: int, rng: random.Random
) -> dict[str, CellValue]:
    return {
        "held_on": _school_day(rng),
        "kind": kind,
        "theme": theme,
        "pupils": pupils,
        "staff": staff,
    }


def _school_day(rng: random.Random) -> date:
    day = _FIRST_DAY + timedelta(days=rng.randrange((_LAST_DAY - _FIRST_DAY).days))
    return day - timedelta(days=max(day.weekday() - 4, 0))


def make_publicity(district: District) -> dict[str, Answer]:
    """The answer to form 11 by unit code; about half of the units have nothing to report."""
    rng = random.Random(SEED + 6)  # noqa: S311 - reproducible, not secret
    rows: dict[str, list[dict[str, CellValue]]] = {m.unit.code: [] for m in district.members}
    outlets = [XUEXI] * XUEXI_ARTICLES
    shares = apportion(MAINSTREAM_ARTICLES, [1, 1, 2, 2, 4, 6, 10, 3])
    for outlet, part in zip(MAINSTREAM_OUTLETS, shares, strict=True):
        outlets += [outlet] * part
    writing = [*district.schools[:35], *district.kindergartens[:12]]
    for at, outlet in enumerate(outlets):
        _add_article(rows[writing[at * 5 % len(writing)].unit.code], outlet, rng)
    for at in range(OWN_ARTICLES):
        _add_article(rows[writing[at * 3 % len(writing)].unit.code], _OWN_OUTLET, rng)
    return {code: of_unit or NIL for code, of_unit in rows.items()}


def _add_article(rows: list[dict[str, CellValue]], outlet: str, rng: random.Random) -> None:
    used = {row["headline"] for row in rows}
    rows.append(
        {
            "headline": rng.choice([line for line in _HEADLINES if line not in used]),
            "outlet": outlet,
            "published_on": date(2020, 2, 10) + timedelta(days=rng.randrange(300)),
        }
    )

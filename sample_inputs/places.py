"""The names of the sample's schools and kindergartens, and the sizes of their groups.

All names are invented. Within a group staff is given one by one; pupils are the group's total.
"""

from dataclasses import dataclass

from schemas.units import PRIVATE, PUBLIC, RURAL, URBAN

PRIMARY, JUNIOR, NINE_YEAR, PRESCHOOL = "小学", "初级中学", "九年一贯制学校", "幼儿园"


@dataclass(frozen=True)
class Group:
    """Units of one size: staff is given one by one, pupils are shared out around the mean."""

    names: tuple[str, ...]
    type: str
    nature: str
    area: str
    staff: tuple[int, ...]
    guards: tuple[int, int]
    primary: int = 0  # pupils of the whole group
    junior: int = 0
    boarders: int = 0
    class_cap: int = 45


SCHOOLS = (
    Group(
        names=(
            "曹庵镇第二小学",
            "曹庵镇中心小学",
            "青禾乡中心小学",
            "柳塘镇中心小学",
            "柳塘镇第二小学",
            "云岭乡中心小学",
            "和丰镇中心小学",
        ),
        type=PRIMARY,
        nature=PUBLIC,
        area=RURAL,
        staff=(26, 30, 25, 26, 25, 24, 26),
        guards=(2, 0),
        primary=7 * 380,
    ),
    Group(
        names=(
            "曹庵镇松岗小学",
            "曹庵镇前湾小学",
            "青禾乡白杨小学",
            "青禾乡双井小学",
            "柳塘镇石桥小学",
            "柳塘镇柏庄小学",
            "云岭乡清溪小学",
            "云岭乡柳林小学",
        ),
        type=PRIMARY,
        nature=PUBLIC,
        area=RURAL,
        staff=(10, 6, 10, 6, 10, 6, 6, 10),
        guards=(1, 0),
        primary=8 * 72,
    ),
    Group(
        names=(
            "第一小学",
            "第二小学",
            "第三小学",
            "第四小学",
            "第五小学",
            "实验小学",
            "滨湖路小学",
            "朝阳路小学",
            "文苑小学",
            "学府小学",
        ),
        type=PRIMARY,
        nature=PUBLIC,
        area=URBAN,
        staff=(151, 150, 150, 146, 150, 150, 145, 147, 146, 145),
        guards=(3, 1),
        primary=10 * 2700,
        class_cap=52,
    ),
    Group(
        names=("启明双语小学",),
        type=PRIMARY,
        nature=PRIVATE,
        area=URBAN,
        staff=(60,),
        guards=(2, 0),
        primary=980,
    ),
    Group(
        names=(
            "第三中学",
            "第五中学",
            "第七中学",
            "第九中学",
            "第十二中学",
            "实验中学",
            "滨湖路中学",
            "文苑中学",
            "龙泉中学",
        ),
        type=JUNIOR,
        nature=PUBLIC,
        area=URBAN,
        staff=(125, 121, 120, 120, 125, 126, 120, 121, 120),
        guards=(2, 1),
        junior=9 * 1480,
        class_cap=50,
    ),
    Group(
        names=("曹庵镇初级中学", "青禾乡初级中学", "柳塘镇初级中学", "和丰镇初级中学"),
        type=JUNIOR,
        nature=PUBLIC,
        area=RURAL,
        staff=(57, 50, 51, 50),
        guards=(2, 0),
        junior=4 * 620,
    ),
    Group(
        names=("博雅初级中学",),
        type=JUNIOR,
        nature=PRIVATE,
        area=URBAN,
        staff=(75,),
        guards=(2, 0),
        junior=920,
    ),
    Group(
        names=("云岭乡九年制学校",),
        type=NINE_YEAR,
        nature=PUBLIC,
        area=RURAL,
        staff=(95,),
        guards=(3, 0),
        primary=700,
        junior=480,
        boarders=420,
    ),
    Group(
        names=("明湖学校",),
        type=NINE_YEAR,
        nature=PUBLIC,
        area=URBAN,
        staff=(190,),
        guards=(4, 1),
        primary=1650,
        junior=1000,
        class_cap=50,
    ),
)

PUBLIC_KINDERGARTENS = (
    "第一幼儿园",
    "第二幼儿园",
    "第三幼儿园",
    "第四幼儿园",
    "第五幼儿园",
    "实验幼儿园",
    "滨湖路幼儿园",
    "朝阳路幼儿园",
    "文苑幼儿园",
    "学府幼儿园",
    "曹庵镇中心幼儿园",
    "青禾乡中心幼儿园",
    "柳塘镇中心幼儿园",
    "云岭乡中心幼儿园",
    "和丰镇中心幼儿园",
)
PUBLIC_KINDERGARTEN_STAFF = (51, 50, 46, 45, 45, 55, 45, 45, 45, 43, 45, 40, 40, 40, 40)
KINDERGARTENS_WITH_PARTY = 6  # the first ones
PRIVATE_LARGE = ("小星星", "向日葵", "彩虹", "银杏", "蓝天", "星河")
PRIVATE_SMALL = (
    *("春芽", "童心", "苗苗", "蒲公英", "七彩", "贝贝", "欢乐", "阳光", "启智", "育苗"),
    *("百合", "康乐", "晨曦", "乐童", "小荷", "新苗", "海棠", "青藤", "白鸽", "小雨点"),
    *("小白杨", "小溪", "朵朵", "田园", "紫藤", "杏坛", "知了", "稻香"),
)
OTHER_PRIVATE_LARGE, OTHER_PRIVATE_SMALL = 2, 7  # the last ones are not inclusive
RURAL_SMALL = 8  # of the small ones, the first
CHILDREN_SMALL, CHILDREN_LARGE = 84, 550

ALIASES = {
    "曹庵镇第二小学": ("曹庵二小", "田家庵区曹庵二小"),
    "曹庵镇中心小学": ("曹庵中心校", "曹庵中心小学"),
    "柳塘镇第二小学": ("柳塘二小",),
    "第一小学": ("一小", "区一小"),
    "第二小学": ("二小", "区二小"),
    "第三小学": ("三小", "区三小"),
    "第三中学": ("三中", "区三中"),
    "第五中学": ("五中",),
    "第十二中学": ("十二中", "原职工子弟中学"),
    "云岭乡九年制学校": ("云岭学校", "云岭乡中学"),
    "启明双语小学": ("启明小学",),
    "第一幼儿园": ("一幼",),
    "曹庵镇中心幼儿园": ("曹庵幼儿园",),
}

# 中心校 → the village schools that it may file for.
CENTRAL_SCHOOLS = {
    "曹庵镇中心小学": ("曹庵镇第二小学", "曹庵镇松岗小学", "曹庵镇前湾小学"),
    "青禾乡中心小学": ("青禾乡白杨小学", "青禾乡双井小学"),
    "柳塘镇中心小学": ("柳塘镇第二小学", "柳塘镇石桥小学", "柳塘镇柏庄小学"),
}

"""Units of measure as people write them: 万个, 千克, 人次. Which are the same, and by what factor.

This module imports the standard library only: the sandboxed reading process needs it.
"""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

# 十万 before 十, so that the longest word is taken.
SCALES = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "万亿": 10**12,
}  # fmt: skip

# Words for one thing, the usual one first. 人 and 人次 are never the same: a person comes twice.
_FAMILIES = (
    ("人", "名", "位", "口"),
    ("人次",),
    ("个", "家", "所", "只"),
    ("元", "块钱", "元人民币"),
    ("平方米", "平米", "m2", "㎡", "平方"),
    ("份", "封"),
    ("场", "场次"),
    ("次", "次数", "回"),
    ("天", "日"),
    ("%", "百分比", "百分之"),
    ("‰", "千分比", "千分之"),
    ("克", "g"),
    ("米", "m"),
    *((word,) for word in (
        "台", "辆", "篇", "套", "起", "例", "件", "项", "间", "处", "班", "册", "本", "张", "支",
        "部", "块", "周", "月", "年", "岁", "小时", "课时", "节", "期", "批", "户", "包", "盒", "箱",
        "瓶", "桶", "升", "把", "座", "栋", "幢", "对", "副", "双", "条", "门", "种", "类", "组",
    )),
)  # fmt: skip
_BASES = {word: family[0] for family in _FAMILIES for word in family}
# Units that are a number of another unit.
_MULTIPLES = {
    "角": ("元", Fraction(1, 10)),
    "分": ("元", Fraction(1, 100)),
    "亩": ("平方米", Fraction(2000, 3)),
    "公顷": ("平方米", Fraction(10_000)),
    "平方公里": ("平方米", Fraction(10**6)),
    "kg": ("克", Fraction(1000)),
    "公斤": ("克", Fraction(1000)),
    "斤": ("克", Fraction(500)),
    "吨": ("克", Fraction(10**6)),
    "公里": ("米", Fraction(1000)),
}
WORDS = tuple(sorted((*_BASES, *_MULTIPLES), key=len, reverse=True))
_SCALED = re.compile(rf"({'|'.join(sorted(SCALES, key=len, reverse=True))})(.+)")
_LONGEST = 12  # characters of a unit; what is longer is no unit


@lru_cache(maxsize=2**10)
def unit_size(text: str) -> tuple[str, Fraction]:
    """The unit that it counts in, and how many of those it is: 万名 is 10 000 人.

    A word that is not known is a unit of its own.
    """
    word = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    if "/" in word:
        above, _, below = word.partition("/")
        (counted, many), (each, of) = unit_size(above), unit_size(below)
        return f"{counted}/{each}", many / of
    if word in _BASES:
        return _BASES[word], Fraction(1)
    if word in _MULTIPLES:
        return _MULTIPLES[word]
    scaled = _SCALED.fullmatch(word)
    if scaled and (scaled[2] in _BASES or scaled[2] in _MULTIPLES):
        base, factor = unit_size(scaled[2])
        return base, SCALES[scaled[1]] * factor
    return word, Fraction(1)


def is_unit(text: str) -> bool:
    """Whether this is a unit of measure that is known here."""
    word = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    if not word or len(word) > _LONGEST:
        return False
    if "/" in word:
        return all(is_unit(part) for part in word.split("/", 1))
    scaled = _SCALED.fullmatch(word)
    return any(part in _BASES or part in _MULTIPLES for part in (word, scaled[2] if scaled else ""))

"""Check digits and shapes of the public numbers that returns carry.

Each function takes one string and says whether it can be such a number; apply it to a column with
`column.map(is_citizen_number, na_action="ignore")`. They judge the number, never whose it is.
"""

import re
from datetime import date
from operator import mul

# GB 11643: ISO 7064 MOD 11-2 over the first 17 digits.
_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CITIZEN_WEIGHTS = tuple(pow(2, 17 - position, 11) for position in range(17))
_CITIZEN_CHECKS = "10X98765432"

# GB 32100: base 31 without I, O, S, V, Z.
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_CREDIT_LENGTH = 18

# 学籍号: G + citizen number; J + a number made by the system; L + a temporary one.
_PUPIL = re.compile(r"[GJL][0-9]{17}[0-9X]")

PROVINCE = "34"  # 安徽
# The class of a school identifier (its first two digits) by 办学类型; a nine-year school is a
# junior school by class.
SCHOOL_CLASSES: dict[str, str] = {
    "幼儿园": "11",
    "小学": "21",
    "初级中学": "31",
    "九年一贯制学校": "31",
}
_OTHER_CLASSES = ("34", "36", "51")  # senior and complete secondary, vocational, special
_SCHOOL = re.compile(
    rf"(?:{'|'.join(sorted({*SCHOOL_CLASSES.values(), *_OTHER_CLASSES}))}){PROVINCE}[0-9]{{6}}"
)


def citizen_check_character(first_17: str) -> str:
    """The last character of the citizen number that begins with these 17 digits."""
    total = sum(map(mul, map(int, first_17), _CITIZEN_WEIGHTS))
    return _CITIZEN_CHECKS[total % 11]


def is_citizen_number(number: str) -> bool:
    """公民身份号码, 18 characters: digits, a day of birth that exists, the check character."""
    if not _CITIZEN.fullmatch(number) or not number.isascii():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[17] == citizen_check_character(number[:17])


def has_pupil_prefix(number: str) -> bool:
    """Whether it begins as every 学籍号 does."""
    return number[:1] in ("G", "J", "L")


def is_pupil_record_number(number: str) -> bool:
    """学籍号, 19 characters. Only a G number has a check character that is publicly defined."""
    if not _PUPIL.fullmatch(number) or not number.isascii():
        return False
    return number[0] != "G" or is_citizen_number(number[1:])


def credit_check_character(first_17: str) -> str:
    """The last character of the credit code that begins with these 17 characters."""
    total = sum(
        _CREDIT_ALPHABET.index(c) * w for c, w in zip(first_17, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """统一社会信用代码, 18 characters of the base-31 alphabet, the last one the check character."""
    if len(code) != _CREDIT_LENGTH or not set(code) <= set(_CREDIT_ALPHABET):
        return False
    return code[17] == credit_check_character(code[:17])


def is_school_identifier(code: str) -> bool:
    """学校（机构）标识码, 10 digits: a known class, the province, a serial. It has no check digit."""
    return code.isascii() and _SCHOOL.fullmatch(code) is not None

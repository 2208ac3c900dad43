"""A quoted figure read from its text as people write it: 近5万人, 7000余万元, 两周, 3–5次, 全覆盖.

The number may be in digits or in Chinese numerals (三百余人), with 百, 千, 万 or 亿 before the unit. What
is not understood is refused with the word that stood in the way: a claim is never guessed.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from unicodedata import normalize

from indicators.qualifiers import AFTER, BEFORE, NO_NUMBER, Qualifier
from indicators.quoting import Quoted
from indicators.rounding import ALL, ZERO
from indicators.units import PERCENT, SIZES, is_known, unit_size

_WHOLE = frozenset({"全部", "全覆盖", "全员", "全数", "百分之百", "百分百"})
_NOTHING = frozenset({"零", "无", "没有", "未发生"})
_HUNDREDTHS = "百分之"
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile(f"[{''.join(_DIGITS)}{''.join(_PLACES)}]+")
_ALONE = frozenset("万亿")  # which stand for one of it behind a word
_RANGE_SIGN = re.compile("(?<!不)[至到–—―~∼〜-]")
_SPACES = re.compile(r"\s+")
_SHOWN = 20  # characters of a text in a message
_LONGEST = 15  # characters of a number; what is longer is a telephone or a slip of the paste


class NotUnderstood(ValueError):
    """A quoted figure that could not be read; the message says in Chinese what stood in the way."""


def read_quoted(text: str, unit: str = "") -> Quoted:
    """The claim of a text. `unit` is used where the text names none. Raises NotUnderstood."""
    said = _SPACES.sub("", normalize("NFKC", text))
    if not said:
        raise NotUnderstood("没有填写")
    if said in NO_NUMBER:
        return Quoted(None, known(unit) if unit else "", NO_NUMBER[said], written=text.strip())
    if said in _WHOLE:
        return Quoted(ALL, PERCENT, written=text.strip())
    if said in _NOTHING:
        return Quoted(ZERO, known(unit), written=text.strip())
    words: set[Qualifier] = set()
    rest = _take(said, BEFORE, words)
    if rest.startswith(_HUNDREDTHS):
        rest, unit = rest.removeprefix(_HUNDREDTHS), PERCENT
    if words and rest[:1] in _ALONE:  # 近万人
        rest = "1" + rest
    value, rest = _number(rest, said)
    other_end, rest = _other_end(rest, said)
    if other_end is None:
        rest = _after_number(rest, words)
    else:
        words.add(Qualifier.RANGE)
    named, rest = _unit(rest, unit, said)
    while rest:
        shorter = _take(rest, AFTER, words)
        if shorter == rest:
            raise NotUnderstood(f"“{rest[:_SHOWN]}”不认识")
        rest = shorter
    qualifier = _one_of(words, said)
    if other_end is not None and other_end <= value:
        raise NotUnderstood(f"“{said[:_SHOWN]}”的两头颠倒了")
    return Quoted(value, named, qualifier, other_end, written=text.strip())


def read_columns(value: str, unit: str, qualifier: str) -> Quoted:
    """A claim whose number, unit and word stand in columns of their own. Raises NotUnderstood.

    `qualifier` is empty, none, or a word as people write it; two that contradict are joined by +.
    """
    words: set[Qualifier] = set()
    for word in qualifier.strip().split("+"):
        if word in ("", Qualifier.NONE.value):
            continue
        one = NO_NUMBER.get(word) or BEFORE.get(word) or AFTER.get(word)
        if one is None:
            raise NotUnderstood(f"“{word[:_SHOWN]}”不认识")
        words.add(one)
    said = _one_of(words, qualifier)
    if not value.strip():
        if said in NO_NUMBER.values():
            return Quoted(None, known(unit), said)
        raise NotUnderstood("没有填写数字")
    read = read_quoted(value, known(unit))
    if said is Qualifier.NONE:
        return Quoted(read.value, read.unit, read.qualifier, read.other_end)
    if read.qualifier is not Qualifier.NONE or said in NO_NUMBER.values():
        raise NotUnderstood(f"“{value[:_SHOWN]}”与“{qualifier[:_SHOWN]}”不能同时用")
    return Quoted(read.value, read.unit, said)


def known(unit: str) -> str:
    """The unit itself. Raises NotUnderstood for one that no family has."""
    said = normalize("NFKC", unit).strip()
    if not said:
        raise NotUnderstood("没有计量单位")
    if not is_known(said):
        raise NotUnderstood(f"计量单位“{said[:_SHOWN]}”不认识")
    return said


def _take(text: str, known_words: Mapping[str, Qualifier], words: set[Qualifier]) -> str:
    """`text` without the words that it begins with, which go into `words`."""
    for word in sorted(known_words, key=len, reverse=True):
        if text.startswith(word):
            words.add(known_words[word])
            return _take(text[len(word) :], known_words, words)
    return text


def _number(text: str, said: str) -> tuple[Decimal, str]:
    """The number that a text begins with, and what follows."""
    found = _ARABIC.match(text) or _CHINESE.match(text)
    if found and len(found[0]) <= _LONGEST:
        numeral, rest = found[0], text[found.end() :]
        return (_arabic(numeral) if numeral[0].isascii() else _chinese(numeral, said)), rest
    raise NotUnderstood(f"“{said[:_SHOWN]}”中没有认得出的数字")


def _arabic(numeral: str) -> Decimal:
    return Decimal(numeral.replace(",", ""))


def _chinese(numeral: str, said: str) -> Decimal:
    """三百零五 → 305, 十五 → 15, 两 → 2, 二〇二〇 → 2020."""
    if not set(numeral) & _PLACES.keys():
        return Decimal("".join(str(_DIGITS[c]) for c in numeral))
    total, digit, last = 0, None, 10**4
    for c in numeral:
        if c in _PLACES:
            if _PLACES[c] >= last or digit == 0:
                raise NotUnderstood(f"“{said[:_SHOWN]}”中没有认得出的数字")
            last = _PLACES[c]
            total += (1 if digit is None else digit) * last
            digit = None
        elif digit:
            raise NotUnderstood(f"“{said[:_SHOWN]}”中没有认得出的数字")
        else:
            digit = _DIGITS[c]
    return Decimal(total + (digit or 0))


def _other_end(text: str, said: str) -> tuple[Decimal | None, str]:
    """The other end of a range and its unit, which both ends may have (95%至98%); None for no range."""
    found = _RANGE_SIGN.search(text)
    if found is None:
        return None, text
    end, rest = _number(text[found.end() :], said)
    if not rest.startswith(text[: found.start()]):
        raise NotUnderstood(f"“{said[:_SHOWN]}”的两头不是一种计量单位")
    return end, rest


def _after_number(text: str, words: set[Qualifier]) -> str:
    """余, 多 and 来 stand before the size (7000余万元) or behind it (41万余元): the unit without them."""
    for place, c in enumerate(text):
        if c in AFTER:
            words.add(AFTER[c])
            return text[:place] + text[place + 1 :]
        if c not in SIZES:
            break
    return text


def _unit(text: str, default: str, said: str) -> tuple[str, str]:
    """The longest known unit that a text begins with, and what follows.

    Where the text has no word for it but a size (3千), or nothing, the unit is the default.
    """
    for end in range(len(text), 0, -1):
        if is_known(text[:end]):
            return text[:end], text[end:]
    sizes = 0
    while text[sizes : sizes + 1] in SIZES:
        sizes += 1
    if not default:
        word = text[sizes:] or said
        raise NotUnderstood(f"“{word[:_SHOWN]}”没有认得出的计量单位")
    if sizes and unit_size(known(default)).sizes:
        raise NotUnderstood(f"“{said[:_SHOWN]}”与计量单位“{default}”都带了数量级")
    return text[:sizes] + known(default), text[sizes:]


def _one_of(words: set[Qualifier], said: str) -> Qualifier:
    """The one thing that the words claim together."""
    telling = words - {Qualifier.NONE}
    if not telling:
        return Qualifier.NONE
    if telling in ({Qualifier.NEARLY, Qualifier.OVER}, {Qualifier.NEARLY, Qualifier.MANY}):
        return Qualifier.NEARLY_OVER
    if len(telling) > 1:
        raise NotUnderstood(f"“{said[:_SHOWN]}”的几个词不能同时用")
    return telling.pop()

"""Which styles of a workbook show a number as per cent: 5 as 500 %."""

import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

from returns.reading.formats.safe_xml import parse

_BUILT_IN = {9: "0%", 10: "0.00%"}
_WORDS = re.compile(r'"[^"]*"|\\.')  # what a format says literally
_ANY = re.compile(rb"""%|numFmtId\s*=\s*["'](?:9|10)["']""")


def shows_percent(code: str) -> bool:
    """Whether a format multiplies by a hundred; a sign in quotes or behind a backslash is but shown."""
    return "%" in code and "%" in _WORDS.sub("", code)


def percent_among(formats: Iterable[int], codes: Mapping[int, str]) -> frozenset[int]:
    """The places of the styles with such a format: `formats` has the format's number of each style."""
    return frozenset(
        style
        for style, number in enumerate(formats)
        if shows_percent(codes.get(number) or _BUILT_IN.get(number, ""))
    )


def percent_styles(xml: bytes) -> frozenset[int]:
    """The numbers of the cell styles in an xl/styles.xml, by which cells name them."""
    if not _ANY.search(xml):
        return frozenset()
    root = parse(xml)
    codes = {
        _number(element, "numFmtId"): element.get("formatCode", "")
        for element in root.iter()
        if element.tag.endswith("}numFmt")
    }
    for element in root.iter():
        if element.tag.endswith("}cellXfs"):
            styles = [one for one in element if one.tag.endswith("}xf")]
            return percent_among((_number(one, "numFmtId") for one in styles), codes)
    return frozenset()


def _number(element: ElementTree.Element, name: str) -> int:
    stated = element.get(name, "")
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 10 else 0

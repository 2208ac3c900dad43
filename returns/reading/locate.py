"""Finding a form on a sheet: its metadata lines, its header, its labels."""

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from returns.reading.convert import clean, show
from returns.reading.grid import Grid
from returns.reading.row_owners import UNIT_HEADS, UNSURE_HEAD
from schemas.cell_addresses import address
from schemas.columns import Column, FormLayout, Kind, Layout
from schemas.units_of_measure import is_unit, unit_size

_META_ROWS = 12
_HEADER_ROWS = 20  # a header is looked for in the first rows only
_META_KEYS = {
    "填报单位": "unit_name",
    "单位名称": "unit_name",
    "学校名称": "unit_name",
    "单位代码": "unit_code",
    "填报任务": "collection",
    "表样版本": "edition",
}
_META = re.compile(rf"({'|'.join(_META_KEYS)})\s*[::]\s*(\S+)")
Meta: TypeAlias = dict[str, tuple[str, str]]  # unit_name, unit_code, … → value, cell
_FOOTER = re.compile(
    r"(注|备注|说明|填表说明|填报说明)\d*:.*|填[表报]说明"
    r"|(填[表报]人|审核人|负责人|单位负责人|填[表报]日期)(\(签[字章名]\))?(:.*|$)"
)
LAST_YEAR = "上年数"  # what stands under it on a template is there to compare with
_SERIAL = frozenset({"序号", "编号", "备注", "类别", "项目", "计量单位", "单位", "数值"})
_LABEL_HEADS = frozenset({"项目", "指标", "指标名称", "填报项目"})
_VALUE_HEADS = frozenset({"数值", "数量", "填报数", "内容", "填报内容"})


@dataclass(frozen=True)
class Problem:
    """A reading rule broken at a place. `raw` is the cell's own text, not masked."""

    rule: str
    cell: str = ""
    field: str = ""
    row: int = 0
    raw: str = ""
    facts: dict[str, str] = dataclasses.field(default_factory=dict)
    over: list[int] = dataclasses.field(default_factory=list)  # first and last row of a 合计


@dataclass
class Located:
    """Where the fields of a form stand on a sheet (zero-based rows and columns)."""

    cells: dict[str, tuple[int, int]] = dataclasses.field(
        default_factory=dict
    )  # CARD: field → place
    columns: dict[str, int] = dataclasses.field(default_factory=dict)  # TABLE: field → column
    units: dict[str, int] = dataclasses.field(
        default_factory=dict
    )  # TABLE: unit_name, unit_code → column that says whose a row is
    unit_heads: dict[str, str] = dataclasses.field(default_factory=dict)  # their cells → labels
    banners: dict[int, Meta] = dataclasses.field(default_factory=dict)  # TABLE: see `banners`
    first_row: int = 0  # TABLE: first row below the header
    header_cell: str = ""  # TABLE: where its last row begins
    headers: list[dict[int, str]] = dataclasses.field(
        default_factory=list
    )  # TABLE: texts of each header row
    problems: list[Problem] = dataclasses.field(default_factory=list)


# A sheet that says another unit than the form asks for is never rescaled on its word.
_UNIT_LINE = re.compile(r"(?:金额|计量|货币|数量)?单位:(.+)")
_BETWEEN_UNITS = re.compile(r"[、,;()]|和|或")
_LAST_BRACKET = re.compile(r"\(([^()]+)\)$")
_UNIT_HEADS = frozenset({"计量单位", "单位"})


@lru_cache(maxsize=2**12)
def fold(label: str) -> str:
    """A label without what never distinguishes two labels: spaces, quotes, dashes, unit brackets."""
    text = clean(label).replace(" ", "")
    bracket = _LAST_BRACKET.search(text)
    if bracket and (bracket[1] == "是/否" or is_unit(bracket[1])):
        text = text[: bracket.start()]
    return text.translate(_FOLDED)


_FOLDED = {ord(c): None for c in "“”\"'‘’:：*"} | {ord(c): "-" for c in "—–−~至"}


def metadata(grid: Grid, located: Located | None = None) -> Meta:
    """填报单位, 单位代码, 填报任务, 表样版本 of a sheet: key → (value, cell).

    In a table, such a word alone in a cell is a label of the header, or stands among the rows.
    """
    headers = len(located.headers) if located else 0
    table = located.first_row - headers if located and headers else grid.height
    found: Meta = {}
    for row in range(grid.top, min(grid.top + _META_ROWS, grid.height)):
        for column, text in grid.texts(row):
            for match in _META.finditer(text):
                found.setdefault(_META_KEYS[match[1]], (match[2], address(row, column)))
            key = _META_KEYS.get(text.rstrip(":"))
            if key and row < table:
                value_column, value = _next_value(grid, row, column)
                if value:
                    found.setdefault(key, (value, address(row, value_column)))
    return found


def stamp(grid: Grid) -> dict[str, str]:
    """The same keys of our hidden sheet, where they stand below lists of any length: key → value."""
    found: dict[str, str] = {}
    for row in range(grid.top, grid.height):
        key = _META_KEYS.get(grid.text(row, 0))
        if key:
            found[key] = _next_value(grid, row, 0)[1]
    return found


def banners(grid: Grid, located: Located, meta: Meta) -> dict[int, Meta]:
    """Rows among those of a table that name another unit (填报单位：…) than what stood before.

    What follows is that unit's: schools one below the other on a sheet.
    """
    found: dict[int, Meta] = {}
    before = {key: value for key, (value, _) in meta.items()}
    for row in range(located.first_row, grid.height):
        for column, raw in enumerate(grid.cells[row]):
            if type(raw) is str and ("单位" in raw or "学校" in raw):
                for match in _META.finditer(clean(raw)):
                    key = _META_KEYS[match[1]]
                    if key in ("unit_name", "unit_code"):
                        found.setdefault(row, {})[key] = (match[2], address(row, column))
        if row in found:
            said = {key: value for key, (value, _) in found[row].items()}
            if all(before.get(key) == value for key, value in said.items()):
                del found[row]  # the heading of the next printed page
            before = said if row in found else before
    return found


def _next_value(grid: Grid, row: int, column: int) -> tuple[int, str]:
    for candidate in range(column + 1, grid.width):
        raw = grid.at(row, candidate)
        if raw is not None:
            return candidate, clean(show(raw))
    return column, ""


def is_footer(text: str) -> bool:
    """Notes and signatures below a form; whether such a row holds data too is the caller's to see."""
    return _FOOTER.fullmatch(text) is not None


class Labels:
    """Looks a header up among a form's columns: by path, then by a label that only one has."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._by_path: dict[str, str] = {}
        self._words: set[str] = set()  # every label, alias and group
        leaves: dict[str, set[str]] = {}
        for column in columns:
            self._by_path[fold(column.full_label)] = column.name
            self._words |= {fold(word) for word in (column.group, column.label, *column.aliases)}
            names = [column.label, *column.aliases]
            if column.group:
                names.extend(f"{column.group}/{alias}" for alias in column.aliases)
            for name in names:
                leaves.setdefault(fold(name), set()).add(column.name)
        self._by_leaf = {leaf: names.pop() for leaf, names in leaves.items() if len(names) == 1}

    def knows(self, text: str) -> bool:
        """Whether this is a label, an alias or a group of the form."""
        return fold(text) in self._words

    def find(self, path: tuple[str, ...]) -> str:
        """The field under this header path, or ''."""
        if LAST_YEAR in path:
            return ""
        joined = "/".join(path)
        return (
            self._by_path.get(fold(joined))
            or self._by_leaf.get(fold(joined))
            or (self._by_leaf.get(fold(path[-1])) if path else "")
            or ""
        )


def locate(grid: Grid, form: FormLayout) -> Located:
    """Find the fields of `form` on the sheet; what is missing or unknown becomes a problem."""
    is_card = form.layout is Layout.CARD
    located = _locate_card(grid, form) if is_card else _locate_table(grid, form)
    _check_unit_line(grid, form, located)
    return located


def _check_unit_line(grid: Grid, form: FormLayout, located: Located) -> None:
    """单位：万元 above the header, where the form asks for yuan; 单位：万人, where it asks for persons."""
    asked = {unit_size(column.unit): column for column in reversed(form.columns) if column.unit}
    below = located.first_row or min((row for row, _ in located.cells.values()), default=0)
    for row in range(grid.top, min(below, grid.height)):
        for column, text in grid.texts(row):
            line = _UNIT_LINE.search(text.replace(" ", ""))
            for stated in _BETWEEN_UNITS.split(line[1]) if line else ():
                base, factor = unit_size(stated)
                field = asked.get((base, Fraction(1)))
                if field is not None and factor != 1:
                    located.problems.append(_wrong_unit("HDR-005", field, row, column, stated))


def _judge_unit(field: Column, row: int, column: int, stated: str) -> list[Problem]:
    """What is wrong with the unit that stands beside a field, or in its label."""
    if not (stated and field.unit and field.kind.is_number):
        return []
    (base, factor), (asked, of) = unit_size(stated), unit_size(field.unit)
    if (base, factor) == (asked, of):
        return []
    # 件 for 篇 may be another word for the same thing; 万个 for 个, or 千克 for 份, is none.
    may_be_meant = base != asked and factor == of and field.kind is Kind.COUNT
    rule = "HDR-006" if may_be_meant else "HDR-005"
    return [_wrong_unit(rule, field, row, column, stated)]


def _unit_in(*labels: str) -> str:
    """The unit in brackets behind the last of some labels that has one: 万元 of 基准定额(万元)."""
    for label in reversed(labels):
        bracket = _LAST_BRACKET.search(label.replace(" ", ""))
        if bracket and is_unit(bracket[1]):
            return bracket[1]
    return ""


def _wrong_unit(rule: str, field: Column, row: int, column: int, stated: str) -> Problem:
    facts = {"stated": stated, "expected": field.unit, "label": field.full_label}
    # With its field: nothing else is asked of a number whose unit is another.
    return Problem(rule, address(row, column), field.name, row + 1, facts=facts)


def _locate_card(grid: Grid, form: FormLayout) -> Located:
    labels = Labels(form.columns)
    located = Located()
    header_row, label_column, value_column = _card_header(grid)
    if header_row < 0:
        located.problems.append(Problem("HDR-004"))
        return located
    fields = {column.name: column for column in form.columns}
    heads = {fold(text): column for column, text in grid.texts(header_row)}
    unit_column = next((heads[head] for head in _UNIT_HEADS & heads.keys()), None)
    spread = grid.spread(header_row + 1, grid.height - 1)
    below = False  # the notes: what stands there is read only if it is a field
    for row in range(header_row + 1, grid.height):
        label = spread.get((row, label_column), "")
        first = next((text for _, text in grid.texts(row)), "")
        below = below or is_footer(first)
        if not label:
            continue
        group = spread.get((row, label_column - 1), "") if label_column else ""
        name = labels.find((group, label) if group else (label,)) or labels.find((label,))
        if not name:
            if below:
                continue
            raw = show(grid.at(row, label_column))
            place = address(row, label_column)
            located.problems.append(Problem("HDR-001", place, raw=raw, facts={"label": label}))
        elif name in located.cells:
            place = address(row, label_column)
            located.problems.append(Problem("HDR-003", place, name, facts={"label": label}))
        else:
            located.cells[name] = (row, value_column)
            field = fields[name]
            beside = grid.text(row, unit_column) if unit_column is not None else ""
            beside_column = label_column if unit_column is None else unit_column
            located.problems += _judge_unit(field, row, beside_column, _unit_in(label) or beside)
    return located


def _card_header(grid: Grid) -> tuple[int, int, int]:
    for row in range(grid.top, min(grid.top + _HEADER_ROWS, grid.height)):
        heads = {fold(text): column for column, text in grid.texts(row)}
        labels = [column for head, column in heads.items() if head in _LABEL_HEADS]
        values = [column for head, column in heads.items() if head in _VALUE_HEADS]
        if labels and values:
            return row, labels[0], values[0]
    return -1, 0, 0


def _locate_table(grid: Grid, form: FormLayout) -> Located:
    labels = Labels(form.columns)
    located = Located()
    header = _header_rows(grid, form, labels)
    if header is None:
        located.problems.append(Problem("HDR-004"))
        return located
    top, bottom = header
    fields = {column.name: column for column in form.columns}
    paths = _paths(grid, top, bottom)
    located.header_cell = address(bottom, min(paths))
    for column, path in sorted(paths.items()):
        name = labels.find(path)
        place = address(bottom, column)
        if name and name in located.columns:
            located.problems.append(Problem("HDR-003", place, name, facts={"label": path[-1]}))
        elif name:
            located.columns[name] = column
            located.problems += _judge_unit(fields[name], bottom, column, _unit_in(*path))
        elif (head := fold("/".join(path))) in UNIT_HEADS:
            located.unit_heads[place] = head
            if head != UNSURE_HEAD or UNIT_HEADS[head] not in located.units:
                located.units[UNIT_HEADS[head]] = column
        if not name and fold(path[-1]) not in _SERIAL and LAST_YEAR not in path:
            located.problems.append(
                Problem("HDR-001", place, raw=path[-1], facts={"label": "/".join(path)})
            )
    for wanted in form.columns:
        if wanted.name not in located.columns:
            located.problems.append(
                Problem(
                    "HDR-002",
                    located.header_cell,
                    wanted.name,
                    facts={"label": wanted.full_label},
                )
            )
    located.first_row = bottom + 1
    located.headers = [dict(grid.texts(row)) for row in range(top, bottom + 1)]
    return located


def _header_rows(grid: Grid, form: FormLayout, labels: Labels) -> tuple[int, int] | None:
    """The first and last row of the header: where most of the form's fields are found.

    A title above them is no part of it.
    """
    most, place = 0, None
    for top in range(grid.top, min(grid.top + _HEADER_ROWS, grid.height)):
        for bottom in range(top, min(top + 3, grid.height)):
            found = len(set(_header_fields(_paths(grid, top, bottom), labels)))
            if found > most:
                most, place = found, (top, bottom)
            if found == len(form.columns):
                return _without_titles(grid, top, bottom, labels)
    return place and _without_titles(grid, *place, labels)


def _without_titles(grid: Grid, top: int, bottom: int, labels: Labels) -> tuple[int, int]:
    while top < bottom and not any(labels.knows(text) for _, text in grid.texts(top)):
        top += 1
    return top, bottom


def _paths(grid: Grid, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Column → its header texts from top to bottom, merged cells filled in, repeats dropped."""
    spread = grid.spread(top, bottom)
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(grid.width):
        path: list[str] = []
        for row in range(top, bottom + 1):
            text = spread.get((row, column), "")
            if text and (not path or path[-1] != text):
                path.append(text)
        if path:
            paths[column] = tuple(path)
    return paths


def _header_fields(paths: dict[int, tuple[str, ...]], labels: Labels) -> list[str]:
    return [name for path in paths.values() if (name := labels.find(path))]

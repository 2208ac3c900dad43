"""What the bureau quoted in a collection, from a file of its own: one line a figure.

Columns: `indicator`, `section`, and the claim, either as `written` in the text (7000余万元) or taken
apart into `value`, `unit` and `qualifier`; where a line has both they must claim the same. People
edit the file in Excel, so a line that cannot be used is told and passed over, and the rest counts:
verdicts on 183 figures do not wait for a slip in the 184th.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from indicators.definitions import INDICATORS
from indicators.quoted_text import NotUnderstood, read_columns, read_quoted
from indicators.quoting import Quoted
from schemas.masking import NUMBERS

FOLDER: Traversable = files("indicators")
_APART = ("value", "unit", "qualifier")
_SHOWN = 40  # characters of a text in a message


@dataclass(frozen=True)
class QuotedFigures:
    """Indicator → its claim, and what could not be used: each a sentence with file and line."""

    figures: Mapping[str, Quoted]
    troubles: tuple[str, ...] = ()


def quoted_figures(collection: str) -> Mapping[str, Quoted]:
    """Indicator → what the bureau quoted for this collection; empty when nothing is recorded."""
    return read_quotes(collection).figures


def read_quotes(collection: str) -> QuotedFigures:
    """The same with what could not be used of it. Raises nothing for whatever the file holds."""
    source = FOLDER / f"quoted_{collection}.csv"
    if not source.is_file():
        return QuotedFigures({})
    try:
        content = source.read_bytes()
    except OSError as error:
        return QuotedFigures({}, (f"{source.name} 打不开：{error.strerror}",))
    return _Reading(source.name).of(content)


class _Reading:
    """One file being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.figures: dict[str, Quoted] = {}
        self.troubles: list[str] = []
        self.line_of: dict[str, int] = {}

    def of(self, content: bytes) -> QuotedFigures:
        lines = self._lines(content)
        header = next(lines, (1, []))[1]
        columns = [cell.strip() for cell in header]
        if "indicator" not in columns or not ("written" in columns or {*_APART} <= {*columns}):
            self._tell(1, "缺少栏目：要有 indicator，以及 written 或者 value、unit、qualifier")
            return QuotedFigures({}, tuple(self.troubles))
        for line, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                self._tell(line, f"有 {len(cells)} 栏，应有 {len(columns)} 栏")
                continue
            self._take(line, dict(zip(columns, map(str.strip, cells), strict=False)))
        return QuotedFigures(self.figures, tuple(self.troubles))

    def _lines(self, content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
        """Each line by itself, so that a quotation mark left open costs one line.

        Excel in China saves CSV as GBK, and what was added there to a file of ours is mixed.
        """
        for line, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                try:
                    text = raw.decode("gb18030")
                except UnicodeDecodeError:
                    self._tell(line, "编码不是 UTF-8，请另存为“CSV UTF-8”")
                    continue
            try:
                yield line, next(csv.reader([text], strict=True), [])
            except csv.Error:
                self._tell(line, "不是完整的一行 CSV，请检查引号")

    def _take(self, line: int, row: Mapping[str, str]) -> None:
        name = row.get("indicator", "")
        if name not in INDICATORS:
            self._tell(line, f"没有编号为“{name[:_SHOWN]}”的指标")
            return
        if name in self.line_of:
            self._tell(line, f"{name} 在第 {self.line_of[name]} 行已经有了，以那一行为准")
            return
        self.line_of[name] = line
        try:
            self.figures[name] = _claim(row)
        except NotUnderstood as error:
            self._tell(line, f"{name}：{error}")

    def _tell(self, line: int, words: str) -> None:
        told = NUMBERS.mask(words)  # what was pasted here by mistake may be anybody's
        self.troubles.append(f"{self.name} 第 {line} 行没有采用：{told}")


def _claim(row: Mapping[str, str]) -> Quoted:
    written = row.get("written", "")
    value, unit, qualifier = (row.get(column, "") for column in _APART)
    is_apart = bool(value or qualifier)
    if not written:
        return read_columns(value, unit, qualifier)
    read = read_quoted(written, unit)
    if is_apart and read_columns(value, unit, qualifier) != read:
        raise NotUnderstood(f"“{written[:_SHOWN]}”与 value、unit、qualifier 三栏不一致")
    return read

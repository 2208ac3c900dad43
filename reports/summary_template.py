"""The Word template of the summary, built from its wording.

`python -m reports.summary_template` writes reports/templates/summary_2020.docx from
reports/wording/2020.txt; a test says when that is due. A bureau that would rather word its summary
in Word copies the template, changes it there and names it with --template.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.sections import CHAPTERS, SECTIONS

_HERE = Path(__file__).resolve().parent
BODY, HEADING, LATIN = "宋体", "黑体", "Times New Roman"
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_HEAD_FILL = "DDEBF7"
_NUMERALS = "一二三四五六七八九十"
# Table → (columns: heading, what fills it, width in cm). The first names the rows it runs over.
_TABLES = {
    "figures": (
        ("编号", "number", 1.1),
        ("指标", "label", 4.6),
        ("计算值", "value", 2.6),
        ("引用写法", "quoted", 2.8),
        ("报送", "coverage", 1.5),
        ("状态", "status", 1.4),
        ("说明", "remark", 3.6),
    ),
    "targets": (
        ("编号", "number", 1.1),
        ("目标", "label", 4.9),
        ("基数", "baseline", 2.2),
        ("计划", "target", 2.6),
        ("现值", "value", 2.2),
        ("状态", "state", 2.0),
        ("说明", "remark", 2.6),
    ),
    "relations": (
        ("编号", "id", 1.9),
        ("关系", "title", 5.2),
        ("结论", "verdict", 1.7),
        ("依据", "detail", 8.8),
    ),
}


def wording_of(collection: str) -> Path:
    return _HERE / "wording" / f"{collection}.txt"


def template_of(collection: str) -> Path:
    return _HERE / "templates" / f"summary_{collection}.docx"


def placeholders(collection: str) -> list[str]:
    """The indicators that the wording mentions, in its order."""
    return _PLACEHOLDER.findall("\n".join(_lines(collection)))


def _lines(collection: str) -> Iterator[str]:
    for line in wording_of(collection).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("%"):
            yield line.strip()


def build(collection: str) -> DocumentObject:
    """The template as a python-docx document."""
    document = Document()
    _set_up(document)
    document.add_paragraph("{{ title }}", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{{ standing }}", style="Subtitle").alignment = WD_ALIGN_PARAGRAPH.CENTER
    chapters, sections = 0, 0
    for line in _lines(collection):
        if line.startswith("## "):
            sections += 1
            numeral = _NUMERALS[sections - 1]
            title = SECTIONS[line.removeprefix("## ")]
            document.add_heading(f"（{numeral}）{title}", level=2)
        elif line.startswith("# "):
            chapters, sections = chapters + 1, 0
            title = CHAPTERS[line.removeprefix("# ")]
            document.add_heading(f"{_NUMERALS[chapters - 1]}、{title}", level=1)
        else:
            paragraph = document.add_paragraph(style="Body Text")
            # RichText takes the place of the whole run that it stands in.
            for at, part in enumerate(_PLACEHOLDER.split(line)):
                paragraph.add_run(f"{{{{r f.{part} }}}}" if at % 2 else part)
    for name, heading in (
        ("targets", "附表一　计划目标"),
        ("relations", "附表二　指标关系核对"),
        ("figures", "附表三　指标表"),
    ):
        document.add_heading(heading, level=1)
        _add_table(document, name)
    document.add_paragraph("{{ explanation }}", style="Body Text")
    return document


def _set_up(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    for name, font, size, bold in (
        ("Normal", BODY, 11, False),
        ("Body Text", BODY, 12, False),
        ("Title", HEADING, 20, True),
        ("Subtitle", BODY, 10.5, False),
        ("Heading 1", HEADING, 15, True),
        ("Heading 2", HEADING, 13, True),
    ):
        _set_style(document, name, font, size, bold)
    # Without a language Han characters come in whatever national shapes the machine has first.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", "年度工作总结"
    document.styles["Heading 2"].paragraph_format.space_after = Pt(4)
    body = document.styles["Body Text"].paragraph_format
    body.first_line_indent, body.line_spacing, body.space_after = Pt(24), 1.5, Pt(4)
    _number_pages(section.footer.paragraphs[0])


def _set_style(document: DocumentObject, name: str, font: str, size: float, bold: bool) -> None:
    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), LATIN)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    if name == "Title":  # the default template rules a blue line below it
        for border in style.element.findall(".//" + qn("w:pBdr")):
            border.getparent().remove(border)


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)


def _add_table(document: DocumentObject, name: str) -> None:
    columns = _TABLES[name]
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.autofit = False
    for column, (_, _, width) in zip(table.columns, columns, strict=True):
        column.width = Cm(width)
    head, begin, body, end = table.rows
    begin.cells[0].text, end.cells[0].text = f"{{%tr for r in {name} %}}", "{%tr endfor %}"
    for cell_head, cell_body, (title, key, width) in zip(
        head.cells, body.cells, columns, strict=True
    ):
        cell_head.text, cell_body.text = title, f"{{{{ r.{key} }}}}"
        cell_head.paragraphs[0].runs[0].bold = True
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), _HEAD_FILL)
        cell_head._tc.get_or_add_tcPr().append(shading)
        for cell in (cell_head, cell_body):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.runs[0].font.size = Pt(9)
            paragraph.paragraph_format.space_before = Pt(2)
            paragraph.paragraph_format.space_after = Pt(2)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for row in (head, body):
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)


if __name__ == "__main__":
    target = template_of("2020")
    target.parent.mkdir(exist_ok=True)
    build("2020").save(str(target))

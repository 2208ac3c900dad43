"""The file of quoted figures as people leave it: what cannot be used is told by line, the rest counts."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators import quoted_file
from indicators.qualifiers import Qualifier
from indicators.quoted_file import QuotedFigures, quoted_figures, read_quotes
from indicators.quoting import Quoted

HEAD = "indicator,section,value,unit,qualifier,written\n"
GUARDS = Quoted(Decimal(179), "人")


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What comes of a file with this content."""
    monkeypatch.setattr(quoted_file, "FOLDER", tmp_path)

    def reading(content: str | bytes) -> QuotedFigures:
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "quoted_2020.csv").write_bytes(data)
        return read_quotes("2020")

    return reading


def test_the_sample_is_read_whole() -> None:
    quotes = read_quotes("2020")
    assert (len(quotes.figures), quotes.troubles) == (184, ())
    shown = {name: claim.text for name, claim in quotes.figures.items()}
    assert shown["caolinghu_disbursed"] == "7000余万元"
    assert shown["public_funds_2020"] == "3851.6余万元"
    assert shown["epidemic_donations"] == "41万余元"
    assert shown["evacuation_participants"] == "5万多人次"
    assert shown["workgroup_members_removed"] == "60余人"
    assert shown["epidemic_stock_weeks"] == "两周"
    assert shown["wanshitong_coverage"] == "全覆盖"


def test_a_collection_without_a_file_has_none() -> None:
    assert read_quotes("1999") == QuotedFigures({})
    assert quoted_figures("1999") == {}


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("masks,4.1,30,万盒,none,", "masks：计量单位“万盒”不认识"),
        ("masks,4.1,三十来,万个,大概,", "masks：“大概”不认识"),
        ("masks,4.1,许多,万个,none,", "masks：“许多”中没有认得出的数字"),
        ("masks,4.1,,万个,none,", "masks：没有填写数字"),
        ("masks,4.1,30,万个,none,三十箱", "masks：“箱”不认识"),
        ("masks,4.1,30,万个,none,40万个", "masks：“40万个”与 value、unit、qualifier 三栏不一致"),
        ("mask,4.1,30,万个,none,", "没有编号为“mask”的指标"),
        (",4.1,30,万个,none,", "没有编号为“”的指标"),
        ("guards_total,3.4,180,人,none,", "guards_total 在第 2 行已经有了，以那一行为准"),
        ("masks,4.1,30,万个,none,,,多", "有 8 栏，应有 6 栏"),
        ('masks,4.1,"30,万个,none,', "不是完整的一行 CSV，请检查引号"),
        ("masks,4.1", "masks：没有填写数字"),
        ("masks,4.1,13812345678,,none,", "masks：没有计量单位"),
        ("13812345678,4.1,30,万个,none,", "没有编号为“138******78”的指标"),
        ("masks,4.1,NaN,万个,none,", "masks：“NaN”中没有认得出的数字"),
        ("masks,4.1,1E+999999,万个,none,", "masks：“E+999999”不认识"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_rest_counts(
    read, line: str, trouble: str
) -> None:
    quotes = read(f"{HEAD}guards_total,3.4,179,人,none,\n{line}\nlaw_lectures,3.4,,,,逾100场\n")
    assert quotes.troubles == (f"quoted_2020.csv 第 3 行没有采用：{trouble}",)
    assert quotes.figures == {
        "guards_total": GUARDS,
        "law_lectures": Quoted(Decimal(100), "场", Qualifier.BEYOND),
    }


def test_every_line_that_cannot_be_used_is_told(read) -> None:
    quotes = read(f"{HEAD}a,,1,人,none,\n\n,,,,,\nguards_total,3.4,179,人,none,\nb,,1,人,none,\n")
    assert [one.split("没有采用")[0] for one in quotes.troubles] == [
        "quoted_2020.csv 第 2 行",
        "quoted_2020.csv 第 6 行",
    ]
    assert quotes.figures == {"guards_total": GUARDS}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_as_excel_saves_it(read, encoding: str, ending: str) -> None:
    text = f"{HEAD}guards_total,3.4,179,人,none,\nlaw_lectures,3.4,,,,逾100场\n"
    quotes = read(text.replace("\n", ending).encode(encoding))
    assert quotes.troubles == ()
    assert quotes.figures["law_lectures"].text == "逾100场"


def test_lines_of_two_encodings(read) -> None:
    quotes = read(
        f"{HEAD}guards_total,3.4,179,人,none,\n".encode()
        + "law_lectures,3.4,,,,逾100场\n".encode("gb18030")
        + b"masks,4.1,30,\xff\xff,none,\n"
    )
    assert len(quotes.figures) == 2
    assert quotes.troubles == (
        "quoted_2020.csv 第 4 行没有采用：编码不是 UTF-8，请另存为“CSV UTF-8”",
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", "指标,数\n保安,179\n".encode(), f"{HEAD}x".encode("utf-16")],
    ids=["empty", "binary", "other columns", "UTF-16"],
)
def test_no_such_table_at_all(read, content: bytes) -> None:
    quotes = read(content)
    assert quotes.figures == {}
    assert quotes.troubles[-1].startswith("quoted_2020.csv 第 1 行没有采用：")


def test_a_file_of_the_written_texts_alone(read) -> None:
    quotes = read("indicator,written\nguards_total,179人\ncctv_coverage,全部\n")
    assert quotes.figures == {"guards_total": GUARDS, "cctv_coverage": Quoted(Decimal(100), "%")}
    assert quotes.figures["cctv_coverage"].text == "全部"


def test_a_file_that_may_not_be_read(read, tmp_path: Path) -> None:
    read(HEAD)
    (tmp_path / "quoted_2020.csv").unlink()
    (tmp_path / "quoted_2020.csv").mkdir()  # no file: as good as none
    assert read_quotes("2020") == QuotedFigures({})

"""所属中心校 in the register's file: by code or exact name, or a line that says what is wrong."""

from pathlib import Path

import pytest

from returns.reading.register_file import HEADERS, BadRegister, read_register
from schemas.units import Register

CENTRE, VILLAGE, OTHER = "2134000102", "2134000101", "2134000108"


def register(folder: Path, **centres: str) -> Register:
    """Three schools; `centres`: what stands under 所属中心校 of _2134000101 and so on."""
    rows = [
        f"{code},{name},,学校,小学,公办,乡村,否,是,1990-09-01,,{centres.get(f'_{code}', '')}"
        for code, name in (
            (VILLAGE, "曹庵镇第二小学"),
            (CENTRE, "曹庵镇中心小学"),
            (OTHER, "曹庵镇松岗小学"),
        )
    ]
    path = folder / "register.csv"
    path.write_text("\n".join([",".join(HEADERS.values()), *rows]), encoding="utf-8")
    return read_register(path)


def test_a_centre_is_named_by_code_or_by_exact_name(tmp_path: Path) -> None:
    units = register(tmp_path, _2134000101=CENTRE, _2134000108="曹庵镇中心小学")
    assert [unit.central_code for unit in units] == [CENTRE, "", CENTRE]
    assert [units.is_central(unit) for unit in units] == [False, True, False]


def test_the_column_may_be_missing(tmp_path: Path) -> None:
    heads = [head for head in HEADERS.values() if head != "所属中心校"]
    path = tmp_path / "register.csv"
    row = f"{CENTRE},曹庵镇中心小学,,学校,小学,公办,乡村,否,是,1990-09-01,"
    path.write_text(f"{','.join(heads)}\n{row}", encoding="utf-8")
    (unit,) = read_register(path)
    assert unit.central_code == ""


@pytest.mark.parametrize(
    ("centres", "words"),
    [
        ({"_2134000101": "曹庵中心完小"}, "曹庵镇第二小学（2134000101）的所属中心校“曹庵中心完小”不在名册中"),
        ({"_2134000101": VILLAGE}, "应为另一所学校"),
        ({"_2134000101": CENTRE, "_2134000102": OTHER}, "自己不再属于别的中心校"),
    ],
)  # fmt: skip
def test_what_is_no_centre_is_refused(centres: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match=words):
        register(tmp_path, **centres)


def test_signs_that_turn_the_direction_of_writing_leave_a_name(tmp_path: Path) -> None:
    """A\u202egpj.幼儿园 would show as a picture's name."""
    path = tmp_path / "register.csv"
    row = "1134000114,A\u202egpj.\u2066幼儿园,别\u200f名,幼儿园,幼儿园,公办,乡村,否,否,2005-09-01,,"
    path.write_text(",".join(HEADERS.values()) + "\n" + row + "\n", encoding="utf-8")
    (unit,) = read_register(path)
    assert (unit.name, unit.aliases) == ("Agpj.幼儿园", ("别名",))

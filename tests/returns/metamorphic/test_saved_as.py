"""A changed layout in another format: the same values and findings, where the cells went."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.returns.metamorphic.changes import KINDS, apply, every_other_row_hidden
from tests.returns.metamorphic.formats import BY_HAND, BY_OFFICE, SOFFICE, save_all
from tests.returns.metamorphic.sheets import (
    Return,
    Sheet,
    judge_all,
    read,
    sample_returns,
    save,
)
from tests.returns.metamorphic.test_layouts import Changed, Made, check

pytestmark = [
    pytest.mark.xdist_group("metamorphic"),
    pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine"),
]
FORMATS = (*BY_OFFICE, *BY_HAND)
HIDING = every_other_row_hidden.__name__
ALL_CHANGES = {one.name for kind in KINDS for one in kind}


def changed(returns: Sequence[Return], first: int) -> list[Changed]:
    """Each form of each return changed in another way than the one before."""
    done = []
    for number, source in enumerate(returns, first):
        sheets = source.sheets()
        made = {
            sheet.form.code: apply(sheet, number + order)
            for order, sheet in enumerate(sheets)
            if sheet.form is not None
        }
        done.append((source, sheets, made))
    return done


def parted(returns: Sequence[Return]) -> list[Return]:
    """Text holds one sheet, so one form of each return is sent alone, each time another one."""
    files = []
    for number, source in enumerate(returns):
        forms = [sheet for sheet in source.sheets() if sheet.form is not None]
        files.append(read(save([forms[number % len(forms)]]), source.path.name))
    return [
        Return(source.path, judged)
        for source, judged in zip(returns, judge_all(files), strict=True)
    ]


def saved_as(
    kind: str, returns: Sequence[Return], folder: Path, first: int = 0
) -> list[tuple[Changed, bytes]]:
    """The returns changed and saved in a format; the sheets stand as the format leaves them."""
    done = changed(parted(returns) if kind == "csv" else returns, first)
    if kind == "csv":
        done = [
            (one, [s for s in sheets if s.form is not None], made) for one, sheets, made in done
        ]
    if kind == "html":
        for _, sheets, made in done:
            show_all(sheets, made)
    books = {f"{kind}-{number}": sheets for number, (_, sheets, _) in enumerate(done)}
    contents = save_all(kind, books, folder)
    for _, sheets, _ in done:
        for sheet in sheets:
            if kind == "csv" or (kind == "html" and len(sheets) == 1):
                sheet.name = ""  # neither text nor LibreOffice's page of one sheet says
            if kind == "html":
                sheet.drop_margins()  # a page begins at the first cell that is filled in
    return list(zip(done, contents.values(), strict=True))


def show_all(sheets: Sequence[Sheet], made: Made) -> None:
    """Undo hiding: what is hidden LibreOffice leaves out of a page, and nobody can read it."""
    for sheet in sheets:
        sheet.hidden_rows.clear()
        sheet.hidden_columns.clear()
    for names in made.values():
        names[:] = [name for name in names if name != HIDING]


def one_a_unit() -> list[Return]:
    """No unit may stand twice in a batch."""
    return list({one.judged.unit: one for one in sample_returns()}.values())


def test_a_changed_layout_in_another_format_changes_nothing(tmp_path: Path) -> None:
    """Two returns a format."""
    returns = one_a_unit()
    both = [
        one
        for number, kind in enumerate(FORMATS)
        for one in saved_as(kind, returns[number :: len(returns) // 2][:2], tmp_path, number)
    ]
    check([one for one, _ in both], [content for _, content in both])


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", FORMATS)
def test_every_change_in_every_format(kind: str, tmp_path: Path) -> None:
    returns = one_a_unit()
    some = returns[:: 2 if kind == "csv" else len(returns) // 20]  # one form each in text
    both = saved_as(kind, some, tmp_path)
    made = {name for (_, _, forms), _ in both for names in forms.values() for name in names}
    assert made == ALL_CHANGES - ({HIDING} if kind == "html" else set())
    check([one for one, _ in both], [content for _, content in both])

"""`huizong template`: blank workbooks to send out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import CollectionOption, console, progress_bar
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def template(
    out: Annotated[Path, typer.Option("--out", "-o", help="写到的文件夹 · folder to write to")],
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit", help="单位代码或名称，可重复；不写则全部 · code or name; default all"
        ),
    ] = None,
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--form", help="表名，可重复；不写则应填的全部 · title of a form; default all owed"
        ),
    ] = None,
    by_form: Annotated[
        bool, typer.Option("--by-form", help="一张表一个工作簿 · one workbook a form")
    ] = False,
    collection: CollectionOption = "2020",
) -> None:
    """下发空白模板：只含该单位应填的表，名称、代码已填好 · Blank workbooks, codes filled in.

    例 / example: huizong template --unit 第一小学 -o 模板
    """
    from pipeline.existing import open_or_borrow

    with open_or_borrow(Settings(), collection) as workspace:
        workspace.refresh_register()
        written = _write(workspace, out, unit, _forms(form), by_form)
    console.print(f"已写出 {written} 份空白模板，在 {out}/<单位名称>/。")


def _write(
    workspace: "Workspace",
    out: Path,
    unit: list[str] | None,
    wanted: set[str] | None,
    by_form: bool,
) -> int:
    """Write the templates of some units or of all; how many. Raises WrongUse where it is none."""
    from pipeline.outbox.last_year import last_year
    from pipeline.run import progress
    from pipeline.workspace import WrongUse
    from returns.workbooks.template import owed_forms, write_template
    from schemas.file_names import portable, template_name
    from schemas.form import FORMS

    collection = workspace.collection
    units = list(workspace.register) if unit is None else [workspace.unit(one) for one in unit]
    written = 0
    histories = last_year(workspace, [one.code for one in units])
    with progress_bar():
        progress.stage("空白模板", len(units))
        for one in units:
            owed = owed_forms(one, collection)
            codes = [code for code in owed if wanted is None or code in wanted]
            parts = [[code] for code in codes] if by_form else [codes] if codes else []
            for part in parts:
                titles = [FORMS[code].title for code in part] if by_form else ["报表"]
                path = out / portable(one.name) / template_name(one.name, collection.code, *titles)
                write_template(path, one, collection, part, histories.get(one.code))
                written += 1
            progress.advance()
    if not written:
        raise WrongUse("这些单位不需要填报所选的表")
    return written


def _forms(wanted: list[str] | None) -> set[str] | None:
    from pipeline.workspace import WrongUse
    from schemas.form import FORMS

    if wanted is None:
        return None
    by_name = {name: form.code for form in FORMS.values() for name in (form.title, form.code)}
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        raise WrongUse(f"没有这样的表：{'、'.join(unknown)}")
    return {by_name[name] for name in wanted}

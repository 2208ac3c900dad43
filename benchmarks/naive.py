"""What a user would write instead: a loop over files and sheets with pandas, pandera and to_sql."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from sqlalchemy import create_engine

from schemas.columns import Column, Kind, Layout
from schemas.forms import FORMS


def load_all(inbox: Path, database: Path) -> int:
    """Load every sheet of every workbook; the number of rows loaded."""
    forms = {form.title: form for form in FORMS.values()}
    rows = 0
    engine = create_engine(f"sqlite:///{database}")
    for path in sorted(inbox.glob("*.xlsx")):
        for sheet in pd.ExcelFile(path, engine="openpyxl").sheet_names:
            form = forms.get(str(sheet))
            if form is None:
                continue
            if form.layout is Layout.CARD:
                card = pd.read_excel(path, sheet_name=sheet, header=2, engine="openpyxl")
                labelled = card.dropna(subset=["项目"]).set_index("项目")["数值"]
                frame = pd.DataFrame([{c.name: labelled.get(c.label) for c in form.columns}])
            else:
                groups = any(column.group for column in form.columns)
                frame = pd.read_excel(
                    path, sheet_name=sheet, skiprows=4 if groups else 3, header=None,
                    engine="openpyxl",
                )  # fmt: skip
                frame = frame.iloc[:, 1 : 1 + len(form.columns)]
                frame.columns = pd.Index([column.name for column in form.columns])
                frame = frame[frame.iloc[:, 0] != "合计"].dropna(thresh=2)
            schema = pa.DataFrameSchema({c.name: _column(c) for c in form.columns}, coerce=True)
            frame = schema.validate(frame, lazy=True)
            frame["file"] = path.name
            frame.to_sql(form.code, engine, if_exists="append", index=False)
            rows += len(frame)
    engine.dispose()
    return rows


def _column(column: Column) -> pa.Column:
    if column.kind.is_number:
        return pa.Column(float, pa.Check.ge(0), nullable=True)
    if column.kind is Kind.CODE:
        return pa.Column(object, pa.Check.isin(list(column.codes)), nullable=True)
    return pa.Column(object, nullable=True)

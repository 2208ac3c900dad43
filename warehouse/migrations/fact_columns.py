"""Columns of fact tables, as migrations write them. What a migration used is never changed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

Columns = list[sa.Column[Any]]


def facts(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=f"fk_{table}_submission_id_submission"
        ),
        sa.PrimaryKeyConstraint("submission_id", "row", name=f"pk_{table}"),
    )


def numbers(*names: str) -> Columns:
    """Counts, fen, hundredths of a m²."""
    return [sa.Column(name, sa.BigInteger()) for name in names]


def flags(*names: str) -> Columns:
    return [sa.Column(name, sa.Boolean()) for name in names]


def days(*names: str) -> Columns:
    return [sa.Column(name, sa.Date()) for name in names]


def texts(*names: str) -> Columns:
    return [sa.Column(name, sa.Text()) for name in names]


def sealed(*names: str) -> Columns:
    """Names of persons."""
    return [sa.Column(name, sa.LargeBinary()) for name in names]


def hashes(*names: str) -> Columns:
    """Keyed hashes of numbers of persons."""
    return [sa.Column(name, sa.String(64)) for name in names]

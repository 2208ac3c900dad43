"""The register, what is received, how it is judged, what is computed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("boarding", sa.Boolean(), nullable=False),
        sa.Column("party_organisation", sa.Boolean(), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("junior", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_unit"),
    )
    op.create_table(
        "register_version",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_register_version"),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("unit_code", sa.String(length=32)),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("judged_under", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_submission_unit_code_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_index(
        "ix_submission_collection_unit_code_received_at",
        "submission",
        ["collection", "unit_code", "received_at"],
    )
    op.create_table(
        "submission_form",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("layout", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_submission_form_submission_id_submission"
        ),
        sa.PrimaryKeyConstraint("submission_id", "form", name="pk_submission_form"),
    )
    op.create_table(
        "arrival",
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_arrival_submission_id_submission"
        ),
        sa.PrimaryKeyConstraint("collection", "path", name="pk_arrival"),
    )
    op.create_table(
        "in_force",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["submission_id", "form"],
            ["submission_form.submission_id", "submission_form.form"],
            name="fk_in_force_submission_id_form_submission_form",
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_in_force_unit_code_unit"),
        sa.PrimaryKeyConstraint("submission_id", "form", name="pk_in_force"),
    )
    op.create_index(
        "ix_in_force_collection_form_unit_code_since",
        "in_force",
        ["collection", "form", "unit_code", "since"],
    )
    op.create_index(
        "uq_in_force_open",
        "in_force",
        ["collection", "unit_code", "form"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("unit_code", sa.String(length=32)),
        sa.Column("submission_id", sa.Integer()),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_finding_submission_id_submission"
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_finding_unit_code_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_collection_unit_code", "finding", ["collection", "unit_code"])
    op.create_index("ix_finding_submission_id", "finding", ["submission_id"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(length=24)),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "indicator_value",
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("in_force_digest", sa.String(length=64), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger()),
        sa.Column("denominator", sa.BigInteger()),
        sa.Column("reported_units", sa.Integer(), nullable=False),
        sa.Column("expected_units", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "collection", "in_force_digest", "indicator", name="pk_indicator_value"
        ),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("in_force_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint("collection", "number", name="uq_release_collection_number"),
    )
    op.create_table(
        "release_value",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger()),
        sa.Column("denominator", sa.BigInteger()),
        sa.Column("reported_units", sa.Integer(), nullable=False),
        sa.Column("expected_units", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name="fk_release_value_release_id_release"
        ),
        sa.PrimaryKeyConstraint("release_id", "indicator", name="pk_release_value"),
    )
    op.create_table(
        "release_submission",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name="fk_release_submission_release_id_release"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name="fk_release_submission_submission_id_submission",
        ),
        sa.ForeignKeyConstraint(
            ["unit_code"], ["unit.code"], name="fk_release_submission_unit_code_unit"
        ),
        sa.PrimaryKeyConstraint("release_id", "unit_code", "form", name="pk_release_submission"),
    )


def downgrade() -> None:
    for table in (
        "release_submission",
        "release_value",
        "release",
        "indicator_value",
        "run",
        "finding",
        "in_force",
        "arrival",
        "submission_form",
        "submission",
        "register_version",
        "unit",
    ):
        op.drop_table(table)

"""All tables. The fact tables are derived from the forms, one `fact_<form>` each.

Money is stored as integer fen, areas as integer hundredths of a m²; see `schemas.columns.Kind`.
Columns carry no comments: labels live in the declarations, and a changed label is no migration.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from schemas import columns as declared
from schemas.columns import Kind
from schemas.form import Form
from schemas.forms import FORMS
from warehouse.types import UtcDateTime

# Every constraint has a name: Alembic's batch mode on SQLite drops those without one.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SHA256 = String(64)


# --- The register -------------------------------------------------------------------------------

unit = Table(
    "unit",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),  # 学校 / 幼儿园 / 科室
    Column("type", Text, nullable=False),
    Column("nature", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("boarding", Boolean, nullable=False),
    Column("party_organisation", Boolean, nullable=False),
    Column("primary", Boolean, nullable=False),  # teaches 小学; follows from the type
    Column("junior", Boolean, nullable=False),  # teaches 初中
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("aliases", JSON, nullable=False),
    Column("central_code", String(32)),  # of the 中心校 that may file for the unit
    Column("position", Integer, nullable=False),  # order of the register
)

# What the register said under each digest that anything was ever judged under.
register_version = Table(
    "register_version",
    metadata,
    Column("digest", SHA256, primary_key=True),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("units", JSON, nullable=False),
)


# What is remembered of the key: see warehouse.key_record, the only writer. One row at most.
warehouse_key = Table(
    "warehouse_key",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("check_value", SHA256, nullable=False),
    # The last rows from before sealed values were bound to their places.
    Column("unbound_submissions", Integer, nullable=False),
    Column("unbound_explanations", Integer, nullable=False),
)


# --- What was received, and how it was judged ---------------------------------------------------

submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", String(16), nullable=False),
    # Null for a file of which nobody knows whose it is.
    Column("unit_code", ForeignKey("unit.code")),
    Column("content_sha256", SHA256, nullable=False),
    # Persons in it are masked. How it is really called and where it lay is sealed beside it; the
    # path is looked up by its keyed hash: see warehouse.sealed_places.
    Column("file_name", Text, nullable=False),
    Column("path_key", Text, nullable=False),
    Column("own_name", LargeBinary),
    Column("place", LargeBinary),
    # Of a workbook of several units, whose part it is; the whole and any other file have none.
    Column("part", String(32), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    # The order in which files of a collection came, whatever the clock said: what counts is last.
    Column("receipt", Integer, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("status", String(24), nullable=False),
    Column("judged_under", String(64), nullable=False),
    Index(None, "collection", "unit_code", "receipt"),
)

submission_form = Table(
    "submission_form",
    metadata,
    Column("submission_id", ForeignKey("submission.id"), primary_key=True),
    Column("form", String(40), primary_key=True),
    Column("sheet", Text, nullable=False),
    # Where the values stand. TABLE: {"field": "D"}, the row is the fact's; CARD: {"field": "D7"}.
    Column("layout", JSON, nullable=False),
    Column("status", String(24), nullable=False),
    Column("row_count", Integer, nullable=False),
    # Of what the form holds: see warehouse.form_digests. Null where it came before there were any.
    Column("digest", SHA256),
    # Its content was received before and corrected since: it does not count until a person says so,
    # and then from that moment on. See warehouse.comebacks.
    Column("held", Boolean, nullable=False),
    Column("let_back_at", UtcDateTime),
)

# The last content seen at a path, and the submission that it is.
arrival = Table(
    "arrival",
    metadata,
    Column("collection", String(16), primary_key=True),
    Column("path_key", Text, primary_key=True),
    Column("place", LargeBinary),
    Column("sha256", SHA256, nullable=False),
    Column("submission_id", ForeignKey("submission.id"), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

# What could not be opened, read or judged for a technical reason, as long as it lasts: see
# warehouse.file_faults.
file_fault = Table(
    "file_fault",
    metadata,
    Column("collection", String(16), primary_key=True),
    Column("path_key", Text, primary_key=True),
    Column("place", LargeBinary),
    Column("own_name", LargeBinary),
    Column("sha256", SHA256, nullable=False),  # empty: it could not be opened
    Column("part", String(32), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("is_folder", Boolean, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("detail", Text, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("flow_run", String(36)),  # of the scheduler: the latest that met it
    Column("runs", Integer, nullable=False),  # of the scheduler: how many met it
)

# Half-open intervals [since, until). They follow from submission and submission_form alone: see
# warehouse.history, the only writer.
in_force = Table(
    "in_force",
    metadata,
    Column("submission_id", Integer, primary_key=True),
    Column("form", String(40), primary_key=True),
    Column("collection", String(16), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),  # null: still in force
    ForeignKeyConstraint(
        ["submission_id", "form"], ["submission_form.submission_id", "submission_form.form"]
    ),
    Index(None, "collection", "form", "unit_code", "since"),
)
Index(
    "uq_in_force_open",
    in_force.c.collection,
    in_force.c.unit_code,
    in_force.c.form,
    unique=True,
    sqlite_where=in_force.c.until.is_(None),
    postgresql_where=in_force.c.until.is_(None),
)

finding = Table(
    "finding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", String(16), nullable=False),
    Column("unit_code", ForeignKey("unit.code")),
    Column("submission_id", ForeignKey("submission.id"), index=True),
    Column("stage", String(16), nullable=False),  # file | district
    Column("rule", String(16), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("form", String(40), nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("message", Text, nullable=False),
    # Sheet, value and message as their school may read them, sealed, where they are masked above.
    Column("own", LargeBinary),
    # The same for the same rule over the same values at the same unit: see warehouse.findings.
    Column("key", String(32), nullable=False),
    Index(None, "collection", "unit_code"),
)

# What a unit wrote to a query; append-only, the latest one of a key counts.
explanation = Table(
    "explanation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", String(16), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("key", String(32), nullable=False),  # of the finding
    Column("rule", String(16), nullable=False),
    Column("author", LargeBinary, nullable=False),  # sealed by warehouse.vault
    Column("text", LargeBinary, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("submission_id", ForeignKey("submission.id")),  # null: told to the bureau, who noted it
    Index(None, "collection", "unit_code", "key"),
)

# What somebody of the bureau passed; append-only, the latest one of a unit counts.
passed = Table(
    "passed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", String(16), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("digest", SHA256, nullable=False),  # of what was passed: see warehouse.passing
    Column("passed_at", UtcDateTime, nullable=False),
    Column("passed_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "collection", "unit_code"),
)


# --- What was computed --------------------------------------------------------------------------

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", String(16), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("outcome", String(24)),  # null while running
    Column("counts", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("started_by", Text),  # who or what: a deployment, a command
    Column("flow_run", String(36)),  # of the scheduler, whose history is shorter
    Column("attempt", Integer),
    Column("totals_digest", SHA256),  # which totals it left behind
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("token", String(36), nullable=False),
    Column("host", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("process_started", Float, nullable=False),
    Column("renewed_at", UtcDateTime, nullable=False),
)

schedule = Table(
    "schedule",
    metadata,
    Column("name", String(80), primary_key=True),  # of a deployment
    Column("due_at", UtcDateTime),  # null: it was paused
)

indicator_value = Table(
    "indicator_value",
    metadata,
    Column("collection", String(16), primary_key=True),
    Column("in_force_digest", SHA256, primary_key=True),
    Column("indicator", Text, primary_key=True),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("reported_units", Integer, nullable=False),
    Column("expected_units", Integer, nullable=False),
    Column("status", String(24), nullable=False),
    Column("underway", BigInteger),
    Column("excess_units", Integer, nullable=False, server_default="0"),
    Column("scope", Text, nullable=False, server_default=""),
    Column("computed_at", UtcDateTime, nullable=False),
)

relation_verdict = Table(
    "relation_verdict",
    metadata,
    Column("collection", String(16), primary_key=True),
    Column("in_force_digest", SHA256, primary_key=True),
    Column("relation", String(16), primary_key=True),
    Column("verdict", String(24), nullable=False),
    Column("detail", Text, nullable=False),
)

release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection", String(16), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, … in each collection
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("in_force_digest", SHA256, nullable=False),
    UniqueConstraint("collection", "number"),
)

release_value = Table(
    "release_value",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("indicator", Text, primary_key=True),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("reported_units", Integer, nullable=False),
    Column("expected_units", Integer, nullable=False),
    Column("status", String(24), nullable=False),
    Column("underway", BigInteger),
    Column("excess_units", Integer, nullable=False, server_default="0"),
    Column("scope", Text, nullable=False, server_default=""),
)

release_submission = Table(
    "release_submission",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), primary_key=True),
    Column("form", String(40), primary_key=True),
    Column("submission_id", ForeignKey("submission.id"), nullable=False),
)


# --- Facts --------------------------------------------------------------------------------------

_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.COUNT: BigInteger(),
    Kind.MONEY: BigInteger(),
    Kind.AREA: BigInteger(),
    Kind.PERCENT: BigInteger(),
    Kind.FLAG: Boolean(),
    Kind.DATE: Date(),
    Kind.CODE: Text(),
    Kind.TEXT: Text(),
    Kind.IDENTIFIER: Text(),
    Kind.PERSON: LargeBinary(),  # sealed by warehouse.vault
    Kind.PUPIL_ID: SHA256,  # keyed hash
    Kind.CITIZEN_ID: SHA256,
}


def _fact_column(column: declared.Column) -> Column[Any]:
    return Column(column.name, _TYPES[column.kind])


def _fact_table(form: Form) -> Table:
    return Table(
        f"fact_{form.code}",
        metadata,
        Column("submission_id", ForeignKey("submission.id"), primary_key=True),
        Column("row", Integer, primary_key=True, autoincrement=False),  # the sheet's row
        *(_fact_column(column) for column in form.columns),
    )


_FACT_TABLES = {form.code: _fact_table(form) for form in FORMS.values()}


# The own text of cells that reading changed, a row a change; as the facts, of accepted forms only.
raw_text = Table(
    "raw_text",
    metadata,
    Column("submission_id", Integer, primary_key=True),
    Column("form", String(40), primary_key=True),
    Column("row", Integer, primary_key=True),  # the fact's
    Column("field", String(63), primary_key=True),
    Column("change", String(16), primary_key=True),  # a schemas.raw_text.Change
    # In clear where the field can name nobody, else sealed by warehouse.vault: one of the two.
    Column("text", Text),
    Column("sealed", LargeBinary),
    ForeignKeyConstraint(
        ["submission_id", "form"], ["submission_form.submission_id", "submission_form.form"]
    ),
)


def fact_table(form_code: str) -> Table:
    """The facts of one form: key (submission_id, row), then one nullable column a field.

    Raises KeyError for an unknown form.
    """
    return _FACT_TABLES[form_code]

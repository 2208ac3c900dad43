"""One table of facts a form."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Columns = list[sa.Column[Any]]


def upgrade() -> None:
    _facts(
        "fact_civilised_campus",
        *_flags("applied"),
        *_texts("level"),
    )
    _facts(
        "fact_cohort_entrants",
        *_texts("school_code", "school"),
        *_numbers("entrants", "transferred_in", "transferred_out"),
    )
    _facts(
        "fact_disabled_children",
        *_texts("list_number"),
        *_sealed("child_name"),
        *_texts("placement"),
        *_flags("enrolled"),
        *_hashes("child_id"),
    )
    _facts(
        "fact_disabled_list",
        *_texts("list_number", "school_code", "school"),
        *_sealed("child_name"),
        *_hashes("child_citizen_id"),
    )
    _facts(
        "fact_drills",
        *_days("held_on"),
        *_texts("kind", "theme"),
        *_numbers("pupils", "staff"),
    )
    _facts(
        "fact_dropout_cases",
        *_texts("case_number"),
        *_sealed("child_name"),
        *_hashes("child_id"),
        *_texts("status", "evidence"),
        *_days("cleared_on"),
    )
    _facts(
        "fact_enrolment",
        *_texts("cohort"),
        *_numbers(
            "opening",
            "admitted",
            "returned",
            "transferred_in",
            "other_gains",
            "graduated",
            "completed",
            "suspended",
            "withdrawn",
            "died",
            "transferred_out",
            "other_losses",
            "closing",
            "girls",
            "boarders",
            "classes",
            "classes_to_45",
            "classes_46_55",
            "classes_56_65",
            "classes_over_65",
            "cohort_entrants",
        ),
    )
    _facts(
        "fact_epidemic",
        *_numbers(
            "pupils",
            "staff",
            "masks",
            "forehead_thermometers",
            "infrared_thermometers",
            "isolation_gowns",
            "masks_daily",
        ),
        *_flags("task_force", "plan", "trained"),
        *_numbers("health_records_due", "health_records", "returnees", "cases"),
    )
    _facts(
        "fact_funding",
        *_numbers(
            "primary_pupils", "junior_pupils", "boarders", "base_received", "above_base_received"
        ),
    )
    _facts(
        "fact_ict",
        *_numbers("contest_entries", "security_incidents"),
    )
    _facts(
        "fact_pairing",
        *_numbers("home_teaching_events", "pairing_events"),
    )
    _facts(
        "fact_party",
        *_numbers("party_teachers", "xianfeng_registered", "xuexi_registered"),
        *_flags("practice_station", "practice_registered"),
        *_numbers(
            "ledgers",
            "exemplary_activities",
            "probationary",
            "made_full",
            "candidates",
            "activists",
            "donations",
            "removed_members",
        ),
    )
    _facts(
        "fact_population",
        *_numbers("age", "persons"),
    )
    _facts(
        "fact_premises",
        *_numbers("floor_area", "class_d_area"),
    )
    _facts(
        "fact_preschool",
        *_numbers("children", "under_3", "age_3", "age_4", "age_5", "over_5", "classes"),
    )
    _facts(
        "fact_profile",
        *_texts("school_code", "credit_code"),
        *_numbers("pupils", "boarders", "staff", "teachers", "classes"),
    )
    _facts(
        "fact_publicity",
        *_texts("headline", "outlet"),
        *_days("published_on"),
    )
    _facts(
        "fact_safety",
        *_numbers("pupils", "boarders", "staff", "guards_full_time", "guards_part_time"),
        *_flags("cctv", "fire_equipment", "panic_button", "closed_management"),
        *_numbers(
            "canteens",
            "open_kitchens",
            "drowning_letters",
            "drowning_deaths",
            "law_lectures",
            "school_buses",
        ),
    )
    _facts(
        "fact_staff",
        *_numbers("in_post", "wanshitong_registered", "appraised", "excellent", "failed_ethics"),
    )
    _facts(
        "fact_student_aid",
        *_texts("category", "stage", "boarding"),
        *_numbers("persons", "amount"),
    )
    _facts(
        "fact_suspected_dropouts",
        *_texts("case_number", "school_code", "school"),
        *_sealed("child_name"),
        *_hashes("child_id"),
    )


def downgrade() -> None:
    for table in (
        "fact_civilised_campus",
        "fact_cohort_entrants",
        "fact_disabled_children",
        "fact_disabled_list",
        "fact_drills",
        "fact_dropout_cases",
        "fact_enrolment",
        "fact_epidemic",
        "fact_funding",
        "fact_ict",
        "fact_pairing",
        "fact_party",
        "fact_population",
        "fact_premises",
        "fact_preschool",
        "fact_profile",
        "fact_publicity",
        "fact_safety",
        "fact_staff",
        "fact_student_aid",
        "fact_suspected_dropouts",
    ):
        op.drop_table(table)


def _facts(table: str, *columns: sa.Column[Any]) -> None:
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


def _numbers(*names: str) -> Columns:
    """Counts, fen, hundredths of a m²."""
    return [sa.Column(name, sa.BigInteger()) for name in names]


def _flags(*names: str) -> Columns:
    return [sa.Column(name, sa.Boolean()) for name in names]


def _days(*names: str) -> Columns:
    return [sa.Column(name, sa.Date()) for name in names]


def _texts(*names: str) -> Columns:
    return [sa.Column(name, sa.Text()) for name in names]


def _sealed(*names: str) -> Columns:
    """Names of persons."""
    return [sa.Column(name, sa.LargeBinary()) for name in names]


def _hashes(*names: str) -> Columns:
    """Keyed hashes of numbers of persons."""
    return [sa.Column(name, sa.String(64)) for name in names]

"""The offices' ledgers, what is under way of a target, and the verdicts on relations."""

import sqlalchemy as sa
from alembic import op

from warehouse.migrations.fact_columns import days, facts, flags, hashes, numbers, sealed, texts

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("indicator_value", sa.Column("underway", sa.BigInteger()))
    op.add_column("release_value", sa.Column("underway", sa.BigInteger()))
    op.create_table(
        "relation_verdict",
        sa.Column("collection", sa.String(16), nullable=False),
        sa.Column("in_force_digest", sa.String(64), nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "collection", "in_force_digest", "relation", name="pk_relation_verdict"
        ),
    )
    facts(
        "fact_agenda",
        *texts("event_number", "topic"),
    )
    facts(
        "fact_aid_payments",
        *texts("payment_number", "kind", "township"),
        *sealed("recipient_name"),
        *hashes("recipient_id"),
        *numbers("amount"),
        *days("paid_on"),
    )
    facts(
        "fact_allocations",
        *texts("school_code", "school", "stage"),
        *numbers("pupils", "base_quota", "standard", "supplements", "amount"),
    )
    facts(
        "fact_appointments",
        *texts("appointment_number", "unit_number", "post", "kind", "person_number"),
        *days("decided_on"),
    )
    facts(
        "fact_attendance",
        *texts("event_number", "person_number"),
        *sealed("person_name"),
    )
    facts(
        "fact_consolation",
        *texts("payment_number", "kind", "person_number"),
        *numbers("amount"),
        *days("paid_on"),
    )
    facts(
        "fact_contest_entries",
        *texts("entry_number", "title", "school_code"),
        *flags("forwarded"),
    )
    facts(
        "fact_contest_students",
        *texts("school_code"),
        *sealed("child_name"),
        *hashes("child_id"),
    )
    facts(
        "fact_county_hiring",
        *texts("school_code", "school"),
        *flags("implemented"),
    )
    facts(
        "fact_disciplinary_cases",
        *texts("case_number", "kind", "action", "person_number"),
        *days("decided_on"),
    )
    facts(
        "fact_documents",
        *texts("document_number", "kind", "title"),
        *days("dated_on"),
    )
    facts(
        "fact_duty_reports",
        *texts("unit_number", "organisation", "report_mode"),
        *days("reported_on"),
        *flags("ideology_heard"),
    )
    facts(
        "fact_events",
        *texts("event_number", "kind", "theme", "title", "counterpart"),
        *days("starts_on", "ends_on"),
    )
    facts(
        "fact_feedback_issues",
        *texts("issue_number", "issue_class", "issue"),
        *flags("rectified"),
    )
    facts(
        "fact_hazards",
        *texts("hazard_number", "subject", "hazard"),
        *days("found_on", "closed_on"),
    )
    facts(
        "fact_honours",
        *texts("honour_number", "subject", "level", "honour"),
        *numbers("for_year"),
    )
    facts(
        "fact_inspections",
        *texts("inspection_number", "kind", "key_project", "place"),
        *days("inspected_on"),
    )
    facts(
        "fact_instructors",
        *texts("certificate_number", "grade"),
        *days("issued_on"),
    )
    facts(
        "fact_kindergarten_changes",
        *texts("kindergarten_code", "kindergarten", "change"),
        *days("decided_on"),
    )
    facts(
        "fact_kindergarten_roster",
        *texts("kindergarten_code", "kindergarten", "nature"),
    )
    facts(
        "fact_loans",
        *texts("contract_number", "level"),
        *numbers("amount"),
        *days("signed_on"),
    )
    facts(
        "fact_payments",
        *texts("payment_number", "purpose", "project_number", "payee"),
        *numbers("amount"),
        *days("paid_on"),
    )
    facts(
        "fact_projects",
        *texts("project_number", "name", "kind", "key_project", "school_code"),
        *numbers("central_funds", "provincial_funds", "local_funds", "invested"),
        *texts("status"),
        *days("started_on", "completed_on"),
    )
    facts(
        "fact_purchases",
        *texts("contract_number", "kind", "goods"),
        *numbers("amount"),
        *days("signed_on"),
    )
    facts(
        "fact_registered_poor",
        *texts("list_number"),
        *sealed("child_name"),
        *hashes("child_citizen_id"),
        *texts("school_code"),
    )
    facts(
        "fact_reopening",
        *texts("institution_number", "institution", "kind"),
        *flags("instructor"),
        *days("checked_on"),
        *flags("spring", "autumn"),
    )
    facts(
        "fact_research_projects",
        *texts("project_number", "title", "level"),
        *days("supervised_on"),
    )
    facts(
        "fact_residents",
        *texts("township"),
        *numbers("persons"),
    )
    facts(
        "fact_school_age",
        *numbers("age", "children", "enrolled"),
    )
    facts(
        "fact_school_network",
        *texts("school_code", "school", "change", "status"),
    )
    facts(
        "fact_smart_campus",
        *texts("school_code", "school"),
        *numbers("classroom_sets"),
        *flags("completed"),
    )
    facts(
        "fact_sports_facilities",
        *texts("facility_number", "kind", "name"),
        *numbers("site_area"),
        *texts("status"),
    )
    facts(
        "fact_stated_rates",
        *texts("rate_name"),
        *numbers("part", "whole", "stated"),
    )
    facts(
        "fact_training_institutions",
        *texts("institution_number", "institution"),
        *days("inspected_on"),
        *texts("outcome"),
        *numbers("whitelist_batch"),
    )
    facts(
        "fact_turnout",
        *texts("event_number", "organiser"),
        *numbers("participants"),
    )


def downgrade() -> None:
    for table in (
        "fact_turnout",
        "fact_training_institutions",
        "fact_stated_rates",
        "fact_sports_facilities",
        "fact_smart_campus",
        "fact_school_network",
        "fact_school_age",
        "fact_residents",
        "fact_research_projects",
        "fact_reopening",
        "fact_registered_poor",
        "fact_purchases",
        "fact_projects",
        "fact_payments",
        "fact_loans",
        "fact_kindergarten_roster",
        "fact_kindergarten_changes",
        "fact_instructors",
        "fact_inspections",
        "fact_honours",
        "fact_hazards",
        "fact_feedback_issues",
        "fact_events",
        "fact_duty_reports",
        "fact_documents",
        "fact_disciplinary_cases",
        "fact_county_hiring",
        "fact_contest_students",
        "fact_contest_entries",
        "fact_consolation",
        "fact_attendance",
        "fact_appointments",
        "fact_allocations",
        "fact_aid_payments",
        "fact_agenda",
        "relation_verdict",
    ):
        op.drop_table(table)
    with op.batch_alter_table("release_value") as table_changes:
        table_changes.drop_column("underway")
    with op.batch_alter_table("indicator_value") as table_changes:
        table_changes.drop_column("underway")

"""One table of facts a form."""

from alembic import op

from warehouse.migrations.fact_columns import days, facts, flags, hashes, numbers, sealed, texts

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    facts(
        "fact_civilised_campus",
        *flags("applied"),
        *texts("level"),
    )
    facts(
        "fact_cohort_entrants",
        *texts("school_code", "school"),
        *numbers("entrants", "transferred_in", "transferred_out"),
    )
    facts(
        "fact_disabled_children",
        *texts("list_number"),
        *sealed("child_name"),
        *texts("placement"),
        *flags("enrolled"),
        *hashes("child_id"),
    )
    facts(
        "fact_disabled_list",
        *texts("list_number", "school_code", "school"),
        *sealed("child_name"),
        *hashes("child_citizen_id"),
    )
    facts(
        "fact_drills",
        *days("held_on"),
        *texts("kind", "theme"),
        *numbers("pupils", "staff"),
    )
    facts(
        "fact_dropout_cases",
        *texts("case_number"),
        *sealed("child_name"),
        *hashes("child_id"),
        *texts("status", "evidence"),
        *days("cleared_on"),
    )
    facts(
        "fact_enrolment",
        *texts("cohort"),
        *numbers(
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
    facts(
        "fact_epidemic",
        *numbers(
            "pupils",
            "staff",
            "masks",
            "forehead_thermometers",
            "infrared_thermometers",
            "isolation_gowns",
            "masks_daily",
        ),
        *flags("task_force", "plan", "trained"),
        *numbers("health_records_due", "health_records", "returnees", "cases"),
    )
    facts(
        "fact_funding",
        *numbers(
            "primary_pupils", "junior_pupils", "boarders", "base_received", "above_base_received"
        ),
    )
    facts(
        "fact_ict",
        *numbers("contest_entries", "security_incidents"),
    )
    facts(
        "fact_pairing",
        *numbers("home_teaching_events", "pairing_events"),
    )
    facts(
        "fact_party",
        *numbers("party_teachers", "xianfeng_registered", "xuexi_registered"),
        *flags("practice_station", "practice_registered"),
        *numbers(
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
    facts(
        "fact_population",
        *numbers("age", "persons"),
    )
    facts(
        "fact_premises",
        *numbers("floor_area", "class_d_area"),
    )
    facts(
        "fact_preschool",
        *numbers("children", "under_3", "age_3", "age_4", "age_5", "over_5", "classes"),
    )
    facts(
        "fact_profile",
        *texts("school_code", "credit_code"),
        *numbers("pupils", "boarders", "staff", "teachers", "classes"),
    )
    facts(
        "fact_publicity",
        *texts("headline", "outlet"),
        *days("published_on"),
    )
    facts(
        "fact_safety",
        *numbers("pupils", "boarders", "staff", "guards_full_time", "guards_part_time"),
        *flags("cctv", "fire_equipment", "panic_button", "closed_management"),
        *numbers(
            "canteens",
            "open_kitchens",
            "drowning_letters",
            "drowning_deaths",
            "law_lectures",
            "school_buses",
        ),
    )
    facts(
        "fact_staff",
        *numbers("in_post", "wanshitong_registered", "appraised", "excellent", "failed_ethics"),
    )
    facts(
        "fact_student_aid",
        *texts("category", "stage", "boarding"),
        *numbers("persons", "amount"),
    )
    facts(
        "fact_suspected_dropouts",
        *texts("case_number", "school_code", "school"),
        *sealed("child_name"),
        *hashes("child_id"),
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

"""booking: clinics, appointments, cases, and safes for what is confidential."""

import core.db.types
import sqlalchemy as sa
from alembic import op

from core.db.guards import never_deleted, only_added_to

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ADDED_TO = ("case_opening",)
KEPT = ("appointment",)


def upgrade():
    op.create_table(
        "safe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("shredded_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(shredded_at IS NULL) = (wrapped IS NOT NULL)", name=op.f("ck_safe_open_or_shredded")
        ),
        sa.CheckConstraint(
            "(wrapped IS NULL) = (manifest IS NULL)", name=op.f("ck_safe_key_and_manifest")
        ),
        sa.CheckConstraint("turn >= 1", name=op.f("ck_safe_turn_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safe")),
        sa.UniqueConstraint("ref", name=op.f("uq_safe_ref")),
    )
    with op.batch_alter_table("safe", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safe_key_id"), ["key_id"], unique=False)

    op.create_table(
        "practitioner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lawyer",
                "legal_worker",
                "law_student",
                "counsellor",
                name="practitionerkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("licence_until", sa.Date(), nullable=True),
        sa.Column("guide_id", sa.Integer(), nullable=True),
        sa.Column("languages", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=False),
        sa.Column("seen_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'law_student') = (guide_id IS NOT NULL)",
            name=op.f("ck_practitioner_student_guided"),
        ),
        sa.CheckConstraint(
            "kind = 'law_student' OR licence <> ''", name=op.f("ck_practitioner_has_licence")
        ),
        sa.CheckConstraint(
            "guide_id IS NULL OR guide_id <> id", name=op.f("ck_practitioner_guided_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_practitioner_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["practitioner.id"], name=op.f("fk_practitioner_guide_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_practitioner_person_id")
        ),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_practitioner_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner")),
        sa.UniqueConstraint("person_id", name=op.f("uq_practitioner_person_id")),
    )
    with op.batch_alter_table("practitioner", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practitioner_branch_id_practitioner_id"),
            ["branch_id", "id"],
            unique=False,
        )

    op.create_table(
        "sealed_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("safe_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sealed) >= 28", name=op.f("ck_sealed_field_sealed_whole")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_sealed_field_version_counts")),
        sa.ForeignKeyConstraint(["safe_id"], ["safe.id"], name=op.f("fk_sealed_field_safe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_field")),
        sa.UniqueConstraint("safe_id", "name", name=op.f("uq_sealed_field_safe_id_name")),
    )
    op.create_table(
        "clinic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("legal_aid", "counselling", name="clinickind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("ways", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("undertaken_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind = 'legal_aid' OR contact_id IS NULL", name=op.f("ck_clinic_contact_for_legal_aid")
        ),
        sa.CheckConstraint("ways <> ''", name=op.f("ck_clinic_has_ways")),
        sa.CheckConstraint(
            "(contact_id IS NULL) = (undertaken_at IS NULL)", name=op.f("ck_clinic_undertaking")
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_clinic_branch_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_clinic_contact_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_clinic_made_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["branch_unit.id"], name=op.f("fk_clinic_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
    )
    with op.batch_alter_table("clinic", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clinic_branch_id_clinic_id"), ["branch_id", "id"], unique=False
        )

    op.create_table(
        "clinic_day_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "begins >= 0 AND begins < ends AND ends <= 1440", name=op.f("ck_clinic_day_off_forward")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_clinic_day_off_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_day_off")),
        sa.UniqueConstraint(
            "practitioner_id",
            "day",
            "begins",
            name=op.f("uq_clinic_day_off_practitioner_id_day_begins"),
        ),
    )
    op.create_table(
        "clinic_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("change_hours", sa.Integer(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("ways", sa.String(length=40), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ways <> ''", name=op.f("ck_clinic_service_has_ways")),
        sa.CheckConstraint(
            "after BETWEEN 0 AND 60 AND after % 5 = 0",
            name=op.f("ck_clinic_service_after_in_cells"),
        ),
        sa.CheckConstraint(
            "before BETWEEN 0 AND 60 AND before % 5 = 0",
            name=op.f("ck_clinic_service_before_in_cells"),
        ),
        sa.CheckConstraint(
            "change_hours BETWEEN 0 AND 72", name=op.f("ck_clinic_service_change_within")
        ),
        sa.CheckConstraint("daily_cap BETWEEN 1 AND 50", name=op.f("ck_clinic_service_cap_within")),
        sa.CheckConstraint(
            "horizon_days BETWEEN 1 AND 60", name=op.f("ck_clinic_service_horizon_within")
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 5 AND 240 AND minutes % 5 = 0",
            name=op.f("ck_clinic_service_minutes_in_cells"),
        ),
        sa.CheckConstraint(
            "notice_hours BETWEEN 0 AND 168", name=op.f("ck_clinic_service_notice_within")
        ),
        sa.CheckConstraint("seats BETWEEN 1 AND 200", name=op.f("ck_clinic_service_seats_within")),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_clinic_service_clinic_id")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_clinic_service_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_service")),
    )
    with op.batch_alter_table("clinic_service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clinic_service_clinic_id_clinic_service_ended_at"),
            ["clinic_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_clinic_service_practitioner_id_clinic_service_ended_at"),
            ["practitioner_id", "ended_at"],
            unique=False,
        )

    op.create_table(
        "clinic_extra_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "begins % 5 = 0 AND ends % 5 = 0", name=op.f("ck_clinic_extra_hours_in_cells")
        ),
        sa.CheckConstraint(
            "begins >= 0 AND begins < ends AND ends <= 1440",
            name=op.f("ck_clinic_extra_hours_forward"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["clinic_service.id"], name=op.f("fk_clinic_extra_hours_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_extra_hours")),
        sa.UniqueConstraint(
            "service_id", "day", "begins", name=op.f("uq_clinic_extra_hours_service_id_day_begins")
        ),
    )
    op.create_table(
        "clinic_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "begins % 5 = 0 AND ends % 5 = 0", name=op.f("ck_clinic_hours_in_cells")
        ),
        sa.CheckConstraint(
            "begins >= 0 AND begins < ends AND ends <= 1440", name=op.f("ck_clinic_hours_forward")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_clinic_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["clinic_service.id"], name=op.f("fk_clinic_hours_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_hours")),
        sa.UniqueConstraint(
            "service_id",
            "weekday",
            "begins",
            name=op.f("uq_clinic_hours_service_id_weekday_begins"),
        ),
    )
    op.create_table(
        "clinic_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_clinic_session_forward")),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND seats", name=op.f("ck_clinic_session_seats_within")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["clinic_service.id"], name=op.f("fk_clinic_session_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_session")),
    )
    with op.batch_alter_table("clinic_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clinic_session_service_id_clinic_session_starts_at"),
            ["service_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("wait_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "asked",
                "booked",
                "lapsed",
                "declined",
                "cancelled",
                "done",
                "guest_absent",
                "host_absent",
                name="appointmentstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kept_until", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("booked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_why", sa.String(length=200), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.Column("told_day_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_soon_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status IN ('held', 'asked', 'booked')) = (ended_at IS NULL)",
            name=op.f("ck_appointment_ended_when"),
        ),
        sa.CheckConstraint(
            "status <> 'declined' OR end_why <> ''", name=op.f("ck_appointment_declined_why")
        ),
        sa.CheckConstraint(
            "status NOT IN ('held', 'asked') OR kept_until IS NOT NULL",
            name=op.f("ck_appointment_kept_until_when"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_appointment_forward")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_appointment_made_by")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_appointment_practitioner_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["clinic_service.id"], name=op.f("fk_appointment_service_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["clinic_session.id"], name=op.f("fk_appointment_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["wait_id"], ["waitlist_wait.id"], name=op.f("fk_appointment_wait_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("ref", name=op.f("uq_appointment_ref")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_kept", ["status", "kept_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_appointment_person_id_appointment_id"), ["person_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appointment_practitioner_id_appointment_starts_at"),
            ["practitioner_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_appointment_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            "uq_appointment_live",
            ["service_id", "person_id", "made_by"],
            unique=True,
            sqlite_where=sa.text("status IN ('held', 'asked', 'booked')"),
            postgresql_where=sa.text("status IN ('held', 'asked', 'booked')"),
        )

    op.create_table(
        "case_envelope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("legal_aid", "counselling", name="casekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "handed",
                "closed",
                "withdrawn",
                "shredded",
                name="casestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("safe_id", sa.Integer(), nullable=False),
        sa.Column("consented_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("handed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "advised",
                "referred",
                "not_needed",
                "no_answer",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('closed', 'withdrawn', 'shredded')) = (ended_at IS NOT NULL)",
            name=op.f("ck_case_envelope_ended_when"),
        ),
        sa.CheckConstraint(
            "kind = 'legal_aid' OR consented_at IS NOT NULL",
            name=op.f("ck_case_envelope_consent_first"),
        ),
        sa.CheckConstraint(
            "kind = 'legal_aid' OR contact_id IS NULL",
            name=op.f("ck_case_envelope_contact_of_legal_aid"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('handed') OR practitioner_id IS NOT NULL",
            name=op.f("ck_case_envelope_handed_to_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_case_envelope_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["person.id"], name=op.f("fk_case_envelope_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_case_envelope_clinic_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["person.id"], name=op.f("fk_case_envelope_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_case_envelope_practitioner_id")
        ),
        sa.ForeignKeyConstraint(["safe_id"], ["safe.id"], name=op.f("fk_case_envelope_safe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_envelope")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_case_envelope_appointment_id")),
        sa.UniqueConstraint("number", name=op.f("uq_case_envelope_number")),
        sa.UniqueConstraint("safe_id", name=op.f("uq_case_envelope_safe_id")),
    )
    with op.batch_alter_table("case_envelope", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_envelope_client_id_case_envelope_id"),
            ["client_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_case_envelope_clinic_id_case_envelope_status"),
            ["clinic_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_case_envelope_contact_id_case_envelope_status"),
            ["contact_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_case_envelope_practitioner_id_case_envelope_status"),
            ["practitioner_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            "ix_case_keep",
            ["keep_until"],
            unique=False,
            sqlite_where=sa.text("keep_until IS NOT NULL"),
        )

    op.create_table(
        "clinic_cell",
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(appointment_id IS NULL) <> (session_id IS NULL)",
            name=op.f("ck_clinic_cell_taken_by_one"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_clinic_cell_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_clinic_cell_practitioner_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["clinic_session.id"], name=op.f("fk_clinic_cell_session_id")
        ),
        sa.PrimaryKeyConstraint("practitioner_id", "starts_at", name=op.f("pk_clinic_cell")),
    )
    with op.batch_alter_table("clinic_cell", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clinic_cell_appointment_id"), ["appointment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_clinic_cell_session_id"), ["session_id"], unique=False)

    op.create_table(
        "case_glass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seconded_by", sa.Integer(), nullable=True),
        sa.Column("seconded_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("open_until", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(seconded_by IS NULL) = (open_until IS NULL)",
            name=op.f("ck_case_glass_open_when_seconded"),
        ),
        sa.CheckConstraint(
            "seconded_by IS NULL OR seconded_by <> asked_by", name=op.f("ck_case_glass_two_persons")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_case_glass_asked_by")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_envelope.id"], name=op.f("fk_case_glass_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["seconded_by"], ["person.id"], name=op.f("fk_case_glass_seconded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_glass")),
    )
    with op.batch_alter_table("case_glass", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_glass_case_id_case_glass_id"), ["case_id", "id"], unique=False
        )

    op.create_table(
        "case_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "opener",
            sa.Enum(
                "client",
                "contact",
                "practitioner",
                "broken_glass",
                name="opener",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_envelope.id"], name=op.f("fk_case_opening_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_opening_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opening")),
    )
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_opening_case_id_case_opening_id"), ["case_id", "id"], unique=False
        )

    op.create_table(
        "case_party",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("client", "other", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(marks) > 0 AND length(marks) % 128 = 0", name=op.f("ck_case_party_filled_up")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_envelope.id"], name=op.f("fk_case_party_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "role", name=op.f("pk_case_party")),
    )

    dialect = op.get_bind().dialect.name
    for tables, statements in ((ADDED_TO, only_added_to), (KEPT, never_deleted)):
        for table in tables:
            for statement in statements(table, dialect):
                op.execute(sa.text(statement))


def downgrade():
    op.drop_table("case_party")
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opening_case_id_case_opening_id"))

    op.drop_table("case_opening")
    with op.batch_alter_table("case_glass", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_glass_case_id_case_glass_id"))

    op.drop_table("case_glass")
    with op.batch_alter_table("clinic_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clinic_cell_session_id"))
        batch_op.drop_index(batch_op.f("ix_clinic_cell_appointment_id"))

    op.drop_table("clinic_cell")
    with op.batch_alter_table("case_envelope", schema=None) as batch_op:
        batch_op.drop_index("ix_case_keep", sqlite_where=sa.text("keep_until IS NOT NULL"))
        batch_op.drop_index(batch_op.f("ix_case_envelope_practitioner_id_case_envelope_status"))
        batch_op.drop_index(batch_op.f("ix_case_envelope_contact_id_case_envelope_status"))
        batch_op.drop_index(batch_op.f("ix_case_envelope_clinic_id_case_envelope_status"))
        batch_op.drop_index(batch_op.f("ix_case_envelope_client_id_case_envelope_id"))

    op.drop_table("case_envelope")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointment_live",
            sqlite_where=sa.text("status IN ('held', 'asked', 'booked')"),
            postgresql_where=sa.text("status IN ('held', 'asked', 'booked')"),
        )
        batch_op.drop_index(batch_op.f("ix_appointment_session_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_practitioner_id_appointment_starts_at"))
        batch_op.drop_index(batch_op.f("ix_appointment_person_id_appointment_id"))
        batch_op.drop_index("ix_appointment_kept")

    op.drop_table("appointment")
    with op.batch_alter_table("clinic_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clinic_session_service_id_clinic_session_starts_at"))

    op.drop_table("clinic_session")
    op.drop_table("clinic_hours")
    op.drop_table("clinic_extra_hours")
    with op.batch_alter_table("clinic_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clinic_service_practitioner_id_clinic_service_ended_at"))
        batch_op.drop_index(batch_op.f("ix_clinic_service_clinic_id_clinic_service_ended_at"))

    op.drop_table("clinic_service")
    op.drop_table("clinic_day_off")
    with op.batch_alter_table("clinic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clinic_branch_id_clinic_id"))

    op.drop_table("clinic")
    op.drop_table("sealed_field")
    with op.batch_alter_table("practitioner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practitioner_branch_id_practitioner_id"))

    op.drop_table("practitioner")
    with op.batch_alter_table("safe", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safe_key_id"))

    op.drop_table("safe")

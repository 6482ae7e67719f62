"""hands: help, volunteering, hours, certificates, waiting lists, acting for somebody."""

import core.db.types
import sqlalchemy as sa
from alembic import op

from core.db.guards import never_deleted, only_added_to

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ADDED_TO = ("hours_entry",)
KEPT = (
    "attendance",
    "attendance_correction",
    "attendance_objection",
    "certificate",
    "certificate_revocation",
    "proxy",
    "proxy_act",
)


def upgrade():
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "service_hours", "course", name="certificatekind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("revoked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(number) >= 12", name=op.f("ck_certificate_number_random")),
        sa.CheckConstraint("valid_until >= issued_on", name=op.f("ck_certificate_valid_forward")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_certificate_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_certificate_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("source", name=op.f("uq_certificate_source")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificate_branch_id_certificate_id"), ["branch_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_certificate_person_id_certificate_id"), ["person_id", "id"], unique=False
        )

    op.create_table(
        "commendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "agreed",
                "returned",
                name="commendationstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (status = 'proposed')",
            name=op.f("ck_commendation_answered_when"),
        ),
        sa.CheckConstraint("first <= last", name=op.f("ck_commendation_forward")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_commendation_has_minutes")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_commendation_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_commendation_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_commendation_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_commendation_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commendation")),
    )
    with op.batch_alter_table("commendation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commendation_branch_id_commendation_id"),
            ["branch_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_commendation_open",
            ["branch_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'proposed'"),
            postgresql_where=sa.text("status = 'proposed'"),
        )

    op.create_table(
        "paid_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.CheckConstraint("agreed BETWEEN 0 AND hands", name=op.f("ck_paid_work_hands_within")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_paid_work_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paid_work")),
        sa.UniqueConstraint("kind", "ref", name=op.f("uq_paid_work_kind_ref")),
    )
    with op.batch_alter_table("paid_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paid_work_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "person_calendar",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("renewed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_person_calendar_number_counts")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_calendar_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_calendar")),
    )
    op.create_table(
        "volunteer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skills", sa.String(length=120), nullable=False),
        sa.Column(
            "reach",
            sa.Enum("village", "township", "county", name="reach", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("willing", sa.Boolean(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("public_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("since", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_volunteer_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_volunteer")),
    )
    op.create_table(
        "volunteer_licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=False),
        sa.Column("seen_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_volunteer_licence_has_number")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_volunteer_licence_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_volunteer_licence_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["person.id"], name=op.f("fk_volunteer_licence_seen_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_licence")),
    )
    with op.batch_alter_table("volunteer_licence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_volunteer_licence_branch_id_volunteer_licence_id"),
            ["branch_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_volunteer_licence_person_id_volunteer_licence_kind"),
            ["person_id", "kind"],
            unique=False,
        )

    op.create_table(
        "waitlist_wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "offered",
                "taken",
                "lapsed",
                "left",
                name="waitstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("offered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("offered_until", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status IN ('waiting', 'offered')) = (ended_at IS NULL)",
            name=op.f("ck_waitlist_wait_ended_when"),
        ),
        sa.CheckConstraint(
            "status <> 'offered' OR offered_until IS NOT NULL",
            name=op.f("ck_waitlist_wait_offer_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_waitlist_wait_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_wait")),
    )
    with op.batch_alter_table("waitlist_wait", schema=None) as batch_op:
        batch_op.create_index(
            "ix_waitlist_offered",
            ["kind", "offered_until"],
            unique=False,
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )
        batch_op.create_index(
            batch_op.f(
                "ix_waitlist_wait_kind_waitlist_wait_ref_waitlist_wait_status_waitlist_wait_id"
            ),
            ["kind", "ref", "status", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_waitlist_wait_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_waitlist_live",
            ["kind", "ref", "person_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('waiting', 'offered')"),
            postgresql_where=sa.text("status IN ('waiting', 'offered')"),
        )

    op.create_table(
        "certificate_revocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_certificate_revocation_has_reason")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (confirmed IS NULL)",
            name=op.f("ck_certificate_revocation_answered_how"),
        ),
        sa.CheckConstraint(
            "answered_by <> asked_by", name=op.f("ck_certificate_revocation_by_two")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_certificate_revocation_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_certificate_revocation_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_revocation_certificate_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_revocation")),
    )
    with op.batch_alter_table("certificate_revocation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_certificate_revocation_confirmed",
            ["certificate_id"],
            unique=True,
            sqlite_where=sa.text("confirmed"),
            postgresql_where=sa.text("confirmed"),
        )
        batch_op.create_index(
            "uq_certificate_revocation_open",
            ["certificate_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "help_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shopping",
                "repairs",
                "paperwork",
                "company",
                "harvest",
                "phone",
                "other",
                name="helpkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column(
            "part",
            sa.Enum(
                "any",
                "morning",
                "afternoon",
                "evening",
                name="daypart",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "planned",
                "done",
                "withdrawn",
                "not_possible",
                name="helpstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("told_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_why", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("thanks", sa.String(length=300), nullable=False),
        sa.Column("marked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (status IN ('asked', 'planned'))",
            name=op.f("ck_help_request_ended_when"),
        ),
        sa.CheckConstraint(
            "mark IS NULL OR status = 'done'", name=op.f("ck_help_request_marked_is_done")
        ),
        sa.CheckConstraint(
            "status <> 'not_possible' OR end_why <> ''",
            name=op.f("ck_help_request_not_possible_why"),
        ),
        sa.CheckConstraint(
            "(mark IS NULL) = (marked_at IS NULL)", name=op.f("ck_help_request_marked_when")
        ),
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_by IS NULL)", name=op.f("ck_help_request_told_by_somebody")
        ),
        sa.CheckConstraint("length(ref) >= 16", name=op.f("ck_help_request_ref_random")),
        sa.CheckConstraint("mark BETWEEN 1 AND 3", name=op.f("ck_help_request_mark_within")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_help_request_asked_by")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_help_request_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_help_request_person_id")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_help_request_taken_by")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_help_request_told_by")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_help_request_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("ref", name=op.f("uq_help_request_ref")),
    )
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_help_request_branch_id_help_request_status_help_request_id"),
            ["branch_id", "status", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_help_request_open",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("status IN ('asked', 'planned')"),
            postgresql_where=sa.text("status IN ('asked', 'planned')"),
        )
        batch_op.create_index(
            batch_op.f("ix_help_request_person_id_help_request_id"),
            ["person_id", "id"],
            unique=False,
        )

    op.create_table(
        "hours_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("issued_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN ended_by IS NULL OR ended_by = person_id THEN end_why = '' ELSE end_why <> '' END",
            name=op.f("ck_hours_request_declined_why"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_hours_request_ended_by_whom")
        ),
        sa.CheckConstraint(
            "(issued_at IS NULL) = (certificate_id IS NULL)",
            name=op.f("ck_hours_request_issued_what"),
        ),
        sa.CheckConstraint("first <= last", name=op.f("ck_hours_request_forward")),
        sa.CheckConstraint(
            "issued_at IS NULL OR ended_at IS NULL", name=op.f("ck_hours_request_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_hours_request_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_hours_request_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_hours_request_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hours_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_request")),
    )
    with op.batch_alter_table("hours_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_request_branch_id_hours_request_issued_at"),
            ["branch_id", "issued_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_hours_request_open",
            ["person_id", "branch_id"],
            unique=True,
            sqlite_where=sa.text("issued_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("issued_at IS NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "paid_work_deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "agreed",
                "refused",
                "withdrawn",
                name="dealstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("wage_fen", sa.Integer(), nullable=False),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'agreed' OR agreed_at IS NOT NULL",
            name=op.f("ck_paid_work_deal_agreed_when"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_paid_work_deal_forward")),
        sa.CheckConstraint("wage_fen > 0", name=op.f("ck_paid_work_deal_has_wage")),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_paid_work_deal_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_paid_work_deal_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["paid_work.id"], name=op.f("fk_paid_work_deal_work_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paid_work_deal")),
    )
    with op.batch_alter_table("paid_work_deal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paid_work_deal_person_id_paid_work_deal_id"),
            ["person_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_paid_work_deal_live",
            ["work_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('asked', 'agreed')"),
            postgresql_where=sa.text("status IN ('asked', 'agreed')"),
        )

    op.create_table(
        "proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proxy_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(length=40), nullable=False),
        sa.Column(
            "how",
            sa.Enum("code", "paper", name="how", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("consented_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("stopped_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.Column("stop_why", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "(stopped_at IS NULL) = (stop_why = '')", name=op.f("ck_proxy_stopped_why")
        ),
        sa.CheckConstraint(
            "how <> 'paper' OR consented_at IS NULL OR paper_id IS NOT NULL",
            name=op.f("ck_proxy_paper_seen"),
        ),
        sa.CheckConstraint(
            "how <> 'paper' OR recorded_by IS NOT NULL", name=op.f("ck_proxy_paper_recorded")
        ),
        sa.CheckConstraint("scopes <> ''", name=op.f("ck_proxy_has_scopes")),
        sa.CheckConstraint("person_id <> proxy_id", name=op.f("ck_proxy_never_oneself")),
        sa.CheckConstraint("recorded_by <> proxy_id", name=op.f("ck_proxy_never_by_oneself")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_proxy_branch_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["stored_file.id"], name=op.f("fk_proxy_paper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proxy_person_id")),
        sa.ForeignKeyConstraint(["proxy_id"], ["person.id"], name=op.f("fk_proxy_proxy_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_proxy_recorded_by")),
        sa.ForeignKeyConstraint(["stopped_by"], ["person.id"], name=op.f("fk_proxy_stopped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
        sa.UniqueConstraint("ref", name=op.f("uq_proxy_ref")),
    )
    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proxy_branch_id_proxy_id"), ["branch_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proxy_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proxy_proxy_id_proxy_until"), ["proxy_id", "until"], unique=False
        )
        batch_op.create_index(
            "uq_proxy_standing",
            ["person_id", "proxy_id"],
            unique=True,
            sqlite_where=sa.text("consented_at IS NOT NULL AND stopped_at IS NULL"),
            postgresql_where=sa.text("consented_at IS NOT NULL AND stopped_at IS NULL"),
        )

    op.create_table(
        "volunteer_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "source",
            sa.Enum("help", "need", "branch", name="source", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_ref", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("skill", sa.String(length=20), nullable=False),
        sa.Column("licence", sa.String(length=20), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("risks", sa.String(length=200), nullable=False),
        sa.Column("dangerous", sa.Boolean(), nullable=False),
        sa.Column("insurance", sa.String(length=120), nullable=False),
        sa.Column("in_turn", sa.Boolean(), nullable=False),
        sa.Column("served_id", sa.Integer(), nullable=True),
        sa.Column("served_tries", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "cancelled", "ended", name="taskstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("end_why", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(source = 'branch') = (source_kind = '') AND (source_kind = '') = (source_ref IS NULL)",
            name=op.f("ck_volunteer_task_source_named"),
        ),
        sa.CheckConstraint(
            "NOT dangerous OR (risks <> '' AND insurance <> '')",
            name=op.f("ck_volunteer_task_insured"),
        ),
        sa.CheckConstraint(
            "source <> 'help' OR private", name=op.f("ck_volunteer_task_help_is_private")
        ),
        sa.CheckConstraint(
            "source <> 'help' OR served_id IS NOT NULL", name=op.f("ck_volunteer_task_help_serves")
        ),
        sa.CheckConstraint(
            "NOT dangerous OR min_age >= 18", name=op.f("ck_volunteer_task_danger_is_for_adults")
        ),
        sa.CheckConstraint("min_age BETWEEN 8 AND 99", name=op.f("ck_volunteer_task_age_within")),
        sa.CheckConstraint(
            "served_tries BETWEEN 0 AND 10", name=op.f("ck_volunteer_task_tries_within")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_volunteer_task_branch_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_volunteer_task_made_by")),
        sa.ForeignKeyConstraint(
            ["served_id"], ["person.id"], name=op.f("fk_volunteer_task_served_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_volunteer_task_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_task")),
    )
    with op.batch_alter_table("volunteer_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_volunteer_task_branch_id_volunteer_task_status_volunteer_task_id"),
            ["branch_id", "status", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_volunteer_task_served_id"), ["served_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_volunteer_task_source_kind_volunteer_task_source_ref"),
            ["source_kind", "source_ref"],
            unique=False,
        )
        batch_op.create_index(
            "uq_volunteer_task_live_source",
            ["source_kind", "source_ref"],
            unique=True,
            sqlite_where=sa.text("status = 'open' AND source_ref IS NOT NULL"),
            postgresql_where=sa.text("status = 'open' AND source_ref IS NOT NULL"),
        )

    op.create_table(
        "proxy_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proxy_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("told_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_how", sa.String(length=8), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("disputed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dispute", sa.String(length=300), nullable=False),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_proxy_act_answered_what")
        ),
        sa.CheckConstraint(
            "(disputed_at IS NULL) = (dispute = '')", name=op.f("ck_proxy_act_disputed_what")
        ),
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_how = '')", name=op.f("ck_proxy_act_told_how")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR disputed_at IS NOT NULL",
            name=op.f("ck_proxy_act_answered_after"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_proxy_act_answered_by")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_proxy_act_notice_id")),
        sa.ForeignKeyConstraint(["proxy_id"], ["proxy.id"], name=op.f("fk_proxy_act_proxy_id")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_proxy_act_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_act")),
    )
    with op.batch_alter_table("proxy_act", schema=None) as batch_op:
        batch_op.create_index(
            "ix_proxy_act_disputed",
            ["disputed_at"],
            unique=False,
            sqlite_where=sa.text("disputed_at IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=sa.text("disputed_at IS NOT NULL AND answered_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_proxy_act_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proxy_act_proxy_id_proxy_act_id"), ["proxy_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_proxy_act_untold",
            ["at"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )

    op.create_table(
        "shop_hands_wanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("wage_fen", sa.Integer(), nullable=True),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(wage_fen IS NULL) = (per = '')", name=op.f("ck_shop_hands_wanted_wage_per")
        ),
        sa.CheckConstraint("filled >= 0", name=op.f("ck_shop_hands_wanted_filled_counts")),
        sa.CheckConstraint(
            "hands BETWEEN 1 AND 50", name=op.f("ck_shop_hands_wanted_hands_within")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_shop_hands_wanted_forward")),
        sa.CheckConstraint("wage_fen > 0", name=op.f("ck_shop_hands_wanted_wage_positive")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_hands_wanted_producer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_hands_wanted")),
    )
    with op.batch_alter_table("shop_hands_wanted", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shop_hands_wanted_open",
            ["starts_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_shop_hands_wanted_producer_id_shop_hands_wanted_id"),
            ["producer_id", "id"],
            unique=False,
        )

    op.create_table(
        "shop_hardship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "illness",
                "disaster",
                "no_labour",
                "emergency",
                name="hardshipkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_why = '')", name=op.f("ck_shop_hardship_ended_why")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_shop_hardship_has_words")),
        sa.CheckConstraint("since <= until", name=op.f("ck_shop_hardship_forward")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_shop_hardship_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_shop_hardship_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_hardship_producer_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_shop_hardship_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_hardship")),
    )
    with op.batch_alter_table("shop_hardship", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_hardship_branch_id_shop_hardship_id"),
            ["branch_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_shop_hardship_live",
            ["producer_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "volunteer_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("nobody_since", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "capacity BETWEEN 1 AND 500", name=op.f("ck_volunteer_shift_capacity_within")
        ),
        sa.CheckConstraint(
            "code_tries BETWEEN 0 AND 50", name=op.f("ck_volunteer_shift_tries_within")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_volunteer_shift_forward")),
        sa.CheckConstraint(
            "taken >= 0 AND held >= 0 AND taken + held <= capacity",
            name=op.f("ck_volunteer_shift_not_full"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["volunteer_task.id"], name=op.f("fk_volunteer_shift_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_shift")),
    )
    with op.batch_alter_table("volunteer_shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_volunteer_shift_starts_at"), ["starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_volunteer_shift_task_id_volunteer_shift_starts_at"),
            ["task_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_volunteer_shift_time",
            ["task_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "ended",
                "notice",
                "objected",
                "confirmed",
                "voided",
                name="attendancestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "in_how",
            sa.Enum("qr", "code", "organiser", "hand", name="check", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("in_by", sa.Integer(), nullable=False),
        sa.Column(
            "out_how",
            sa.Enum("qr", "code", "organiser", "hand", name="check", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("out_by", sa.Integer(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column(
            "confirmed_how",
            sa.Enum(
                "code",
                "qr",
                "served",
                "served_by_proxy",
                "phone",
                "notice",
                name="confirmed",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("notice_until", sa.Date(), nullable=True),
        sa.Column("void_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (ends_at IS NULL)", name=op.f("ck_attendance_open_has_no_end")
        ),
        sa.CheckConstraint(
            "(status = 'voided') = (void_why <> '')", name=op.f("ck_attendance_voided_why")
        ),
        sa.CheckConstraint(
            "NOT by_hand OR (why <> '' AND status <> 'open')",
            name=op.f("ck_attendance_by_hand_why"),
        ),
        sa.CheckConstraint(
            "status <> 'confirmed' OR confirmed_at IS NOT NULL",
            name=op.f("ck_attendance_confirmed_when"),
        ),
        sa.CheckConstraint(
            "status <> 'notice' OR notice_until IS NOT NULL", name=op.f("ck_attendance_notice_ends")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_how IS NULL)",
            name=op.f("ck_attendance_confirmed_how"),
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_attendance_forward")
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 960", name=op.f("ck_attendance_minutes_within")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_attendance_branch_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_attendance_confirmed_by")
        ),
        sa.ForeignKeyConstraint(["in_by"], ["person.id"], name=op.f("fk_attendance_in_by")),
        sa.ForeignKeyConstraint(["out_by"], ["person.id"], name=op.f("fk_attendance_out_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["volunteer_shift.id"], name=op.f("fk_attendance_shift_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("ref", name=op.f("uq_attendance_ref")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_branch_id_attendance_status_attendance_id"),
            ["branch_id", "status", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_attendance_notice",
            ["notice_until"],
            unique=False,
            sqlite_where=sa.text("status = 'notice'"),
            postgresql_where=sa.text("status = 'notice'"),
        )
        batch_op.create_index(
            batch_op.f("ix_attendance_person_id_attendance_starts_at"),
            ["person_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_attendance_shift_id_attendance_person_id"),
            ["shift_id", "person_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_attendance_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "volunteer_signup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("in", "out", name="signupstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum(
                "tap", "wait", "turn", "officer", name="signuphow", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("signed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_volunteer_signup_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["volunteer_shift.id"], name=op.f("fk_volunteer_signup_shift_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_signup")),
    )
    with op.batch_alter_table("volunteer_signup", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_volunteer_signup_person_id_volunteer_signup_id"),
            ["person_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_volunteer_signup_in",
            ["shift_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'in'"),
            postgresql_where=sa.text("status = 'in'"),
        )

    op.create_table(
        "volunteer_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "silent",
                "withdrawn",
                name="turnstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("offered_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_volunteer_turn_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["volunteer_shift.id"], name=op.f("fk_volunteer_turn_shift_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_turn")),
        sa.UniqueConstraint(
            "shift_id", "person_id", name=op.f("uq_volunteer_turn_shift_id_person_id")
        ),
    )
    with op.batch_alter_table("volunteer_turn", schema=None) as batch_op:
        batch_op.create_index(
            "ix_volunteer_turn_offered",
            ["until"],
            unique=False,
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )
        batch_op.create_index(
            batch_op.f("ix_volunteer_turn_person_id_volunteer_turn_status"),
            ["person_id", "status"],
            unique=False,
        )

    op.create_table(
        "attendance_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')",
            name=op.f("ck_attendance_correction_answered_what"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_attendance_correction_has_words")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_attendance_correction_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_attendance_correction_attendance_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_correction")),
    )
    with op.batch_alter_table("attendance_correction", schema=None) as batch_op:
        batch_op.create_index(
            "uq_attendance_correction_open",
            ["attendance_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "attendance_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')",
            name=op.f("ck_attendance_objection_answered_what"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_attendance_objection_has_words")),
        sa.CheckConstraint(
            "answered_by <> by_id", name=op.f("ck_attendance_objection_never_ones_own")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_attendance_objection_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_attendance_objection_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_attendance_objection_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_objection")),
    )
    with op.batch_alter_table("attendance_objection", schema=None) as batch_op:
        batch_op.create_index(
            "uq_attendance_objection_open",
            ["attendance_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "hours_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "code",
                "qr",
                "served",
                "served_by_proxy",
                "phone",
                "notice",
                name="confirmed",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reverses_id IS NULL AND minutes >= 0) OR (reverses_id IS NOT NULL AND minutes <= 0)",
            name=op.f("ck_hours_entry_sign"),
        ),
        sa.CheckConstraint(
            "follows_id IS NULL OR reverses_id IS NULL",
            name=op.f("ck_hours_entry_one_or_the_other"),
        ),
        sa.CheckConstraint(
            "minutes BETWEEN -960 AND 960", name=op.f("ck_hours_entry_minutes_within")
        ),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_hours_entry_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_hours_entry_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["hours_entry.id"], name=op.f("fk_hours_entry_follows_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_hours_entry_made_by")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hours_entry_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["hours_entry.id"], name=op.f("fk_hours_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entry")),
        sa.UniqueConstraint("follows_id", name=op.f("uq_hours_entry_follows_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_hours_entry_reverses_id")),
    )
    with op.batch_alter_table("hours_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_entry_branch_id_hours_entry_day"),
            ["branch_id", "day"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_hours_entry_person_id_hours_entry_day"),
            ["person_id", "day"],
            unique=False,
        )
        batch_op.create_index(
            "uq_hours_entry_once",
            ["attendance_id"],
            unique=True,
            sqlite_where=sa.text("reverses_id IS NULL AND follows_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL AND follows_id IS NULL"),
        )

    with op.batch_alter_table("person_code", schema=None) as batch_op:
        batch_op.add_column(sa.Column("facts", sa.JSON(none_as_null=True), nullable=True))

    dialect = op.get_bind().dialect.name
    for tables, statements in ((ADDED_TO, only_added_to), (KEPT, never_deleted)):
        for table in tables:
            for statement in statements(table, dialect):
                op.execute(sa.text(statement))


def downgrade():
    with op.batch_alter_table("person_code", schema=None) as batch_op:
        batch_op.drop_column("facts")

    with op.batch_alter_table("hours_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hours_entry_once",
            sqlite_where=sa.text("reverses_id IS NULL AND follows_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL AND follows_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_hours_entry_person_id_hours_entry_day"))
        batch_op.drop_index(batch_op.f("ix_hours_entry_branch_id_hours_entry_day"))

    op.drop_table("hours_entry")
    with op.batch_alter_table("attendance_objection", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attendance_objection_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.drop_table("attendance_objection")
    with op.batch_alter_table("attendance_correction", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attendance_correction_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.drop_table("attendance_correction")
    with op.batch_alter_table("volunteer_turn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_volunteer_turn_person_id_volunteer_turn_status"))
        batch_op.drop_index(
            "ix_volunteer_turn_offered",
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )

    op.drop_table("volunteer_turn")
    with op.batch_alter_table("volunteer_signup", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_volunteer_signup_in",
            sqlite_where=sa.text("status = 'in'"),
            postgresql_where=sa.text("status = 'in'"),
        )
        batch_op.drop_index(batch_op.f("ix_volunteer_signup_person_id_volunteer_signup_id"))

    op.drop_table("volunteer_signup")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attendance_open",
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_attendance_shift_id_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_person_id_attendance_starts_at"))
        batch_op.drop_index(
            "ix_attendance_notice",
            sqlite_where=sa.text("status = 'notice'"),
            postgresql_where=sa.text("status = 'notice'"),
        )
        batch_op.drop_index(batch_op.f("ix_attendance_branch_id_attendance_status_attendance_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("volunteer_shift", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_volunteer_shift_time",
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_volunteer_shift_task_id_volunteer_shift_starts_at"))
        batch_op.drop_index(batch_op.f("ix_volunteer_shift_starts_at"))

    op.drop_table("volunteer_shift")
    with op.batch_alter_table("shop_hardship", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shop_hardship_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_shop_hardship_branch_id_shop_hardship_id"))

    op.drop_table("shop_hardship")
    with op.batch_alter_table("shop_hands_wanted", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_hands_wanted_producer_id_shop_hands_wanted_id"))
        batch_op.drop_index(
            "ix_shop_hands_wanted_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("shop_hands_wanted")
    with op.batch_alter_table("proxy_act", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_proxy_act_untold",
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_proxy_act_proxy_id_proxy_act_id"))
        batch_op.drop_index(batch_op.f("ix_proxy_act_notice_id"))
        batch_op.drop_index(
            "ix_proxy_act_disputed",
            sqlite_where=sa.text("disputed_at IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=sa.text("disputed_at IS NOT NULL AND answered_at IS NULL"),
        )

    op.drop_table("proxy_act")
    with op.batch_alter_table("volunteer_task", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_volunteer_task_live_source",
            sqlite_where=sa.text("status = 'open' AND source_ref IS NOT NULL"),
            postgresql_where=sa.text("status = 'open' AND source_ref IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_volunteer_task_source_kind_volunteer_task_source_ref"))
        batch_op.drop_index(batch_op.f("ix_volunteer_task_served_id"))
        batch_op.drop_index(
            batch_op.f("ix_volunteer_task_branch_id_volunteer_task_status_volunteer_task_id")
        )

    op.drop_table("volunteer_task")
    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proxy_standing",
            sqlite_where=sa.text("consented_at IS NOT NULL AND stopped_at IS NULL"),
            postgresql_where=sa.text("consented_at IS NOT NULL AND stopped_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_proxy_proxy_id_proxy_until"))
        batch_op.drop_index(batch_op.f("ix_proxy_person_id"))
        batch_op.drop_index(batch_op.f("ix_proxy_branch_id_proxy_id"))

    op.drop_table("proxy")
    with op.batch_alter_table("paid_work_deal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paid_work_deal_live",
            sqlite_where=sa.text("status IN ('asked', 'agreed')"),
            postgresql_where=sa.text("status IN ('asked', 'agreed')"),
        )
        batch_op.drop_index(batch_op.f("ix_paid_work_deal_person_id_paid_work_deal_id"))

    op.drop_table("paid_work_deal")
    with op.batch_alter_table("hours_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hours_request_open",
            sqlite_where=sa.text("issued_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("issued_at IS NULL AND ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_hours_request_branch_id_hours_request_issued_at"))

    op.drop_table("hours_request")
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_request_person_id_help_request_id"))
        batch_op.drop_index(
            "ix_help_request_open",
            sqlite_where=sa.text("status IN ('asked', 'planned')"),
            postgresql_where=sa.text("status IN ('asked', 'planned')"),
        )
        batch_op.drop_index(
            batch_op.f("ix_help_request_branch_id_help_request_status_help_request_id")
        )

    op.drop_table("help_request")
    with op.batch_alter_table("certificate_revocation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_revocation_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_certificate_revocation_confirmed",
            sqlite_where=sa.text("confirmed"),
            postgresql_where=sa.text("confirmed"),
        )

    op.drop_table("certificate_revocation")
    with op.batch_alter_table("waitlist_wait", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_waitlist_live",
            sqlite_where=sa.text("status IN ('waiting', 'offered')"),
            postgresql_where=sa.text("status IN ('waiting', 'offered')"),
        )
        batch_op.drop_index(batch_op.f("ix_waitlist_wait_person_id"))
        batch_op.drop_index(
            batch_op.f(
                "ix_waitlist_wait_kind_waitlist_wait_ref_waitlist_wait_status_waitlist_wait_id"
            )
        )
        batch_op.drop_index(
            "ix_waitlist_offered",
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )

    op.drop_table("waitlist_wait")
    with op.batch_alter_table("volunteer_licence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_volunteer_licence_person_id_volunteer_licence_kind"))
        batch_op.drop_index(batch_op.f("ix_volunteer_licence_branch_id_volunteer_licence_id"))

    op.drop_table("volunteer_licence")
    op.drop_table("volunteer")
    op.drop_table("person_calendar")
    with op.batch_alter_table("paid_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paid_work_owner_id"))

    op.drop_table("paid_work")
    with op.batch_alter_table("commendation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commendation_open",
            sqlite_where=sa.text("status = 'proposed'"),
            postgresql_where=sa.text("status = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_commendation_branch_id_commendation_id"))

    op.drop_table("commendation")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_person_id_certificate_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_branch_id_certificate_id"))

    op.drop_table("certificate")

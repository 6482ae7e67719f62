"""first tables."""

import core.db.types
import sqlalchemy as sa
from alembic import op

from core.db.guards import only_added_to

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ADDED_TO = ("history_entry", "site_sheet")


def upgrade():
    op.create_table(
        "branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "township",
                "village",
                "joint",
                "functional",
                "cooperative",
                "cluster",
                name="branchkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["branch.id"], name=op.f("fk_branch_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("name", name=op.f("uq_branch_name")),
    )
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_branch_path"), ["path"], unique=False)

    op.create_table(
        "house_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_house_version_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_version")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("started_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ok_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.CheckConstraint("runs >= 0", name=op.f("ck_job_run_runs_counted")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=True),
        sa.Column("phone_confirmed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("phone_confirmed_by", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("email_confirmed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("elder", sa.Boolean(), nullable=False),
        sa.Column("created_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("consent_note", sa.String(length=200), nullable=True),
        sa.Column("disabled_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "email IS NULL OR email = lower(email)", name=op.f("ck_person_email_is_lower")
        ),
        sa.CheckConstraint(
            "phone IS NOT NULL OR phone_confirmed_at IS NULL",
            name=op.f("ck_person_phone_before_confirmed"),
        ),
        sa.CheckConstraint(
            "phone IS NULL OR length(phone) = 11", name=op.f("ck_person_phone_is_11_digits")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_person_entered_by")),
        sa.ForeignKeyConstraint(
            ["phone_confirmed_by"], ["person.id"], name=op.f("fk_person_phone_confirmed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_person_phone")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)

    op.create_table(
        "site_fact",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_fact")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("since", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_since"), ["since"], unique=False)

    op.create_table(
        "branch_bulletin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("posted_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("posted_by", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("told_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("taken_down_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_branch_bulletin_has_title")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branch_bulletin_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["person.id"], name=op.f("fk_branch_bulletin_keeper_id")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by"], ["person.id"], name=op.f("fk_branch_bulletin_posted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_bulletin")),
    )
    with op.batch_alter_table("branch_bulletin", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_branch_bulletin_branch_id_branch_bulletin_until"),
            ["branch_id", "until"],
            unique=False,
        )

    op.create_table(
        "branch_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "confirmed",
                "refused",
                "ended",
                name="membershipstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branch_membership_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["person.id"], name=op.f("fk_branch_membership_keeper_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_branch_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_membership")),
    )
    with op.batch_alter_table("branch_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_branch_membership_branch_id"), ["branch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_branch_membership_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_one_membership",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('asked', 'confirmed')"),
            postgresql_where=sa.text("status IN ('asked', 'confirmed')"),
        )

    op.create_table(
        "branch_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "secretary",
                "deputy_secretary",
                "organisation",
                "publicity",
                "discipline",
                name="officerole",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("stands_in_for_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until IS NULL OR since <= until", name=op.f("ck_branch_office_term_forward")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branch_office_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_branch_office_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["stands_in_for_id"],
            ["branch_office.id"],
            name=op.f("fk_branch_office_stands_in_for_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_office")),
    )
    with op.batch_alter_table("branch_office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_office_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_branch_office_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_live_office",
            ["branch_id", "role"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND stands_in_for_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND stands_in_for_id IS NULL"),
        )

    op.create_table(
        "branch_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "village", "cooperative", "shop", name="unitkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("registration", sa.String(length=30), nullable=False),
        sa.Column("legal_representative_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branch_unit_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["legal_representative_id"],
            ["person.id"],
            name=op.f("fk_branch_unit_legal_representative_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_unit")),
        sa.UniqueConstraint("branch_id", "name", name=op.f("uq_branch_unit_branch_id_name")),
    )
    with op.batch_alter_table("branch_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_unit_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(
            "uq_unit_registration",
            ["registration"],
            unique=True,
            sqlite_where=sa.text("registration <> ''"),
            postgresql_where=sa.text("registration <> ''"),
        )

    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("was", sa.String(length=200), nullable=True),
        sa.Column("became", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_history_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_history_entry_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_history_entry_about_history_entry_about_id"),
            ["about", "about_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_history_entry_action_history_entry_at"), ["action", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_history_entry_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_history_entry_by_id_history_entry_id"), ["by_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_history_entry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("due_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_until", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dead", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(channel IS NULL) = (address IS NULL)", name=op.f("ck_notice_channel_has_address")
        ),
        sa.CheckConstraint("dead IN (0, 1)", name=op.f("ck_notice_dead_is_flag")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_about_notice_event"), ["about", "event"], unique=False
        )
        batch_op.create_index(
            "ix_notice_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL AND sent_at IS NULL AND dead = 0"),
            postgresql_where=sa.text("due_at IS NOT NULL AND sent_at IS NULL AND dead = 0"),
        )
        batch_op.create_index(
            batch_op.f("ix_notice_person_id_notice_id"), ["person_id", "id"], unique=False
        )

    op.create_table(
        "once",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("effect", sa.String(length=300), nullable=True),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_once_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_once")),
    )
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_once_at"), ["at"], unique=False)

    op.create_table(
        "person_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_address_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_address")),
    )
    with op.batch_alter_table("person_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_address_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_default_address",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.create_table(
        "person_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "register",
                "confirm_phone",
                "confirm_email",
                "reset",
                "take_over",
                "admin",
                name="codepurpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("handle", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_person_code_made_by")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_code")),
        sa.UniqueConstraint("handle", name=op.f("uq_person_code_handle")),
    )
    with op.batch_alter_table("person_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_code_address_person_code_purpose"),
            ["address", "purpose"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_person_code_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_code_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_code_person_id_person_code_purpose"),
            ["person_id", "purpose"],
            unique=False,
        )

    op.create_table(
        "person_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("admin", "clerk", name="grantkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name=op.f("fk_person_grant_granted_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_grant_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_grant")),
    )
    with op.batch_alter_table("person_grant", schema=None) as batch_op:
        batch_op.create_index(
            "uq_live_grant",
            ["person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "person_notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_notice_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_person_notice_choice")),
    )
    op.create_table(
        "person_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("created_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_person_session_token_hash")),
    )
    with op.batch_alter_table("person_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_session_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "site_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("rules", "privacy", name="sheetkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("published_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("effective_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_site_sheet_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_sheet")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_site_sheet_kind_number")),
    )
    with op.batch_alter_table("site_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_sheet_kind_site_sheet_effective_at"),
            ["kind", "effective_at"],
            unique=False,
        )

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("small_sha256", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("gone_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(media_type = 'image/webp' AND width > 0 AND height > 0 AND length(small_sha256) = 64) OR (media_type = 'application/pdf' AND width IS NULL AND height IS NULL AND small_sha256 IS NULL)",
            name=op.f("ck_stored_file_picture_or_paper"),
        ),
        sa.CheckConstraint(
            "gone_at IS NULL OR deleted_at IS NOT NULL",
            name=op.f("ck_stored_file_deleted_before_gone"),
        ),
        sa.CheckConstraint("length(ref) = 32", name=op.f("ck_stored_file_ref_random")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_file_sha256_whole")),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size_positive")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_stored_file_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("ref", name=op.f("uq_stored_file_ref")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stored_file_owner_id_live",
            ["owner_id"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index(
            "ix_stored_file_to_remove",
            ["deleted_at"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
        )

    op.create_table(
        "branch_household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_branch_household_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_household")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_branch_household_unit_id_number")),
    )
    op.create_table(
        "roster_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("ignored", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "checked",
                "applying",
                "done",
                "dropped",
                name="importstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("consent_note", sa.String(length=200), nullable=False),
        sa.Column("done_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_bad", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rows_done + rows_bad <= rows_total", name=op.f("ck_roster_import_rows_add_up")
        ),
        sa.ForeignKeyConstraint(
            ["applied_by"], ["person.id"], name=op.f("fk_roster_import_applied_by")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_roster_import_branch_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_roster_import_made_by")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_roster_import_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
    )
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_import_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "branch_resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["branch_household.id"], name=op.f("fk_branch_resident_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_branch_resident_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_branch_resident_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_resident")),
        sa.UniqueConstraint("person_id", name=op.f("uq_branch_resident_person_id")),
    )
    with op.batch_alter_table("branch_resident", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_branch_resident_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_branch_resident_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "roster_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("new", "known", "changed", "bad", name="rowkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("change", sa.String(length=120), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "person_id IS NULL OR kind <> 'bad'", name=op.f("ck_roster_row_bad_is_nobody")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_import.id"], name=op.f("fk_roster_row_import_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_row_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_row")),
        sa.UniqueConstraint("import_id", "line", name=op.f("uq_roster_row_import_id_line")),
    )
    with op.batch_alter_table("roster_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_row_import_id_roster_row_person_id"),
            ["import_id", "person_id"],
            unique=False,
        )

    dialect = op.get_bind().dialect.name
    for table in ADDED_TO:
        for statement in only_added_to(table, dialect):
            op.execute(sa.text(statement))


def downgrade():
    with op.batch_alter_table("roster_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_row_import_id_roster_row_person_id"))

    op.drop_table("roster_row")
    with op.batch_alter_table("branch_resident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_resident_unit_id"))
        batch_op.drop_index(batch_op.f("ix_branch_resident_household_id"))

    op.drop_table("branch_resident")
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_import_branch_id"))

    op.drop_table("roster_import")
    op.drop_table("branch_household")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stored_file_to_remove",
            sqlite_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_stored_file_owner_id_live",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.drop_table("stored_file")
    with op.batch_alter_table("site_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_sheet_kind_site_sheet_effective_at"))

    op.drop_table("site_sheet")
    with op.batch_alter_table("person_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_session_person_id"))

    op.drop_table("person_session")
    op.drop_table("person_notice_choice")
    with op.batch_alter_table("person_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_live_grant",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("person_grant")
    with op.batch_alter_table("person_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_code_person_id_person_code_purpose"))
        batch_op.drop_index(batch_op.f("ix_person_code_expires_at"))
        batch_op.drop_index(batch_op.f("ix_person_code_due_at"))
        batch_op.drop_index(batch_op.f("ix_person_code_address_person_code_purpose"))

    op.drop_table("person_code")
    with op.batch_alter_table("person_address", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_default_address",
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )
        batch_op.drop_index(batch_op.f("ix_person_address_person_id"))

    op.drop_table("person_address")
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_once_at"))

    op.drop_table("once")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_person_id_notice_id"))
        batch_op.drop_index(
            "ix_notice_due",
            sqlite_where=sa.text("due_at IS NOT NULL AND sent_at IS NULL AND dead = 0"),
            postgresql_where=sa.text("due_at IS NOT NULL AND sent_at IS NULL AND dead = 0"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_about_notice_event"))

    op.drop_table("notice")
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_history_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_history_entry_by_id_history_entry_id"))
        batch_op.drop_index(batch_op.f("ix_history_entry_at"))
        batch_op.drop_index(batch_op.f("ix_history_entry_action_history_entry_at"))
        batch_op.drop_index(batch_op.f("ix_history_entry_about_history_entry_about_id"))

    op.drop_table("history_entry")
    with op.batch_alter_table("branch_unit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_unit_registration",
            sqlite_where=sa.text("registration <> ''"),
            postgresql_where=sa.text("registration <> ''"),
        )
        batch_op.drop_index(batch_op.f("ix_branch_unit_branch_id"))

    op.drop_table("branch_unit")
    with op.batch_alter_table("branch_office", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_live_office",
            sqlite_where=sa.text("ended_at IS NULL AND stands_in_for_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND stands_in_for_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_branch_office_person_id"))
        batch_op.drop_index(batch_op.f("ix_branch_office_branch_id"))

    op.drop_table("branch_office")
    with op.batch_alter_table("branch_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_membership",
            sqlite_where=sa.text("status IN ('asked', 'confirmed')"),
            postgresql_where=sa.text("status IN ('asked', 'confirmed')"),
        )
        batch_op.drop_index(batch_op.f("ix_branch_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_branch_membership_branch_id"))

    op.drop_table("branch_membership")
    with op.batch_alter_table("branch_bulletin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_bulletin_branch_id_branch_bulletin_until"))

    op.drop_table("branch_bulletin")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_since"))

    op.drop_table("throttle")
    op.drop_table("site_fact")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_key"))

    op.drop_table("person")
    op.drop_table("job_run")
    op.drop_table("house_version")
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_path"))
        batch_op.drop_index(batch_op.f("ix_branch_parent_id"))

    op.drop_table("branch")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS only_added_to()")

"""the market: verifications, producers, products, search."""

import core.db.types
import sqlalchemy as sa
from alembic import op

from core.db.guards import only_added_to

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ADDED_TO = ("shop_stock_move",)


def upgrade():
    op.create_table(
        "search_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("since", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_due")),
        sa.UniqueConstraint("kind", "ref", name=op.f("uq_search_due_kind_ref")),
    )
    with op.batch_alter_table("search_due", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_due_since"), ["since"], unique=False)

    op.create_table(
        "shop_class_rule",
        sa.Column(
            "product_class",
            sa.Enum(
                "fresh",
                "live",
                "workshop",
                "prepackaged",
                "craft",
                name="productclass",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("qualification", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("product_class", name=op.f("pk_shop_class_rule")),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "food-seller",
                "homestay-host",
                name="qualificationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "source",
            sa.Enum("paper", "course", name="source", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "source <> 'paper' OR branch_id IS NOT NULL",
            name=op.f("ck_qualification_paper_seen_by_branch"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)",
            name=op.f("ck_qualification_revoked_by_whom"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until",
            name=op.f("ck_qualification_valid_forward"),
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_qualification_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_qualification_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_qualification_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"], ["person.id"], name=op.f("fk_qualification_revoked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualification_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_qualification_person_id_qualification_kind"),
            ["person_id", "kind"],
            unique=False,
        )
        batch_op.create_index(
            "uq_qualification_number",
            ["kind", "number"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "sponsorship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "visiting",
                "refused",
                "withdrawn",
                "active",
                "suspended",
                "ended",
                "lapsed",
                name="sponsorshipstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("steward_id", sa.Integer(), nullable=True),
        sa.Column("stewardless_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reminded_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("status_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'visiting' OR steward_id IS NOT NULL",
            name=op.f("ck_sponsorship_visited_by_steward"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('active', 'suspended', 'ended', 'lapsed') OR (valid_from IS NOT NULL AND valid_until IS NOT NULL)",
            name=op.f("ck_sponsorship_verified_has_days"),
        ),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_sponsorship_valid_forward")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_sponsorship_asked_by")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_sponsorship_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_sponsorship_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["steward_id"], ["person.id"], name=op.f("fk_sponsorship_steward_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship")),
    )
    with op.batch_alter_table("sponsorship", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sponsorship_branch_id_sponsorship_status"),
            ["branch_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sponsorship_status_sponsorship_valid_until"),
            ["status", "valid_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sponsorship_steward_id_sponsorship_status"),
            ["steward_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            "uq_sponsorship_standing",
            ["kind", "ref"],
            unique=True,
            sqlite_where=sa.text("status IN ('active', 'suspended')"),
            postgresql_where=sa.text("status IN ('active', 'suspended')"),
        )
        batch_op.create_index(
            "uq_sponsorship_under_way",
            ["kind", "ref"],
            unique=True,
            sqlite_where=sa.text("status IN ('asked', 'visiting')"),
            postgresql_where=sa.text("status IN ('asked', 'visiting')"),
        )

    op.create_table(
        "sponsorship_name_consent",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sponsorship_name_consent_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sponsorship_name_consent")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("about_url", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "with_steward",
                "with_upper",
                "with_operator",
                "answered",
                "closed",
                name="complaintstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "with_steward",
                "with_upper",
                "with_operator",
                "answered",
                "closed",
                name="complaintstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR status = 'closed'", name=op.f("ck_complaint_closed_when")
        ),
        sa.CheckConstraint("length(ref) >= 22", name=op.f("ck_complaint_ref_random")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_complaint_branch_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["person.id"], name=op.f("fk_complaint_keeper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_person_id")),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsorship.id"], name=op.f("fk_complaint_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("ref", name=op.f("uq_complaint_ref")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_branch_id_complaint_status"),
            ["branch_id", "status"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_complaint_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_complaint_sponsorship_id"), ["sponsorship_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_complaint_status_complaint_due_at"), ["status", "due_at"], unique=False
        )

    op.create_table(
        "shop_producer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "household",
                "family_farm",
                "cooperative",
                "enterprise",
                name="producerkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("own_unit_id", sa.Integer(), nullable=True),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("classes", sa.String(length=60), nullable=False),
        sa.Column("delivers", sa.Boolean(), nullable=False),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("away_note", sa.String(length=60), nullable=False),
        sa.Column("checked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("facts_changed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("applied_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(away_from IS NULL) = (away_until IS NULL)", name=op.f("ck_shop_producer_away_whole")
        ),
        sa.CheckConstraint("away_from <= away_until", name=op.f("ck_shop_producer_away_forward")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_shop_producer_has_name")),
        sa.ForeignKeyConstraint(
            ["own_unit_id"], ["branch_unit.id"], name=op.f("fk_shop_producer_own_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["person.id"], name=op.f("fk_shop_producer_responsible_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_shop_producer_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_producer")),
    )
    with op.batch_alter_table("shop_producer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_producer_responsible_id"), ["responsible_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_shop_producer_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_producer_credit_code",
            ["credit_code"],
            unique=True,
            sqlite_where=sa.text("credit_code <> '' AND closed_at IS NULL"),
            postgresql_where=sa.text("credit_code <> '' AND closed_at IS NULL"),
        )

    op.create_table(
        "sponsorship_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("saved_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("handed_in_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "handed_in_at IS NULL OR day IS NOT NULL",
            name=op.f("ck_sponsorship_visit_handed_in_has_day"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["person.id"], name=op.f("fk_sponsorship_visit_saved_by")
        ),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsorship.id"], name=op.f("fk_sponsorship_visit_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship_visit")),
        sa.UniqueConstraint("sponsorship_id", name=op.f("uq_sponsorship_visit_sponsorship_id")),
    )
    op.create_table(
        "complaint_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "voice",
            sa.Enum(
                "complainer",
                "steward",
                "upper",
                "operator",
                "owner",
                "house",
                name="voice",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_complaint_step_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_step_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_step_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
    )
    with op.batch_alter_table("complaint_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_step_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "shop_freight_zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("served", sa.Boolean(), nullable=False),
        sa.Column("first_grams", sa.Integer(), nullable=False),
        sa.Column("first_fen", sa.BigInteger(), nullable=False),
        sa.Column("further_grams", sa.Integer(), nullable=False),
        sa.Column("further_fen", sa.BigInteger(), nullable=False),
        sa.Column("free_over_fen", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_fen >= 0 AND further_fen >= 0",
            name=op.f("ck_shop_freight_zone_fen_not_negative"),
        ),
        sa.CheckConstraint(
            "first_grams > 0 AND further_grams > 0",
            name=op.f("ck_shop_freight_zone_grams_positive"),
        ),
        sa.CheckConstraint(
            "free_over_fen IS NULL OR free_over_fen > 0",
            name=op.f("ck_shop_freight_zone_free_over_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_freight_zone_producer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_freight_zone")),
        sa.UniqueConstraint(
            "producer_id", "position", name=op.f("uq_shop_freight_zone_producer_id_position")
        ),
    )
    op.create_table(
        "shop_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "business",
                "food_production",
                "food_operation",
                "prepackaged_filing",
                "small_workshop",
                "quarantine",
                "conformity",
                name="paperkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_shop_paper_has_number")),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_shop_paper_valid_forward")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_shop_paper_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_shop_paper_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_paper_producer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_paper")),
    )
    with op.batch_alter_table("shop_paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_paper_producer_id_shop_paper_kind_shop_paper_valid_until"),
            ["producer_id", "kind", "valid_until"],
            unique=False,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "shop_pickup_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_pickup_point_producer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_pickup_point")),
    )
    with op.batch_alter_table("shop_pickup_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_pickup_point_producer_id"), ["producer_id"], unique=False
        )

    op.create_table(
        "shop_producer_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_shop_producer_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_producer_picture_producer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_producer_picture")),
        sa.UniqueConstraint(
            "producer_id", "file_id", name=op.f("uq_shop_producer_picture_producer_id_file_id")
        ),
    )
    with op.batch_alter_table("shop_producer_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_producer_picture_producer_id"), ["producer_id"], unique=False
        )

    op.create_table(
        "shop_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column(
            "product_class",
            sa.Enum(
                "fresh",
                "live",
                "workshop",
                "prepackaged",
                "craft",
                name="productclass",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=6), nullable=False),
        sa.Column("origin_note", sa.String(length=60), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column(
            "storage",
            sa.Enum("room", "cool", "frozen", name="storage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("storage_note", sa.String(length=80), nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column(
            "return_policy",
            sa.Enum("seven_days", "fresh_none", name="returnpolicy", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("listed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=True),
        sa.Column("put_under_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("put_under_by", sa.Integer(), nullable=True),
        sa.Column("blocked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("blocked_why", sa.String(length=200), nullable=False),
        sa.Column("least_fen", sa.BigInteger(), nullable=True),
        sa.Column("sells", sa.Boolean(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("created_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(length(title) > 0 AND length(category) > 0) OR NOT is_on",
            name=op.f("ck_shop_product_named"),
        ),
        sa.CheckConstraint(
            "(sponsorship_id IS NULL) = (put_under_at IS NULL)",
            name=op.f("ck_shop_product_put_under_when"),
        ),
        sa.CheckConstraint(
            "least_fen IS NULL OR least_fen > 0", name=op.f("ck_shop_product_least_fen_positive")
        ),
        sa.CheckConstraint(
            "months BETWEEN 1 AND 4095", name=op.f("ck_shop_product_months_of_year")
        ),
        sa.CheckConstraint(
            "shelf_life_days IS NULL OR shelf_life_days > 0",
            name=op.f("ck_shop_product_shelf_life_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_product_producer_id")
        ),
        sa.ForeignKeyConstraint(
            ["put_under_by"], ["person.id"], name=op.f("fk_shop_product_put_under_by")
        ),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsorship.id"], name=op.f("fk_shop_product_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_product")),
    )
    with op.batch_alter_table("shop_product", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shop_product_category_cheapest",
            ["category", "least_fen", "id"],
            unique=False,
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.create_index(
            "ix_shop_product_category_newest",
            ["category", "listed_at", "id"],
            unique=False,
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.create_index(
            "ix_shop_product_cheapest",
            ["least_fen", "id"],
            unique=False,
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.create_index(
            "ix_shop_product_newest",
            ["listed_at", "id"],
            unique=False,
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.create_index(
            batch_op.f("ix_shop_product_producer_id_shop_product_id"),
            ["producer_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shop_product_sponsorship_id"), ["sponsorship_id"], unique=False
        )

    op.create_table(
        "sponsorship_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column(
            "seen",
            sa.Enum("yes", "no", "not_needed", name="seen", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("remark", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["sponsorship_visit.id"], name=op.f("fk_sponsorship_check_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship_check")),
        sa.UniqueConstraint("visit_id", "code", name=op.f("uq_sponsorship_check_visit_id_code")),
    )
    op.create_table(
        "sponsorship_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_sponsorship_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["sponsorship_visit.id"], name=op.f("fk_sponsorship_picture_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship_picture")),
        sa.UniqueConstraint(
            "visit_id", "file_id", name=op.f("uq_sponsorship_picture_visit_id_file_id")
        ),
    )
    with op.batch_alter_table("sponsorship_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sponsorship_picture_visit_id"), ["visit_id"], unique=False
        )

    op.create_table(
        "sponsorship_visitor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
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
            nullable=True,
        ),
        sa.Column(
            "kinship",
            sa.Enum("none", "relative", "own", name="kinship", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("declared_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kinship = 'none'", name=op.f("ck_sponsorship_visitor_no_relative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sponsorship_visitor_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["sponsorship_visit.id"], name=op.f("fk_sponsorship_visitor_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship_visitor")),
        sa.UniqueConstraint(
            "visit_id",
            "person_id",
            "decided",
            name=op.f("uq_sponsorship_visitor_visit_id_person_id_decided"),
        ),
    )
    with op.batch_alter_table("sponsorship_visitor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sponsorship_visitor_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "shop_freight_province",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.CheckConstraint(
            "length(code) = 2", name=op.f("ck_shop_freight_province_code_of_province")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_freight_province_producer_id")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["shop_freight_zone.id"], name=op.f("fk_shop_freight_province_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_freight_province")),
        sa.UniqueConstraint(
            "producer_id", "code", name=op.f("uq_shop_freight_province_producer_id_code")
        ),
    )
    with op.batch_alter_table("shop_freight_province", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_freight_province_zone_id"), ["zone_id"], unique=False
        )

    op.create_table(
        "shop_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("net_grams", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("ships_in_days", sa.Integer(), nullable=False),
        sa.Column("ship_by", sa.Date(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("removed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ship_by IS NULL) = (cap IS NULL)", name=op.f("ck_shop_pack_ahead_whole")
        ),
        sa.CheckConstraint("cap IS NULL OR cap > 0", name=op.f("ck_shop_pack_cap_positive")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_shop_pack_fen_positive")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_shop_pack_has_name")),
        sa.CheckConstraint("net_grams >= 0", name=op.f("ck_shop_pack_grams_not_negative")),
        sa.CheckConstraint("ships_in_days BETWEEN 0 AND 30", name=op.f("ck_shop_pack_ships_soon")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_shop_pack_stock_not_negative")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["shop_product.id"], name=op.f("fk_shop_pack_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_pack")),
    )
    with op.batch_alter_table("shop_pack", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shop_pack_ahead",
            ["ship_by"],
            unique=False,
            sqlite_where=sa.text("ship_by IS NOT NULL"),
            postgresql_where=sa.text("ship_by IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_shop_pack_product_id_shop_pack_position"),
            ["product_id", "position"],
            unique=False,
        )

    op.create_table(
        "shop_product_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "conformity",
                "green",
                "organic",
                "gap",
                "other",
                name="certificatekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "length(number) > 0", name=op.f("ck_shop_product_certificate_has_number")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_shop_product_certificate_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["shop_product.id"], name=op.f("fk_shop_product_certificate_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_product_certificate")),
    )
    with op.batch_alter_table("shop_product_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_product_certificate_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "shop_product_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_shop_product_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["shop_product.id"], name=op.f("fk_shop_product_picture_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_product_picture")),
        sa.UniqueConstraint(
            "product_id", "file_id", name=op.f("uq_shop_product_picture_product_id_file_id")
        ),
    )
    with op.batch_alter_table("shop_product_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_product_picture_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "shop_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_shop_question_answered_when")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_shop_question_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["person.id"], name=op.f("fk_shop_question_hidden_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_question_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["shop_product.id"], name=op.f("fk_shop_question_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_question")),
    )
    with op.batch_alter_table("shop_question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shop_question_open",
            ["product_id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL AND hidden_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND hidden_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_shop_question_person_id_shop_question_asked_at"),
            ["person_id", "asked_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shop_question_product_id_shop_question_id"),
            ["product_id", "id"],
            unique=False,
        )

    op.create_table(
        "shop_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "forbidden",
                "false",
                "unsafe",
                "price",
                "infringing",
                "other",
                name="reportreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open", "upheld", "dismissed", name="reportstatus", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "status = 'open' OR decided_at IS NOT NULL", name=op.f("ck_shop_report_decided_when")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_shop_report_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_report_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["shop_product.id"], name=op.f("fk_shop_report_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_report")),
    )
    with op.batch_alter_table("shop_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_report_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_shop_report_status_shop_report_made_at"),
            ["status", "made_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_shop_report_open",
            ["product_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "shop_stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "harvest",
                "counted",
                "spoiled",
                "sold_elsewhere",
                "own_use",
                "again",
                "planned",
                name="stockreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=80), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("delta <> 0", name=op.f("ck_shop_stock_move_delta_not_nothing")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_shop_stock_move_by")),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["shop_pack.id"], name=op.f("fk_shop_stock_move_pack_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_stock_move")),
    )
    with op.batch_alter_table("shop_stock_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_stock_move_pack_id"), ["pack_id"], unique=False)

    dialect = op.get_bind().dialect.name
    for table in ADDED_TO:
        for statement in only_added_to(table, dialect):
            op.execute(sa.text(statement))


def downgrade():
    with op.batch_alter_table("shop_stock_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_stock_move_pack_id"))

    op.drop_table("shop_stock_move")
    with op.batch_alter_table("shop_report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shop_report_open",
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_shop_report_status_shop_report_made_at"))
        batch_op.drop_index(batch_op.f("ix_shop_report_person_id"))

    op.drop_table("shop_report")
    with op.batch_alter_table("shop_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_question_product_id_shop_question_id"))
        batch_op.drop_index(batch_op.f("ix_shop_question_person_id_shop_question_asked_at"))
        batch_op.drop_index(
            "ix_shop_question_open",
            sqlite_where=sa.text("answered_at IS NULL AND hidden_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND hidden_at IS NULL"),
        )

    op.drop_table("shop_question")
    with op.batch_alter_table("shop_product_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_product_picture_product_id"))

    op.drop_table("shop_product_picture")
    with op.batch_alter_table("shop_product_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_product_certificate_product_id"))

    op.drop_table("shop_product_certificate")
    with op.batch_alter_table("shop_pack", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_pack_product_id_shop_pack_position"))
        batch_op.drop_index(
            "ix_shop_pack_ahead",
            sqlite_where=sa.text("ship_by IS NOT NULL"),
            postgresql_where=sa.text("ship_by IS NOT NULL"),
        )

    op.drop_table("shop_pack")
    with op.batch_alter_table("shop_freight_province", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_freight_province_zone_id"))

    op.drop_table("shop_freight_province")
    with op.batch_alter_table("sponsorship_visitor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sponsorship_visitor_person_id"))

    op.drop_table("sponsorship_visitor")
    with op.batch_alter_table("sponsorship_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sponsorship_picture_visit_id"))

    op.drop_table("sponsorship_picture")
    op.drop_table("sponsorship_check")
    with op.batch_alter_table("shop_product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_product_sponsorship_id"))
        batch_op.drop_index(batch_op.f("ix_shop_product_producer_id_shop_product_id"))
        batch_op.drop_index(
            "ix_shop_product_newest",
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.drop_index(
            "ix_shop_product_cheapest",
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.drop_index(
            "ix_shop_product_category_newest",
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )
        batch_op.drop_index(
            "ix_shop_product_category_cheapest",
            sqlite_where=sa.text(
                "is_on = 1 AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "is_on AND blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
            ),
        )

    op.drop_table("shop_product")
    with op.batch_alter_table("shop_producer_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_producer_picture_producer_id"))

    op.drop_table("shop_producer_picture")
    with op.batch_alter_table("shop_pickup_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_pickup_point_producer_id"))

    op.drop_table("shop_pickup_point")
    with op.batch_alter_table("shop_paper", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_shop_paper_producer_id_shop_paper_kind_shop_paper_valid_until"),
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.drop_table("shop_paper")
    op.drop_table("shop_freight_zone")
    with op.batch_alter_table("complaint_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_step_complaint_id"))

    op.drop_table("complaint_step")
    op.drop_table("sponsorship_visit")
    with op.batch_alter_table("shop_producer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_producer_credit_code",
            sqlite_where=sa.text("credit_code <> '' AND closed_at IS NULL"),
            postgresql_where=sa.text("credit_code <> '' AND closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_shop_producer_unit_id"))
        batch_op.drop_index(batch_op.f("ix_shop_producer_responsible_id"))

    op.drop_table("shop_producer")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_status_complaint_due_at"))
        batch_op.drop_index(batch_op.f("ix_complaint_sponsorship_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_person_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_keeper_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_branch_id_complaint_status"))

    op.drop_table("complaint")
    op.drop_table("sponsorship_name_consent")
    with op.batch_alter_table("sponsorship", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sponsorship_under_way",
            sqlite_where=sa.text("status IN ('asked', 'visiting')"),
            postgresql_where=sa.text("status IN ('asked', 'visiting')"),
        )
        batch_op.drop_index(
            "uq_sponsorship_standing",
            sqlite_where=sa.text("status IN ('active', 'suspended')"),
            postgresql_where=sa.text("status IN ('active', 'suspended')"),
        )
        batch_op.drop_index(batch_op.f("ix_sponsorship_steward_id_sponsorship_status"))
        batch_op.drop_index(batch_op.f("ix_sponsorship_status_sponsorship_valid_until"))
        batch_op.drop_index(batch_op.f("ix_sponsorship_branch_id_sponsorship_status"))

    op.drop_table("sponsorship")
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_qualification_number",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_qualification_person_id_qualification_kind"))
        batch_op.drop_index(batch_op.f("ix_qualification_branch_id"))

    op.drop_table("qualification")
    op.drop_table("shop_class_rule")
    with op.batch_alter_table("search_due", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_due_since"))

    op.drop_table("search_due")

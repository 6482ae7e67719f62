"""orders: baskets, purchases, parcels, shortages, talk and reviews."""

import core.db.types
import sqlalchemy as sa
from alembic import op

from core.db.guards import never_deleted, only_added_to

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADDED_TO = ("shop_order_line", "shop_reduction", "shop_message")
KEPT = (
    "shop_purchase",
    "shop_order",
    "shop_hold",
    "shop_parcel",
    "shop_parcel_line",
    "shop_shortage",
    "shop_shortage_line",
    "shop_review",
)


def upgrade():
    op.create_table(
        "shop_cart_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("put_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 99", name=op.f("ck_shop_cart_line_count_within")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_cart_line_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_cart_line")),
        sa.UniqueConstraint(
            "person_id", "kind", "ref", name=op.f("uq_shop_cart_line_person_id_kind_ref")
        ),
    )
    op.create_table(
        "shop_purchase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("cash", "online", name="method", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "settled",
                "expired",
                "cancelled",
                name="purchasestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("placed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(ref) >= 22", name=op.f("ck_shop_purchase_ref_random")),
        sa.CheckConstraint("total_fen > 0", name=op.f("ck_shop_purchase_total_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_purchase_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_purchase")),
        sa.UniqueConstraint("ref", name=op.f("uq_shop_purchase_ref")),
    )
    with op.batch_alter_table("shop_purchase", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_purchase_person_id_shop_purchase_id"),
            ["person_id", "id"],
            unique=False,
        )

    op.create_table(
        "shop_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaiting_payment",
                "expired",
                "cancelled",
                "placed",
                "accepted",
                "packed",
                "cannot_deliver",
                "shipped",
                "received",
                "completed",
                "refused_at_door",
                "returned",
                name="orderstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum("parcel", "pickup", "hand", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("goods_fen", sa.BigInteger(), nullable=False),
        sa.Column("freight_fen", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("reduced_fen", sa.BigInteger(), nullable=False),
        sa.Column("cash_fen", sa.BigInteger(), nullable=True),
        sa.Column("cash_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("receiver", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("pickup_point_id", sa.Integer(), nullable=True),
        sa.Column("pickup_code", sa.String(length=6), nullable=False),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("ship_by", sa.Date(), nullable=False),
        sa.Column("due_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("placed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("packed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("handed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("received_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=200), nullable=False),
        sa.Column("pressed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("unread_buyer", sa.Integer(), nullable=False),
        sa.Column("unread_seller", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(way = 'pickup') = (pickup_code <> '')", name=op.f("ck_shop_order_pickup_has_code")
        ),
        sa.CheckConstraint(
            "(cash_fen IS NULL) = (cash_at IS NULL)", name=op.f("ck_shop_order_cash_when")
        ),
        sa.CheckConstraint(
            "cash_fen IS NULL OR cash_fen = total_fen - reduced_fen",
            name=op.f("ck_shop_order_cash_due"),
        ),
        sa.CheckConstraint(
            "goods_fen > 0 AND freight_fen >= 0", name=op.f("ck_shop_order_fen_in_range")
        ),
        sa.CheckConstraint("length(ref) >= 22", name=op.f("ck_shop_order_ref_random")),
        sa.CheckConstraint(
            "reduced_fen >= 0 AND reduced_fen < goods_fen",
            name=op.f("ck_shop_order_reduced_in_part"),
        ),
        sa.CheckConstraint(
            "total_fen = goods_fen + freight_fen", name=op.f("ck_shop_order_total_adds_up")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shop_order_person_id")),
        sa.ForeignKeyConstraint(
            ["pickup_point_id"],
            ["shop_pickup_point.id"],
            name=op.f("fk_shop_order_pickup_point_id"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["shop_producer.id"], name=op.f("fk_shop_order_producer_id")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["shop_purchase.id"], name=op.f("fk_shop_order_purchase_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_order")),
        sa.UniqueConstraint("number", name=op.f("uq_shop_order_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_shop_order_ref")),
    )
    with op.batch_alter_table("shop_order", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shop_order_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_shop_order_person_id_shop_order_id"), ["person_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_shop_order_producer_id_shop_order_status_shop_order_ship_by"),
            ["producer_id", "status", "ship_by"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shop_order_purchase_id"), ["purchase_id"], unique=False
        )
        batch_op.create_index(
            "ix_shop_order_under_way",
            ["ship_by"],
            unique=False,
            sqlite_where=sa.text(
                "status IN ('placed', 'accepted', 'packed', 'cannot_deliver', 'shipped')"
            ),
            postgresql_where=sa.text(
                "status IN ('placed', 'accepted', 'packed', 'cannot_deliver', 'shipped')"
            ),
        )

    op.create_table(
        "shop_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_seller", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_shop_message_has_text")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_shop_message_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_message_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_message")),
    )
    with op.batch_alter_table("shop_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_message_order_id"), ["order_id"], unique=False)

    op.create_table(
        "shop_order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("returns", sa.String(length=20), nullable=False),
        sa.Column("returns_confirmed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 99", name=op.f("ck_shop_order_line_count_within")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_shop_order_line_fen_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_shop_order_line_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_order_line")),
        sa.UniqueConstraint(
            "order_id", "kind", "ref", name=op.f("uq_shop_order_line_order_id_kind_ref")
        ),
    )
    with op.batch_alter_table("shop_order_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shop_order_line_kind_shop_order_line_ref"), ["kind", "ref"], unique=False
        )

    op.create_table(
        "shop_parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("parcel", "pickup", "hand", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("carrier", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("handed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_shop_parcel_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_parcel")),
    )
    with op.batch_alter_table("shop_parcel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_parcel_order_id"), ["order_id"], unique=False)

    op.create_table(
        "shop_shortage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column("said_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "wait", "less", "cancel", "silent", name="answer", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_shop_shortage_answered_when")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_shop_shortage_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_shortage")),
    )
    with op.batch_alter_table("shop_shortage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_shortage_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "uq_shop_shortage_open",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )

    op.create_table(
        "shop_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("packs", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held", "committed", "released", name="holdstatus", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("packs > 0", name=op.f("ck_shop_hold_packs_positive")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["shop_order_line.id"], name=op.f("fk_shop_hold_line_id")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["shop_pack.id"], name=op.f("fk_shop_hold_pack_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_hold")),
        sa.UniqueConstraint("line_id", name=op.f("uq_shop_hold_line_id")),
    )
    with op.batch_alter_table("shop_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_hold_pack_id"), ["pack_id"], unique=False)

    op.create_table(
        "shop_message_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_shop_message_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["shop_message.id"], name=op.f("fk_shop_message_picture_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_message_picture")),
        sa.UniqueConstraint(
            "message_id", "file_id", name=op.f("uq_shop_message_picture_message_id_file_id")
        ),
    )
    op.create_table(
        "shop_parcel_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_shop_parcel_line_count_positive")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["shop_order_line.id"], name=op.f("fk_shop_parcel_line_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["shop_parcel.id"], name=op.f("fk_shop_parcel_line_parcel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_parcel_line")),
        sa.UniqueConstraint(
            "parcel_id", "line_id", name=op.f("uq_shop_parcel_line_parcel_id_line_id")
        ),
    )
    with op.batch_alter_table("shop_parcel_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_parcel_line_line_id"), ["line_id"], unique=False)

    op.create_table(
        "shop_reduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count > 0 AND fen > 0", name=op.f("ck_shop_reduction_something")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["shop_order_line.id"], name=op.f("fk_shop_reduction_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("fk_shop_reduction_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_reduction")),
    )
    with op.batch_alter_table("shop_reduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_reduction_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shop_reduction_order_id"), ["order_id"], unique=False)

    op.create_table(
        "shop_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("hidden_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("hidden_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_shop_review_answered_when")
        ),
        sa.CheckConstraint(
            "(hidden_why = '') = (hidden_at IS NULL)", name=op.f("ck_shop_review_hidden_why")
        ),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_shop_review_stars_within")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_shop_review_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["person.id"], name=op.f("fk_shop_review_hidden_by")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["shop_order_line.id"], name=op.f("fk_shop_review_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_review_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["shop_product.id"], name=op.f("fk_shop_review_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_review")),
        sa.UniqueConstraint("line_id", name=op.f("uq_shop_review_line_id")),
    )
    with op.batch_alter_table("shop_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_review_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_shop_review_product_id_shop_review_id"),
            ["product_id", "id"],
            unique=False,
        )

    op.create_table(
        "shop_shortage_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shortage_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.CheckConstraint("missing > 0", name=op.f("ck_shop_shortage_line_missing_positive")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["shop_order_line.id"], name=op.f("fk_shop_shortage_line_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["shortage_id"], ["shop_shortage.id"], name=op.f("fk_shop_shortage_line_shortage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_shortage_line")),
        sa.UniqueConstraint(
            "shortage_id", "line_id", name=op.f("uq_shop_shortage_line_shortage_id_line_id")
        ),
    )
    op.create_table(
        "shop_review_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_shop_review_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["shop_review.id"], name=op.f("fk_shop_review_picture_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_review_picture")),
        sa.UniqueConstraint(
            "review_id", "file_id", name=op.f("uq_shop_review_picture_review_id_file_id")
        ),
    )
    with op.batch_alter_table("shop_product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reviews", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("stars", sa.Integer(), server_default="0", nullable=False))

    dialect = op.get_bind().dialect.name
    for tables, statements in ((ADDED_TO, only_added_to), (KEPT, never_deleted)):
        for table in tables:
            for statement in statements(table, dialect):
                op.execute(sa.text(statement))


def downgrade():
    op.drop_column(
        "shop_product", "stars"
    )  # no batch: goods that others point to stay where they are
    op.drop_column("shop_product", "reviews")

    op.drop_table("shop_review_picture")
    op.drop_table("shop_shortage_line")
    with op.batch_alter_table("shop_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_review_product_id_shop_review_id"))
        batch_op.drop_index(batch_op.f("ix_shop_review_person_id"))

    op.drop_table("shop_review")
    with op.batch_alter_table("shop_reduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_reduction_order_id"))
        batch_op.drop_index(batch_op.f("ix_shop_reduction_line_id"))

    op.drop_table("shop_reduction")
    with op.batch_alter_table("shop_parcel_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_parcel_line_line_id"))

    op.drop_table("shop_parcel_line")
    op.drop_table("shop_message_picture")
    with op.batch_alter_table("shop_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_hold_pack_id"))

    op.drop_table("shop_hold")
    with op.batch_alter_table("shop_shortage", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shop_shortage_open",
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_shop_shortage_order_id"))

    op.drop_table("shop_shortage")
    with op.batch_alter_table("shop_parcel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_parcel_order_id"))

    op.drop_table("shop_parcel")
    with op.batch_alter_table("shop_order_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_order_line_kind_shop_order_line_ref"))

    op.drop_table("shop_order_line")
    with op.batch_alter_table("shop_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_message_order_id"))

    op.drop_table("shop_message")
    with op.batch_alter_table("shop_order", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_shop_order_under_way",
            sqlite_where=sa.text(
                "status IN ('placed', 'accepted', 'packed', 'cannot_deliver', 'shipped')"
            ),
            postgresql_where=sa.text(
                "status IN ('placed', 'accepted', 'packed', 'cannot_deliver', 'shipped')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_shop_order_purchase_id"))
        batch_op.drop_index(
            batch_op.f("ix_shop_order_producer_id_shop_order_status_shop_order_ship_by")
        )
        batch_op.drop_index(batch_op.f("ix_shop_order_person_id_shop_order_id"))
        batch_op.drop_index(
            "ix_shop_order_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.drop_table("shop_order")
    with op.batch_alter_table("shop_purchase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_purchase_person_id_shop_purchase_id"))

    op.drop_table("shop_purchase")
    op.drop_table("shop_cart_line")

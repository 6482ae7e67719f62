"""classes: when a cohort meets, who was there, and what was shown and asked before a screen."""

import core.db.types
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "training_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("place", "online", "screen", name="classway", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("lesson_key", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("starts_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("wants_tutor", sa.Boolean(), nullable=False),
        sa.Column("tutor_id", sa.Integer(), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancel_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(way = 'online') = (link <> '')", name=op.f("ck_training_class_online_has_link")
        ),
        sa.CheckConstraint(
            "(way = 'screen') = (lesson_key IS NULL)",
            name=op.f("ck_training_class_screen_or_lesson"),
        ),
        sa.CheckConstraint(
            "way = 'online' OR place <> ''", name=op.f("ck_training_class_has_place")
        ),
        sa.CheckConstraint("code_tries >= 0", name=op.f("ck_training_class_positive")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_training_class_forward")),
        sa.CheckConstraint(
            "tutor_id IS NULL OR wants_tutor", name=op.f("ck_training_class_tutor_where_wanted")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["training_cohort.id"], name=op.f("fk_training_class_cohort_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_training_class_made_by")),
        sa.ForeignKeyConstraint(
            ["tutor_id"], ["person.id"], name=op.f("fk_training_class_tutor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
    )
    with op.batch_alter_table("training_class", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_class_cohort_id_training_class_starts_at"),
            ["cohort_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_class_starts_at"), ["starts_at"], unique=False
        )

    op.create_table(
        "training_class_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("qr", "code", "hand", name="attendedhow", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("countersigned_by", sa.Integer(), nullable=True),
        sa.Column("counted_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(countersigned_by IS NOT NULL) = (how = 'hand' AND counted_at IS NOT NULL)",
            name=op.f("ck_training_class_attendance_hand_is_countersigned"),
        ),
        sa.CheckConstraint(
            "how = 'hand' OR counted_at IS NOT NULL",
            name=op.f("ck_training_class_attendance_code_counts"),
        ),
        sa.CheckConstraint(
            "countersigned_by IS NULL OR countersigned_by <> entered_by",
            name=op.f("ck_training_class_attendance_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_training_class_attendance_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["countersigned_by"],
            ["person.id"],
            name=op.f("fk_training_class_attendance_countersigned_by"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolment.id"],
            name=op.f("fk_training_class_attendance_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_training_class_attendance_entered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class_attendance")),
        sa.UniqueConstraint(
            "class_id",
            "enrolment_id",
            name=op.f("uq_training_class_attendance_class_id_enrolment_id"),
        ),
    )
    with op.batch_alter_table("training_class_attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_class_attendance_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "training_class_shown",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "slot BETWEEN 1 AND 3", name=op.f("ck_training_class_shown_three_at_most")
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_training_class_shown_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_training_class_shown_entered_by")
        ),
        sa.PrimaryKeyConstraint("class_id", "slot", name=op.f("pk_training_class_shown")),
        sa.UniqueConstraint(
            "class_id", "lesson_key", name=op.f("uq_training_class_shown_class_id_lesson_key")
        ),
    )
    op.create_table(
        "training_spot_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(question) > 0", name=op.f("ck_training_spot_question_has_question")
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_training_spot_question_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolment.id"],
            name=op.f("fk_training_spot_question_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["person.id"], name=op.f("fk_training_spot_question_noted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_spot_question")),
    )
    with op.batch_alter_table("training_spot_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_spot_question_class_id"), ["class_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_spot_question_enrolment_id"), ["enrolment_id"], unique=False
        )


def downgrade():
    op.drop_table("training_spot_question")
    op.drop_table("training_class_shown")
    op.drop_table("training_class_attendance")
    op.drop_table("training_class")

"""questions: what learners ask under a lesson, and what its teachers answer."""

import core.db.types
import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN = "answered_at IS NULL AND hidden_at IS NULL AND taken_back_at IS NULL"


def upgrade():
    op.create_table(
        "training_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("asked_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(length=100), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("hidden_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(text = '') = (taken_back_at IS NOT NULL)",
            name=op.f("ck_training_question_taken_back_words_gone"),
        ),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_training_question_answered_when")
        ),
        sa.CheckConstraint(
            "(answered_by IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_training_question_answered_by_whom"),
        ),
        sa.CheckConstraint(
            "(hidden_why = '') = (hidden_at IS NULL)",
            name=op.f("ck_training_question_hidden_says_why"),
        ),
        sa.CheckConstraint(
            "(hidden_by IS NULL) = (hidden_at IS NULL)",
            name=op.f("ck_training_question_hidden_by_whom"),
        ),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR (answered_at IS NULL AND hidden_at IS NULL)",
            name=op.f("ck_training_question_taken_back_before"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_course.id"], name=op.f("fk_training_question_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_question_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_training_question_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["person.id"], name=op.f("fk_training_question_hidden_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_question")),
    )
    with op.batch_alter_table("training_question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_question_lesson", ["course_id", "lesson_key", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_question_person_id_training_question_course_id"),
            ["person_id", "course_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_training_question_open",
            ["course_id", "id"],
            unique=False,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )


def downgrade():
    op.drop_table("training_question")

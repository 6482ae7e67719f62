"""school: organisers, courses, learning, exams, and recordings."""

import core.db.types
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "stored_recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column(
            "media_type",
            sa.Enum(
                "video/mp4",
                "video/webm",
                "audio/mpeg",
                "audio/mp4",
                "text/vtt",
                name="recordingtype",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("space", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("gone_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "gone_at IS NULL OR deleted_at IS NOT NULL",
            name=op.f("ck_stored_recording_deleted_before_gone"),
        ),
        sa.CheckConstraint("length(ref) = 32", name=op.f("ck_stored_recording_ref_random")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_recording_sha256_whole")),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_recording_size_positive")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_stored_recording_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_recording")),
        sa.UniqueConstraint("ref", name=op.f("uq_stored_recording_ref")),
    )
    with op.batch_alter_table("stored_recording", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stored_recording_owner_id"), ["owner_id"], unique=False
        )
        batch_op.create_index(
            "ix_stored_recording_space_live",
            ["space"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index(
            "ix_stored_recording_to_remove",
            ["deleted_at"],
            unique=False,
            sqlite_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
        )

    op.create_table(
        "training_organiser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(address) > 0", name=op.f("ck_training_organiser_has_address")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_training_organiser_has_name")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_training_organiser_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["branch_unit.id"], name=op.f("fk_training_organiser_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_organiser")),
    )
    with op.batch_alter_table("training_organiser", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_organiser_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "training_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "food",
                "selling",
                "business",
                "hosting",
                "farming",
                "craft",
                "phone",
                "law",
                name="subject",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "unlocks",
            sa.Enum(
                "food-seller",
                "homestay-host",
                name="qualificationkind",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("listed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sponsorship_id", sa.Integer(), nullable=True),
        sa.Column("put_under_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("put_under_by", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(sponsorship_id IS NULL) = (put_under_at IS NULL)",
            name=op.f("ck_training_course_put_under_when"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_training_course_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"],
            ["training_organiser.id"],
            name=op.f("fk_training_course_organiser_id"),
        ),
        sa.ForeignKeyConstraint(
            ["put_under_by"], ["person.id"], name=op.f("fk_training_course_put_under_by")
        ),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsorship.id"], name=op.f("fk_training_course_sponsorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_course")),
    )
    with op.batch_alter_table("training_course", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_course_organiser_id_training_course_id"),
            ["organiser_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_course_sponsorship_id"), ["sponsorship_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_course_subject_training_course_listed_at_training_course_id"),
            ["subject", "listed_at", "id"],
            unique=False,
        )

    op.create_table(
        "training_teacher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_keeper", sa.Boolean(), nullable=False),
        sa.Column("since", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organiser_id"],
            ["training_organiser.id"],
            name=op.f("fk_training_teacher_organiser_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_teacher_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_teacher")),
    )
    with op.batch_alter_table("training_teacher", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_teacher_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_training_teacher_still",
            ["organiser_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "training_cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancel_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "least BETWEEN 0 AND seats", name=op.f("ck_training_cohort_least_within")
        ),
        sa.CheckConstraint("seats BETWEEN 1 AND 500", name=op.f("ck_training_cohort_seats_within")),
        sa.CheckConstraint(
            "starts_on <= ends_on AND closes_on <= ends_on", name=op.f("ck_training_cohort_forward")
        ),
        sa.CheckConstraint(
            "taken >= 0 AND held >= 0 AND taken + held <= seats",
            name=op.f("ck_training_cohort_not_full"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_course.id"], name=op.f("fk_training_cohort_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_training_cohort_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_cohort")),
    )
    with op.batch_alter_table("training_cohort", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_cohort_course_id_training_cohort_starts_on"),
            ["course_id", "starts_on"],
            unique=False,
        )

    op.create_table(
        "training_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "live", "past", name="versionstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("for_whom", sa.String(length=120), nullable=False),
        sa.Column(
            "level",
            sa.Enum("beginner", "middle", "advanced", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=30), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("open_reading", sa.Boolean(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("exam_minutes", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pause_hours", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'draft') = (published_at IS NULL)",
            name=op.f("ck_training_version_published_when"),
        ),
        sa.CheckConstraint(
            "NOT open_reading OR questions = 0",
            name=op.f("ck_training_version_reading_has_no_exam"),
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_training_version_has_title")),
        sa.CheckConstraint(
            "minutes >= 0 AND valid_months >= 0 AND pause_hours >= 0",
            name=op.f("ck_training_version_positive"),
        ),
        sa.CheckConstraint(
            "pass_mark BETWEEN 0 AND 100", name=op.f("ck_training_version_pass_mark_within")
        ),
        sa.CheckConstraint(
            "questions = 0 OR (pass_mark > 0 AND exam_minutes > 0 AND attempts > 0)",
            name=op.f("ck_training_version_exam_whole"),
        ),
        sa.CheckConstraint(
            "questions BETWEEN 0 AND 100", name=op.f("ck_training_version_questions_within")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_course.id"], name=op.f("fk_training_version_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_training_version_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_training_version_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_version")),
        sa.UniqueConstraint(
            "course_id", "number", name=op.f("uq_training_version_course_id_number")
        ),
    )
    with op.batch_alter_table("training_version", schema=None) as batch_op:
        batch_op.create_index(
            "uq_training_version_draft",
            ["course_id"],
            unique=True,
            sqlite_where=sa.text("status = 'draft'"),
            postgresql_where=sa.text("status = 'draft'"),
        )
        batch_op.create_index(
            "uq_training_version_live",
            ["course_id"],
            unique=True,
            sqlite_where=sa.text("status = 'live'"),
            postgresql_where=sa.text("status = 'live'"),
        )

    op.create_table(
        "training_chapter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_training_chapter_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_chapter")),
    )
    with op.batch_alter_table("training_chapter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_chapter_version_id_training_chapter_position"),
            ["version_id", "position"],
            unique=False,
        )

    op.create_table(
        "training_enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("in", "out", "passed", name="enrolmentstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum("tap", "wait", name="enrolmenthow", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("guardian", sa.String(length=40), nullable=False),
        sa.Column("enrolled_by", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("passed_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'out') = (ended_at IS NOT NULL)",
            name=op.f("ck_training_enrolment_ended_when"),
        ),
        sa.CheckConstraint(
            "(status = 'passed') = (passed_at IS NOT NULL)",
            name=op.f("ck_training_enrolment_passed_when"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["training_cohort.id"], name=op.f("fk_training_enrolment_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_course.id"], name=op.f("fk_training_enrolment_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolled_by"], ["person.id"], name=op.f("fk_training_enrolment_enrolled_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_enrolment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_training_enrolment_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_enrolment")),
    )
    with op.batch_alter_table("training_enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_enrolment_cohort_id_training_enrolment_status"),
            ["cohort_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_enrolment_person_id_training_enrolment_id"),
            ["person_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_enrolment_version_id"), ["version_id"], unique=False
        )
        batch_op.create_index(
            "uq_training_enrolment_in",
            ["course_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'in'"),
            postgresql_where=sa.text("status = 'in'"),
        )

    op.create_table(
        "training_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "single",
                "multiple",
                "truth",
                "number",
                "order",
                name="itemkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("tolerance", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_training_item_has_text")),
        sa.CheckConstraint("tolerance >= 0", name=op.f("ck_training_item_tolerance_positive")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_training_item_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_item")),
    )
    with op.batch_alter_table("training_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_item_version_id_training_item_position"),
            ["version_id", "position"],
            unique=False,
        )

    op.create_table(
        "training_prerequisite",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_course.id"], name=op.f("fk_training_prerequisite_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["training_version.id"],
            name=op.f("fk_training_prerequisite_version_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", "course_id", name=op.f("pk_training_prerequisite")),
    )
    with op.batch_alter_table("training_prerequisite", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_prerequisite_course_id"), ["course_id"], unique=False
        )

    op.create_table(
        "training_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.Integer(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open", "handed_in", "run_out", name="attemptstatus", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("started_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(score IS NULL) = (status = 'open')", name=op.f("ck_training_attempt_scored_when_over")
        ),
        sa.CheckConstraint(
            "(status = 'open') = (ended_at IS NULL)", name=op.f("ck_training_attempt_ended_when")
        ),
        sa.CheckConstraint(
            "score IS NULL OR score BETWEEN 0 AND 100",
            name=op.f("ck_training_attempt_score_within"),
        ),
        sa.CheckConstraint("started_at < ends_at", name=op.f("ck_training_attempt_forward")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolment.id"],
            name=op.f("fk_training_attempt_enrolment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attempt")),
        sa.UniqueConstraint("ref", name=op.f("uq_training_attempt_ref")),
    )
    with op.batch_alter_table("training_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_training_attempt_enrolment_id_training_attempt_lesson_key_training_attempt_id"
            ),
            ["enrolment_id", "lesson_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_training_attempt_running",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.create_index(
            "uq_training_attempt_open",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "training_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "video",
                "audio",
                "paper",
                "practice",
                "class",
                "test",
                name="lessonkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_training_lesson_has_title")),
        sa.CheckConstraint(
            "minutes BETWEEN 0 AND 600", name=op.f("ck_training_lesson_minutes_within")
        ),
        sa.CheckConstraint(
            "seconds BETWEEN 0 AND 36000", name=op.f("ck_training_lesson_seconds_within")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["training_chapter.id"], name=op.f("fk_training_lesson_chapter_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_training_lesson_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_lesson")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_training_lesson_version_id_key")),
    )
    with op.batch_alter_table("training_lesson", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_lesson_chapter_id"), ["chapter_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_lesson_version_id_training_lesson_position"),
            ["version_id", "position"],
            unique=False,
        )

    op.create_table(
        "training_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.Integer(), nullable=False),
        sa.Column("opened_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("watched", sa.JSON(), nullable=False),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("position_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("position_of", sa.String(length=36), nullable=False),
        sa.Column("done_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "credit >= 0 AND position >= 0", name=op.f("ck_training_progress_positive")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolment.id"],
            name=op.f("fk_training_progress_enrolment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_progress")),
        sa.UniqueConstraint(
            "enrolment_id", "lesson_key", name=op.f("uq_training_progress_enrolment_id_lesson_key")
        ),
    )
    op.create_table(
        "training_progress_event",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=36), nullable=False),
        sa.Column("received_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolment.id"],
            name=op.f("fk_training_progress_event_enrolment_id"),
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "event", name=op.f("pk_training_progress_event")),
    )
    with op.batch_alter_table("training_progress_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_progress_event_received_at"), ["received_at"], unique=False
        )

    op.create_table(
        "training_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "handed_in", "accepted", "again", name="reportstatus", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("handed_in_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("looked_by", sa.Integer(), nullable=True),
        sa.Column("looked_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(status = 'handed_in') = (looked_at IS NULL)",
            name=op.f("ck_training_report_looked_when"),
        ),
        sa.CheckConstraint(
            "status <> 'again' OR answer <> ''", name=op.f("ck_training_report_again_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolment.id"],
            name=op.f("fk_training_report_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["looked_by"], ["person.id"], name=op.f("fk_training_report_looked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_report")),
    )
    with op.batch_alter_table("training_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_training_report_enrolment_id_training_report_lesson_key_training_report_id"
            ),
            ["enrolment_id", "lesson_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_training_report_open",
            ["enrolment_id", "lesson_key"],
            unique=True,
            sqlite_where=sa.text("status = 'handed_in'"),
            postgresql_where=sa.text("status = 'handed_in'"),
        )

    op.create_table(
        "training_lesson_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "picture",
                "media",
                "captions",
                "paper",
                name="filerole",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("alt", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(role IN ('media', 'captions')) = (recording_id IS NOT NULL)",
            name=op.f("ck_training_lesson_file_media_is_recorded"),
        ),
        sa.CheckConstraint(
            "(file_id IS NULL) <> (recording_id IS NULL)",
            name=op.f("ck_training_lesson_file_one_of_two"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_training_lesson_file_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["training_lesson.id"], name=op.f("fk_training_lesson_file_lesson_id")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["stored_recording.id"],
            name=op.f("fk_training_lesson_file_recording_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_lesson_file")),
        sa.UniqueConstraint(
            "lesson_id", "role", "name", name=op.f("uq_training_lesson_file_lesson_id_role_name")
        ),
    )
    with op.batch_alter_table("training_lesson_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_lesson_file_file_id"), ["file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_lesson_file_recording_id"), ["recording_id"], unique=False
        )

    op.create_table(
        "training_report_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_training_report_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["training_report.id"], name=op.f("fk_training_report_picture_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_report_picture")),
        sa.UniqueConstraint(
            "report_id", "file_id", name=op.f("uq_training_report_picture_report_id_file_id")
        ),
    )
    with op.batch_alter_table("training_report_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_report_picture_file_id"), ["file_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("training_report_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_report_picture_file_id"))

    op.drop_table("training_report_picture")
    with op.batch_alter_table("training_lesson_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_lesson_file_recording_id"))
        batch_op.drop_index(batch_op.f("ix_training_lesson_file_file_id"))

    op.drop_table("training_lesson_file")
    with op.batch_alter_table("training_report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_training_report_open",
            sqlite_where=sa.text("status = 'handed_in'"),
            postgresql_where=sa.text("status = 'handed_in'"),
        )
        batch_op.drop_index(
            batch_op.f(
                "ix_training_report_enrolment_id_training_report_lesson_key_training_report_id"
            )
        )

    op.drop_table("training_report")
    with op.batch_alter_table("training_progress_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_progress_event_received_at"))

    op.drop_table("training_progress_event")
    op.drop_table("training_progress")
    with op.batch_alter_table("training_lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_lesson_version_id_training_lesson_position"))
        batch_op.drop_index(batch_op.f("ix_training_lesson_chapter_id"))

    op.drop_table("training_lesson")
    with op.batch_alter_table("training_attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_training_attempt_open",
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.drop_index(
            "ix_training_attempt_running",
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.drop_index(
            batch_op.f(
                "ix_training_attempt_enrolment_id_training_attempt_lesson_key_training_attempt_id"
            )
        )

    op.drop_table("training_attempt")
    with op.batch_alter_table("training_prerequisite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_prerequisite_course_id"))

    op.drop_table("training_prerequisite")
    with op.batch_alter_table("training_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_item_version_id_training_item_position"))

    op.drop_table("training_item")
    with op.batch_alter_table("training_enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_training_enrolment_in",
            sqlite_where=sa.text("status = 'in'"),
            postgresql_where=sa.text("status = 'in'"),
        )
        batch_op.drop_index(batch_op.f("ix_training_enrolment_version_id"))
        batch_op.drop_index(batch_op.f("ix_training_enrolment_person_id_training_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_training_enrolment_cohort_id_training_enrolment_status"))

    op.drop_table("training_enrolment")
    with op.batch_alter_table("training_chapter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_chapter_version_id_training_chapter_position"))

    op.drop_table("training_chapter")
    with op.batch_alter_table("training_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_training_version_live",
            sqlite_where=sa.text("status = 'live'"),
            postgresql_where=sa.text("status = 'live'"),
        )
        batch_op.drop_index(
            "uq_training_version_draft",
            sqlite_where=sa.text("status = 'draft'"),
            postgresql_where=sa.text("status = 'draft'"),
        )

    op.drop_table("training_version")
    with op.batch_alter_table("training_cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_cohort_course_id_training_cohort_starts_on"))

    op.drop_table("training_cohort")
    with op.batch_alter_table("training_teacher", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_training_teacher_still",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_training_teacher_person_id"))

    op.drop_table("training_teacher")
    with op.batch_alter_table("training_course", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_training_course_subject_training_course_listed_at_training_course_id")
        )
        batch_op.drop_index(batch_op.f("ix_training_course_sponsorship_id"))
        batch_op.drop_index(batch_op.f("ix_training_course_organiser_id_training_course_id"))

    op.drop_table("training_course")
    with op.batch_alter_table("training_organiser", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_organiser_unit_id"))

    op.drop_table("training_organiser")
    with op.batch_alter_table("stored_recording", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stored_recording_to_remove",
            sqlite_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NOT NULL AND gone_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_stored_recording_space_live",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_stored_recording_owner_id"))

    op.drop_table("stored_recording")

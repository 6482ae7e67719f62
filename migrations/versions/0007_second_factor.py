"""second factor: what a person's phone shares with the house, and ten codes on paper."""

import core.db.types
import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "person_backup_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("used_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("slot BETWEEN 0 AND 9", name=op.f("ck_person_backup_code_one_of_ten")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_backup_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_backup_code")),
        sa.UniqueConstraint("person_id", "slot", name=op.f("uq_person_backup_code_person_id_slot")),
    )
    op.create_table(
        "person_second_factor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("safe_id", sa.Integer(), nullable=False),
        sa.Column("made_at", core.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("on_at", core.db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_person_second_factor_step_counts")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_second_factor_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["safe_id"], ["safe.id"], name=op.f("fk_person_second_factor_safe_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_second_factor")),
        sa.UniqueConstraint("safe_id", name=op.f("uq_person_second_factor_safe_id")),
    )


def downgrade():
    op.drop_table("person_second_factor")
    op.drop_table("person_backup_code")
    # The secrets have no other use, and a code of this purpose is unknown to what came before.
    op.execute(
        "DELETE FROM sealed_field WHERE safe_id IN (SELECT id FROM safe WHERE ref LIKE 'totp-%')"
    )
    op.execute("DELETE FROM safe WHERE ref LIKE 'totp-%'")
    op.execute("DELETE FROM person_code WHERE purpose = 'sign_in'")

"""The version of what the public sees."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class HouseVersion(Base):
    """One row: a number that grows whenever a public page may look different."""

    __tablename__ = "house_version"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]

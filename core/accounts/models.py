"""The person, with all that belongs to signing in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base


class Person(Base):
    """Somebody; without a password it is one whom an officer has entered and who may take over.

    A phone is eleven digits; it counts once it was confirmed by SMS or face to face.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("phone IS NULL OR length(phone) = 11", name="phone_is_11_digits"),
        CheckConstraint("email IS NULL OR email = lower(email)", name="email_is_lower"),
        CheckConstraint(
            "phone IS NOT NULL OR phone_confirmed_at IS NULL", name="phone_before_confirmed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(200), default="", index=True)  # pinyin, to sort by
    phone: Mapped[str | None] = mapped_column(String(11), unique=True)
    phone_confirmed_at: Mapped[datetime | None]
    phone_confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: SMS
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="zh")
    elder: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # the officer
    consent_note: Mapped[str | None] = mapped_column(String(200))  # how the person agreed
    disabled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def can_sign_in(self) -> bool:
        return bool(self.password_hash) and not self.disabled_at and not self.closed_at


class GrantKind(StrEnum):
    """What the operator's house gives a person to do."""

    ADMIN, CLERK = "admin", "clerk"


class Grant(Base):
    """A site administrator's or clerk's right, from when until when."""

    __tablename__ = "person_grant"
    __table_args__ = (
        Index(
            "uq_live_grant",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[GrantKind]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SignIn(Base):
    """A session on the server; the cookie holds only a token whose hash stands here."""

    __tablename__ = "person_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when the password was last given
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    idle_minutes: Mapped[int]


class CodePurpose(StrEnum):
    """What a one-time code is good for."""

    REGISTER, CONFIRM_PHONE, CONFIRM_EMAIL = "register", "confirm_phone", "confirm_email"
    RESET, TAKE_OVER, ADMIN = "reset", "take_over", "admin"
    PROXY = "proxy"
    SIGN_IN = "sign_in"  # the password was right, the second step is still to come


class Code(Base):
    """A one-time code or link; only its hash is kept, and how often it was tried.

    `address` is what it was sent to (or None: printed by the officer `made_by`); `name` and
    `password_hash` wait here until somebody who registers has shown that the address is theirs,
    `facts` what its reader agrees to by telling the code.
    What has to be sent is due at `due_at`; whoever sends it puts that off for a while first.
    """

    __tablename__ = "person_code"
    __table_args__ = (Index(None, "person_id", "purpose"), Index(None, "address", "purpose"))

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[CodePurpose]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    handle: Mapped[str] = mapped_column(String(40), unique=True)  # stands in the page's address
    code_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str | None] = mapped_column(String(60))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    facts: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(8), default="zh")


class SecondFactor(Base):
    """What a person's phone shares with us, sealed; it is asked for once it is on.

    A code is good for one step of half a minute; `last_step` is the newest that was used.
    """

    __tablename__ = "person_second_factor"
    __table_args__ = (CheckConstraint("last_step >= 0", name="step_counts"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    safe_id: Mapped[int] = mapped_column(ForeignKey("safe.id"), unique=True)
    made_at: Mapped[datetime]
    on_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class BackupCode(Base):
    """One of the ten codes on paper, for whoever has no phone at hand; its first digit is `slot`.

    Only a slow hash is kept, as of a password.
    """

    __tablename__ = "person_backup_code"
    __table_args__ = (
        UniqueConstraint("person_id", "slot"),
        CheckConstraint("slot BETWEEN 0 AND 9", name="one_of_ten"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    slot: Mapped[int]
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried in the running window; `strikes` makes the next one longer."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]
    strikes: Mapped[int] = mapped_column(default=0)


class Address(Base):
    """Where a parcel may go: a district of the state's list, the rest as text."""

    __tablename__ = "person_address"
    __table_args__ = (
        Index(
            "uq_default_address",
            "person_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    receiver: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(6))  # GB/T 2260 code
    town: Mapped[str] = mapped_column(String(60), default="")
    detail: Mapped[str] = mapped_column(String(200))
    label: Mapped[str] = mapped_column(String(20), default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class NoticeChoice(Base):
    """Whether a person wants a kind of notice by mail or SMS; without a row the kind decides."""

    __tablename__ = "person_notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    wanted: Mapped[bool]

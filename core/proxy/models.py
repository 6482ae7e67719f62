"""Who acts for whom, for what and until when, and what was done so."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import Base
from core.db.guards import keep
from core.notices.models import Notice
from core.storage.models import StoredFile


class Scope(StrEnum):
    """What one may do for another: 下单, 上架, 报名, 预约, 提问求助."""

    ORDER, LIST, ENROL, BOOK, ASK = "order", "list", "enrol", "book", "ask"


class How(StrEnum):
    """How the villager agreed: told a code that came to their phone, or signed on paper."""

    CODE, PAPER = "code", "paper"


STANDING = text("consented_at IS NOT NULL AND stopped_at IS NULL")


class Proxy(Base):
    """One person acts for another; it counts from the consent until the day's end or the stop.

    `scopes` names what for, parted by commas; `until` is the last village day. On paper an officer
    (`recorded_by`, of `branch_id`) has seen the signature, and its picture is `paper_id`.
    """

    __tablename__ = "proxy"
    __table_args__ = (
        CheckConstraint("person_id <> proxy_id", name="never_oneself"),
        CheckConstraint("scopes <> ''", name="has_scopes"),
        CheckConstraint("how <> 'paper' OR recorded_by IS NOT NULL", name="paper_recorded"),
        CheckConstraint(
            "how <> 'paper' OR consented_at IS NULL OR paper_id IS NOT NULL", name="paper_seen"
        ),
        CheckConstraint("recorded_by <> proxy_id", name="never_by_oneself"),
        CheckConstraint("(stopped_at IS NULL) = (stop_why = '')", name="stopped_why"),
        Index(
            "uq_proxy_standing",
            "person_id",
            "proxy_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(None, "proxy_id", "until"),
        Index(None, "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # opens the villager's page, by SMS
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)  # for whom
    proxy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who acts
    scopes: Mapped[str] = mapped_column(String(40))
    how: Mapped[How]
    until: Mapped[date]
    asked_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by the SMS link
    stop_why: Mapped[str] = mapped_column(String(20), default="")  # a code of rules.STOPS

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proxy: Mapped[Person] = relationship(foreign_keys=[proxy_id])
    branch: Mapped[Branch | None] = relationship()
    paper: Mapped[StoredFile | None] = relationship()


class Act(Base):
    """One thing that was done for the villager; told to them, and open to their dispute.

    `what` is the endpoint, whose words the areas hand over; `fact` names in a few words, frozen,
    what came of it, and never what is confidential. `told_at` is when it has reached the villager:
    by the notice, once that is out, or by hand (`told_how` is `sms`, `mail`, `slip` or `desk`).
    """

    __tablename__ = "proxy_act"
    __table_args__ = (
        CheckConstraint("(told_at IS NULL) = (told_how = '')", name="told_how"),
        CheckConstraint("(disputed_at IS NULL) = (dispute = '')", name="disputed_what"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_what"),
        CheckConstraint("answered_at IS NULL OR disputed_at IS NOT NULL", name="answered_after"),
        Index(None, "proxy_id", "id"),
        Index(
            "ix_proxy_act_untold",
            "at",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
        Index(
            "ix_proxy_act_disputed",
            "disputed_at",
            sqlite_where=text("disputed_at IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=text("disputed_at IS NOT NULL AND answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proxy_id: Mapped[int] = mapped_column(ForeignKey("proxy.id"))
    what: Mapped[str] = mapped_column(String(80))
    fact: Mapped[str] = mapped_column(String(80), default="")
    url: Mapped[str] = mapped_column(String(200))  # of what came of it, where there is a fact
    at: Mapped[datetime]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), index=True)
    told_at: Mapped[datetime | None]
    told_how: Mapped[str] = mapped_column(String(8), default="")
    told_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    disputed_at: Mapped[datetime | None]
    dispute: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(String(300), default="")

    proxy: Mapped[Proxy] = relationship()
    notice: Mapped[Notice | None] = relationship()


keep(Proxy.__table__)  # type: ignore[arg-type]
keep(Act.__table__)  # type: ignore[arg-type]

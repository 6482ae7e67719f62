"""Reads of what was said in an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, cast, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from core.db import db
from core.notices.models import Notice
from core.storage.models import LARGE, SMALL, StoredFile
from shop.orders.models import Order, OrderStatus
from shop.orders.queries.orders import find_of_producer
from shop.producers.models import Producer
from shop.threads.models import Message, MessagePicture
from shop.threads.rules import ANSWERED_WITHIN, OPEN_FOR

TABLE = Message.__tablename__
PAGE = 50
CALLED_OFF = (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.AWAITING_PAYMENT)


def list_said(order_id: int, *, before: int | None = None) -> Sequence[Message]:
    """Return the last messages and one more, the newest first, with their pictures."""
    query = select(Message).where(Message.order_id == order_id)
    if before is not None:
        query = query.where(Message.id < before)
    whole = selectinload(Message.pictures).joinedload(MessagePicture.file)
    last = query.options(whole).order_by(Message.id.desc()).limit(PAGE + 1)
    return db.session.scalars(last).all()


def count_said(order_id: int, *, by_seller: bool, since: datetime) -> int:
    """Count what one side has said since then."""
    mine = select(func.count()).where(Message.order_id == order_id, Message.at > since)
    return db.session.scalar(mine.where(Message.by_seller.is_(by_seller))) or 0


def count_after(order_id: int, message_id: int, *, by_seller: bool) -> int:
    """Count what one side has said after this message."""
    later = select(func.count()).where(Message.order_id == order_id, Message.id > message_id)
    return db.session.scalar(later.where(Message.by_seller.is_(by_seller))) or 0


def list_unanswered(event: str, *, at: datetime, limit: int = 500) -> Sequence[int]:
    """Return the ids of buyers' messages that nobody has answered for a day, one of each talk.

    It is the first after which the seller has said nothing. Left out are those that this event
    has told of, orders that were called off, and talks that are over.
    """
    about = literal(f"{TABLE}:") + cast(Message.id, String)
    told = select(Notice.id).where(Notice.about == about, Notice.event == event)
    query = _unanswered(at).where(~told.exists()).order_by(Message.id).limit(limit)
    return db.session.scalars(query).all()


def is_unanswered(message: Message, *, at: datetime) -> bool:
    """Tell whether this is still the message that has waited for an answer for a day."""
    return db.session.scalar(_unanswered(at).where(Message.id == message.id)) is not None


def _unanswered(at: datetime) -> Select[int]:
    said, answer = aliased(Message), aliased(Message)
    answered = select(answer.id).where(answer.order_id == said.order_id, answer.by_seller)
    answered = answered.where(answer.id > said.id)
    asked = select(func.min(said.id)).where(~said.by_seller, ~answered.exists())
    open_still = or_(Order.ended_at.is_(None), Order.ended_at > at - OPEN_FOR)
    return (
        select(Message.id)
        .join(Message.order)
        .join(Order.producer)
        .where(Message.id.in_(asked.group_by(said.order_id)), Message.at <= at - ANSWERED_WITHIN)
        .where(open_still, Order.status.not_in(CALLED_OFF), Producer.closed_at.is_(None))
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A picture in a size, and the two who may see it."""

    id: int
    file: StoredFile
    size: int
    person_id: int
    responsible_id: int


def find_buyers_picture(ref: str, picture_id: int, size: int) -> Seen | None:
    """Return a picture that was sent in the order with this address."""
    return _seen(_pictures(picture_id).where(Order.ref == ref), size)


def find_sellers_picture(
    producer_id: int, order_id: int, picture_id: int, size: int
) -> Seen | None:
    """Return a picture that was sent in this order of an open producer."""
    if find_of_producer(producer_id, order_id) is None:
        return None
    return _seen(_pictures(picture_id).where(Order.id == order_id), size)


def staying() -> Select[int]:
    """Return the ids of all pictures: what was said in an order stays."""
    return select(MessagePicture.file_id)


def _pictures(picture_id: int) -> Select[MessagePicture, Order]:
    return (
        select(MessagePicture, Order)
        .join(Message, Message.id == MessagePicture.message_id)
        .join(Order, Order.id == Message.order_id)
        .where(MessagePicture.id == picture_id)
        .options(joinedload(MessagePicture.file), joinedload(Order.producer))
    )


def _seen(query: Select[MessagePicture, Order], size: int) -> Seen | None:
    row = db.session.execute(query).one_or_none()
    if row is None or size not in {SMALL, LARGE} or row.MessagePicture.file.deleted_at:
        return None
    return Seen(
        id=row.MessagePicture.id,
        file=row.MessagePicture.file,
        size=size,
        person_id=row.Order.person_id,
        responsible_id=row.Order.responsible_id,
    )


INVARIANTS = {
    "threads.said_by_a_stranger": (
        "SELECT m.id FROM shop_message m JOIN shop_order o ON o.id = m.order_id"
        " WHERE NOT m.by_seller AND m.person_id <> o.person_id"
    ),
    "threads.more_unread_than_said": (
        "SELECT o.id FROM shop_order o WHERE o.unread_buyer < 0 OR o.unread_seller < 0"
        " OR o.unread_buyer > (SELECT count(*) FROM shop_message m WHERE m.order_id = o.id"
        " AND m.by_seller) OR o.unread_seller > (SELECT count(*) FROM shop_message m"
        " WHERE m.order_id = o.id AND NOT m.by_seller)"
    ),
    "threads.public_picture": (
        "SELECT p.id FROM shop_message_picture p JOIN stored_file f ON f.id = p.file_id"
        " WHERE f.is_public"
    ),
}

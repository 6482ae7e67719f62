"""Reads about pictures of producers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from shop.producers.models import Producer, ProducerPicture


def find_picture(producer_id: int, picture_id: int) -> ProducerPicture | None:
    """Return a picture of this open producer, else None."""
    query = (
        select(ProducerPicture)
        .join(ProducerPicture.producer)
        .where(ProducerPicture.id == picture_id, ProducerPicture.producer_id == producer_id)
        .where(Producer.closed_at.is_(None))
        .options(joinedload(ProducerPicture.producer), joinedload(ProducerPicture.file))
    )
    return db.session.scalar(query)


def list_pictures(producer_id: int) -> Sequence[ProducerPicture]:
    """Return the pictures of a producer in their order, each with its file."""
    query = (
        select(ProducerPicture)
        .where(ProducerPicture.producer_id == producer_id)
        .options(joinedload(ProducerPicture.file))
        .order_by(ProducerPicture.position, ProducerPicture.id)
    )
    return db.session.scalars(query).all()

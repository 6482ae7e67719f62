"""What a producer shows of the farm."""

from datetime import datetime

from sqlalchemy import delete, update

from core.access import Actor
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.storage import operations as storage
from core.storage.operations import Laid
from core.words import _
from shop.producers import rules
from shop.producers.models import Producer, ProducerPicture
from shop.producers.operations.producers import TABLE, shows_otherwise
from shop.producers.queries.pictures import list_pictures


def add_picture(
    producer: Producer, laid: Laid, *, alt: str, by: Actor, at: datetime
) -> ProducerPicture:
    """Show one more picture, behind the others."""
    stored = storage.keep(laid, is_public=True, by=by, at=at)
    shown = list_pictures(producer.id)
    if len(shown) >= rules.MOST_PICTURES:
        raise Refused(
            _("照片最多 %(most)s 张，先去掉一张", most=rules.MOST_PICTURES), field="picture"
        )
    position = max((each.position for each in shown), default=0) + 1
    picture = ProducerPicture(
        producer_id=producer.id, file_id=stored.id, alt=alt, position=position
    )
    db.session.add(picture)
    db.session.flush()
    record("add_farm_picture", TABLE, producer.id, by=by, at=at, became=stored.ref)
    shows_otherwise(producer.id, at=at)
    return picture


def describe(picture: ProducerPicture, alt: str, *, at: datetime) -> None:
    """Say in words what the picture shows, for those who cannot see it."""
    mine = update(ProducerPicture).where(ProducerPicture.id == picture.id)
    db.session.execute(mine.values(alt=alt))
    shows_otherwise(picture.producer_id, at=at)


def move_picture(picture: ProducerPicture, *, up: bool, at: datetime) -> None:
    """Let the picture change places with its neighbour; at the end it stays where it is."""
    shown = [each.id for each in list_pictures(picture.producer_id)]
    here = shown.index(picture.id)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(shown):
        return
    shown[here], shown[there] = shown[there], shown[here]
    for position, picture_id in enumerate(shown, 1):
        one = update(ProducerPicture).where(ProducerPicture.id == picture_id)
        db.session.execute(one.values(position=position))
    shows_otherwise(picture.producer_id, at=at)


def remove_picture(picture: ProducerPicture, *, by: Actor, at: datetime) -> None:
    """Show the picture no more."""
    producer_id, file = picture.producer_id, picture.file
    db.session.execute(delete(ProducerPicture).where(ProducerPicture.id == picture.id))
    storage.drop(file, at=at)
    record("remove_farm_picture", TABLE, producer_id, by=by, at=at, was=file.ref)
    shows_otherwise(producer_id, at=at)

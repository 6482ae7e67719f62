"""The pictures of a product, in their order; the first one stands in lists."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.storage import operations as storage
from core.storage.models import StoredFile
from core.words import _
from shop.catalog.models import Product, ProductPicture
from shop.catalog.operations.showing import lock, touch
from shop.catalog.rules.goods import why_not_say
from shop.catalog.rules.listing import MOST_PICTURES

TABLE = ProductPicture.__tablename__


def add_picture(
    product: Product, stored: StoredFile, *, alt: str = "", by: Actor, at: datetime
) -> ProductPicture:
    """Hang a picture behind the others; `alt` says what is to be seen to who cannot see it."""
    refuse_if(why_not_say(alt), field="alt")
    lock(product.id)
    hanging = _places(product.id)
    if len(hanging) >= MOST_PICTURES:
        raise Refused(
            _("一样商品最多 %(most)s 张照片，先拿掉一张", most=MOST_PICTURES), field="picture"
        )
    last = max(hanging.values(), default=-1)
    picture = ProductPicture(product_id=product.id, file_id=stored.id, alt=alt, position=last + 1)
    db.session.add(picture)
    db.session.flush()
    record("add_picture", TABLE, picture.id, by=by, at=at)
    touch(product, at=at)
    return picture


def describe_picture(picture: ProductPicture, *, alt: str, by: Actor, at: datetime) -> None:
    """Say what is to be seen on the picture."""
    refuse_if(why_not_say(alt), field="alt")
    picture.alt = alt
    record("describe_picture", TABLE, picture.id, by=by, at=at, became=alt)
    touch(picture.product, at=at)


def move_earlier(picture: ProductPicture, *, by: Actor, at: datetime) -> None:
    """Hang the picture before the one that stands before it; the first one stays."""
    lock(picture.product_id)
    hanging = list(_places(picture.product_id))
    if picture.id not in hanging[1:]:
        return
    place = hanging.index(picture.id)
    hanging[place - 1], hanging[place] = hanging[place], hanging[place - 1]
    for position, picture_id in enumerate(hanging):
        one = update(ProductPicture).where(ProductPicture.id == picture_id)
        db.session.execute(one.values(position=position))
    record("move_earlier", TABLE, picture.id, by=by, at=at)
    touch(picture.product, at=at)


def remove_picture(picture: ProductPicture, *, by: Actor, at: datetime) -> None:
    """Take the picture down; its file goes, unless another season of the product shows it too."""
    product, stored = picture.product, picture.file
    lock(product.id)
    elsewhere = select(ProductPicture.id).where(
        ProductPicture.file_id == stored.id, ProductPicture.id != picture.id
    )
    record("remove_picture", TABLE, picture.id, by=by, at=at, was=stored.ref)
    if not db.session.scalar(select(elsewhere.exists())):
        storage.drop(stored, at=at)
    db.session.delete(picture)
    db.session.flush()
    touch(product, at=at)


def _places(product_id: int) -> dict[int, int]:
    """Return the pictures with their positions, in their order."""
    query = (
        select(ProductPicture.id, ProductPicture.position)
        .where(ProductPicture.product_id == product_id)
        .order_by(ProductPicture.position, ProductPicture.id)
    )
    return {row.id: row.position for row in db.session.execute(query)}

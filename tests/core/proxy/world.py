"""What the tests of proxies share: a wish, a photo, and what stands in the house by now."""

import io
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from core.clock import village_day
from core.db import db
from core.notices.models import Notice
from core.proxy.models import Act, Proxy, Scope
from core.proxy.operations import Wish

DAYS = 30


def wish(at, *scopes, days=DAYS):
    given = frozenset(Scope(each) for each in (scopes or ("ask",)))
    return Wish(scopes=given, until=village_day(at) + timedelta(days=days))


def acts():
    return db.session.scalars(select(Act).order_by(Act.id)).all()


def photo(colour="white"):
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "签字.jpg"


def proxies():
    db.session.rollback()
    return db.session.scalars(select(Proxy).order_by(Proxy.id)).all()


def notices(event):
    db.session.rollback()
    return db.session.scalars(select(Notice).where(Notice.event == event)).all()

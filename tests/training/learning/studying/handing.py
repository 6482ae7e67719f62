"""Handing work in as a browser does, and what became of it."""

import io

from html5lib import parse
from PIL import Image
from sqlalchemy import select

from core.db import db
from core.notices.models import Notice
from tests.pages import X
from tests.training.learning.studying.world import PRACTICE

WORDS = "照着做了一遍，肥皂换了新的。"


def photo(name="hands.png"):
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8").save(data, "PNG")
    data.seek(0)
    return data, name


def fields_of(page):
    """Return the fields of the page's form with files, as a browser would send them."""
    (form,) = [f for f in parse(page.text).iter(f"{X}form") if f.get("enctype")]
    found = {}
    for each in form.iter():
        if each.get("name") and each.get("type") not in {"file", "checkbox"}:
            found[each.get("name")] = each.get("value") or (each.text or "").strip()
    return found


def hand_in(client, world, photos=1, words=WORDS, page=None, **more):
    url = world.url(PRACTICE, "/report")
    sent = {**fields_of(page or client.get(url)), "words": words, **more}
    if photos:
        sent["picture"] = [photo(f"{number}.png") for number in range(photos)]
    return client.post(url, data=sent, content_type="multipart/form-data")


def at_desk(world, report, what=""):
    return f"/teach/courses/{world.course.id}/reports/{report.id}{what}"


def told(person, event):
    db.session.rollback()
    query = select(Notice).where(Notice.person_id == person.id, Notice.event == event)
    return db.session.scalars(query).all()

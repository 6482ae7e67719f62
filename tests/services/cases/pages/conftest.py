"""A client at the pages of their own case, as the server's clock says."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from core.clock import VILLAGE, now
from core.db import db
from services.cases import queries
from services.cases.models import Case

SATURDAY = 5


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def guest(client, world, contact):
    """A client, signed in."""
    client.log_in(world.guest)
    return client


@pytest.fixture
def booked(world):
    """An appointment with the lawyer on a weekday soon."""
    days = (each for each in range(2, 9) if weekday(world.at + timedelta(days=each)) < SATURDAY)
    return world.book(world.start(9, day=next(days)))


@pytest.fixture
def open_case(world):
    """Return the case as it stands now."""

    def find(number=None):
        db.session.rollback()
        if number is not None:
            return queries.find_case(number)
        return db.session.query(Case).order_by(Case.id.desc()).first()

    return find


@pytest.fixture
def opened(open_case):
    """Return who has opened what, the newest first."""

    def find(case):
        found = queries.list_openings(open_case(case.number).id)
        return [(each.person_id, each.opener.value, each.what) for each in found]

    return find


def weekday(moment):
    return moment.astimezone(VILLAGE).weekday()


def photo(size=(640, 480), kind="PNG", **kw):
    data = BytesIO()
    Image.new("RGB", size, "#7a8").save(data, kind, **kw)
    return data.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

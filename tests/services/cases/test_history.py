"""No page of history says who has booked, or has tried to reach what others have said."""

from sqlalchemy import select

from core.admin import queries as admin
from core.db import db
from core.history.models import Entry
from core.house import HOUSE
from services.cases.models import Case

ROOMS = {"appointments", "cases", "practice"}


def rights(app):
    views = {n: v for n, v in app.view_functions.items() if n.partition(".")[0] in ROOMS}
    assert {each.partition(".")[0] for each in views} == ROOMS
    return {vars(view)["access"] for view in views.values()} - {"public"}


def test_every_right_of_these_pages_is_confidential(app):
    asked = rights(app)
    assert len(asked) >= 8
    assert asked <= set(HOUSE.confidential)


def test_who_was_denied_is_not_shown(client, world, case, make):
    """The line is kept: it is only shown on no page."""
    client.look = False
    client.log_in(make.person(name="好奇的人"))
    assert client.get(f"/appointments/cases/{case.number}").status_code == 404
    denied = select(Entry.about).where(Entry.action == "denied")
    assert db.session.scalars(denied).all() == ["services.case.find"]
    lines, _more = admin.list_history(admin.Search())
    assert not {each.about for each in lines} & {*HOUSE.confidential, Case.__tablename__}

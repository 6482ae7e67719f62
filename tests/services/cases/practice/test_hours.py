"""A practitioner sets their own hours and days off; nobody else's."""

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db
from services.clinics.models import DayOff, ExtraHours, WeeklyHours
from tests.services.clinics.world import DAY
from tests.visitor import new_key

pytestmark = pytest.mark.both_engines
URL = "/practice/services/{}/week"


def test_the_week(lawyer, world):
    url = URL.format(world.service.id)
    assert f'href="{url}"' in lawyer.get("/practice/hours").text
    assert "9:00-12:00" in lawyer.get(url).text
    assert lawyer.send(url, day0="19:00-20:00", form_key=new_key()).location == "/practice/hours"
    query = select(WeeklyHours.weekday, WeeklyHours.begins, WeeklyHours.ends).where(
        WeeklyHours.service_id == world.service.id
    )
    assert [tuple(row) for row in db.session.execute(query)] == [(0, 1140, 1200)]
    answer = lawyer.send(url, day0="nonsense", form_key=new_key())
    assert answer.status_code == 422
    assert "nonsense" in answer.text


def test_days_off_and_hours_besides_and_back(lawyer, world):
    day = village_day(world.at) + 20 * DAY
    url = f"/practice/services/{world.service.id}/extra"
    lawyer.send("/practice/away", day=day.isoformat(), form_key=new_key())
    lawyer.send(url, day=day.isoformat(), hours="19:00-20:00", form_key=new_key())
    off = db.session.scalars(select(DayOff)).one()
    extra = db.session.scalars(select(ExtraHours)).one()
    page = lawyer.get("/practice/hours")
    assert "19:00—20:00" in page.text
    assert "整天" in page.text
    lawyer.send(f"/practice/away/{off.id}/back")
    lawyer.send(f"/practice/extra/{extra.id}/back")
    assert db.session.scalars(select(DayOff)).all() == []
    assert db.session.scalars(select(ExtraHours)).all() == []


@pytest.mark.parametrize("day", ["", "x", "1999-01-01"])
def test_no_day_of_sense(lawyer, world, day):
    answer = lawyer.send("/practice/away", day=day, form_key=new_key())
    assert answer.status_code == 422
    assert 'id="day-error"' in answer.text
    assert db.session.scalars(select(DayOff)).all() == []


def test_not_those_of_others(lawyer, world, make):
    other = world.make_service(world.practitioner(make.person(name="别人")))
    for url in (URL.format(other.id), f"/practice/services/{other.id}/extra"):
        assert lawyer.get(url).status_code == 404
        assert lawyer.send(url, day0="").status_code == 404
    extra = world.make.add(
        ExtraHours(service_id=other.id, day=village_day(world.at), begins=540, ends=600)
    )
    assert lawyer.send(f"/practice/extra/{extra.id}/back").status_code == 404
    hours = select(WeeklyHours).where(WeeklyHours.service_id == other.id)
    assert len(db.session.scalars(hours).all()) == 10


def test_who_is_none_reads_so(client, world):
    client.log_in(world.guest)
    for url in ("/practice/hours", "/practice/away"):
        assert "这里没有您要办的事" in client.get(url).text

"""What pages of booking send, and the one appointment that there is."""

from sqlalchemy import select

from core.db import db
from services.clinics.models import Appointment
from tests.services.help.pages.forms import form_of
from tests.visitor import new_key


def one():
    db.session.expire_all()
    return db.session.scalars(select(Appointment)).one()


def hold(client, clinics, way="place", **kw):
    answer = client.send(clinics.url(**kw), way=way, form_key=new_key())
    assert answer.status_code == 302, answer.text
    return answer.location


def book(client, url, **fields):
    sent = {**form_of(client.get(url), f"{url}/book"), **fields}
    return client.send(f"{url}/book", {n: v for n, v in sent.items() if v is not None})

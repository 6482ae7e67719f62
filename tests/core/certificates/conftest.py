"""A township and its village with two officers, and a villager who has a certificate."""

import threading
from contextlib import contextmanager

import pytest

from core.branches.models import BranchKind, OfficeRole
from core.certificates import operations
from core.certificates.models import Certificate, CertificateKind, Revocation
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from tests.shop.orders.races.conftest import gate

__all__ = ["gate"]
SENTENCE = "%(branch)s给%(place)s登记"


@pytest.fixture
def at():
    return now()


@pytest.fixture
def township(make):
    return make.branch(name="青石镇党委", kind=BranchKind.TOWNSHIP)


@pytest.fixture
def branch(make, township):
    return make.branch(name="桃源村党支部", parent=township, phone="0718-7654321")


@pytest.fixture
def secretary(make, branch):
    return make.officer(branch, person=make.person(name="周建国"))


@pytest.fixture
def officer(make, branch):
    return make.officer(branch, role=OfficeRole.PUBLICITY, person=make.person(name="李宣"))


@pytest.fixture
def upper(make, township):
    return make.officer(township, person=make.person(name="赵明远"))


@pytest.fixture
def holder(make, branch):
    return make.resident(make.unit(branch), make.person(name="欧阳秀英"))


@pytest.fixture
def issue(make, branch, secretary, holder, at):
    """Return what issues one certificate after another."""

    def one(source="hours:1", **kw):
        made = {
            "person_id": holder.id,
            "content": [("到 %(day)s 截止", {"day": "13月1日"})],  # a day that is never today
            "branch": branch,
            "valid_until": None,
            "by": make.actor(secretary),
            "at": at,
            **kw,
        }
        with writing():
            return operations.issue(CertificateKind.SERVICE_HOURS, source=source, **made)

    return one


@pytest.fixture
def certificate(issue):
    return issue()


@pytest.fixture
def do(at):
    """Take a step in a transaction of its own, and read all anew afterwards."""

    def take(step, *given, **kw):
        with writing():
            made = step(*given, **{"at": at, **kw})
        db.session.expire_all()
        return made

    return take


@pytest.fixture
def asked(do, make, certificate, secretary, upper):
    """Return a revocation that the secretary has asked for."""
    by = make.actor(secretary)
    return do(operations.ask_revocation, certificate, reason="时长算错了", by=by)


@pytest.fixture
def at_once(app, gate):
    """Run these at the same instant, each in a session of its own; return what came of each."""

    @contextmanager
    def waiting(count):
        with gate("UPDATE certificate SET issued_at = issued_at", count):
            yield

    def run(*doings):
        came = [None] * len(doings)

        def one(number, doing):
            with app.app_context():
                try:
                    with writing():
                        came[number] = doing()
                except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
                    came[number] = error
                finally:
                    db.session.remove()

        db.session.rollback()
        hands = [threading.Thread(target=one, args=each) for each in enumerate(doings)]
        with waiting(len(hands)):
            for hand in hands:
                hand.start()
        for hand in hands:
            hand.join(30)
        db.session.rollback()
        db.session.expire_all()
        odd = [x for x in came if isinstance(x, BaseException) and not isinstance(x, Refused)]
        assert odd == []
        return came

    return run


def get(row):
    """Return the row as it stands now."""
    table = Certificate if isinstance(row, Certificate) else Revocation
    return db.session.get(table, row.id, populate_existing=True)

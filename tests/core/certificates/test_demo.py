"""The demo world has a certificate that is valid and one that was revoked by two."""

import pytest
from sqlalchemy import select

from core.area import CORE
from core.certificates import demo
from core.certificates.models import Certificate, Revocation
from core.cli.invariants import broken
from core.clock import now
from core.db import db, writing


@pytest.mark.both_engines
def test_one_is_valid_and_one_is_revoked(app, client):
    at = now()
    for _time in range(2):
        with writing():
            CORE.demo(at)
    with writing():
        demo.fill(at)
    rows = db.session.scalars(select(Certificate).order_by(Certificate.id)).all()
    assert [row.revoked_at is None for row in rows] == [True, False]
    assert db.session.scalars(select(Revocation.confirmed)).all() == [True]
    assert broken(at=at) == {}
    page = client.get(f"/certificates/{rows[0].number}").text
    assert "王某" in page
    assert "参加志愿服务 36 小时" in page

"""The form as it is filled in, and its pictures."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from core.access import SYSTEM
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.sponsorship import operations, queries, rules
from core.storage.models import StoredFile
from core.storage.operations import lay_picture
from tests.core.sponsorship.world import ALL_SEEN


def test_the_draft_of_one_page_is_saved_as_often_as_it_likes(land):
    sponsorship = land.assign(land.ask())
    first = land.save(sponsorship, checks={"name": (None, "写到一半")}, day=None)
    assert (first.version, first.day) == (1, None)
    assert queries.list_checks(first.id) == {"name": (None, "写到一半")}
    for _lost_answer in range(2):  # the page never heard that it was saved
        land.save(sponsorship, version=0)
    visit = queries.find_visit(sponsorship.id)
    assert (visit.version, queries.list_checks(visit.id)) == (3, ALL_SEEN)
    land.save(sponsorship, version=3, checks={}, form_key="page-two")
    assert queries.list_checks(visit.id) == {}
    with pytest.raises(Overtaken) as said:
        land.save(sponsorship, version=3, note="我写的")
    assert "果园在山脚下" in said.value.theirs
    assert "我写的" in said.value.mine
    with pytest.raises(Overtaken):
        land.save(sponsorship, version=0, form_key="page-three", by=land.secretary)


def test_pictures_are_shown_to_everybody_only_once_verified(land, make):
    sponsorship = land.assign(land.ask())
    laid = lay()
    by = land.actor(land.steward)
    with writing():
        operations.add_picture(sponsorship, laid, alt="果园", by=by, at=land.at)
    land.save(sponsorship)  # the form's first version comes after the picture's empty one
    land.hand_in(sponsorship)
    assert queries.find_record(sponsorship.id).pictures == []
    land.decide(sponsorship)
    assert queries.find_record(sponsorship.id).pictures == [(laid.ref, "果园", 40, 30)]
    with pytest.raises(Refused, match="不在走访中"):
        operations.add_picture(sponsorship, laid, alt="又一张", by=by, at=land.at)


def test_a_picture_is_taken_out_again_and_there_are_not_too_many(land, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PICTURES", 1)
    sponsorship, by = land.assign(land.ask()), land.actor(land.steward)
    with writing():
        picture = operations.add_picture(sponsorship, lay(), alt="果园", by=by, at=land.at)
    with pytest.raises(Refused, match="最多放 1 张"), writing():
        operations.add_picture(sponsorship, lay(), alt="二", by=by, at=land.at)
    with writing():
        operations.remove_picture(sponsorship, picture, by=by, at=land.at)
    assert queries.list_pictures(picture.visit_id) == []
    assert db.session.scalar(select(func.count()).where(StoredFile.deleted_at.is_(None))) == 0


def lay():
    out = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(out, "JPEG")
    db.session.rollback()
    return lay_picture("farm.jpg", out.getvalue(), by=SYSTEM)

"""Who countersigns may say that somebody was not there; who entered it hears of it."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from tests.services.help.pages.forms import form_of
from tests.training.classes.world import told
from training.classes.models import SpotQuestion
from training.classes.operations import attending
from training.classes.queries.classes import get_class
from training.classes.queries.roll import find_entry

pytestmark = pytest.mark.both_engines


@pytest.fixture
def held(world, do):
    """A class with two on its roll, whom the teacher has entered."""
    held = world.meeting()
    both = [world.mine.id, world.other.id]
    do(attending.enter, held, both, by=world.actor(world.teacher))
    return held


@pytest.fixture
def entry(world, held):
    """The line of the learner as an operation finds it."""
    return lambda: find_entry(world.course.id, held.id, id_of(world, held, world.mine))


def id_of(world, held, enrolment):
    return next(each.id for each in world.entries(held) if each.enrolment_id == enrolment.id)


@pytest.mark.parametrize("who", ["second", "officer"])
def test_the_line_is_gone_and_who_entered_it_hears(world, do, held, entry, at, who):
    signer = getattr(world, who)
    do(attending.decline, entry(), by=world.actor(signer))
    assert [each.enrolment_id for each in world.entries(held)] == [world.other.id]
    (notice,) = told(world.teacher, "declined")
    assert notice.facts["name"] == "张桂兰"
    assert notice.url == f"/teach/courses/{world.course.id}/classes/{held.id}"
    assert told(world.learner, "counted") == []
    (line,) = db.session.scalars(select(Entry).where(Entry.action == "decline_entry"))
    assert (line.about_id, line.became) == (held.id, str(world.mine.id))
    assert line.by_id == signer.id


def test_not_by_who_entered_it_nor_of_oneself(world, do, held, entry):
    for person in (world.teacher, world.learner):
        with pytest.raises(Refused):
            do(attending.decline, entry(), by=world.actor(person))
    assert len(world.entries(held)) == 2


def test_what_counts_stays(world, do, held, entry):
    mine = entry()
    do(attending.countersign, held, [mine.id], by=world.actor(world.second))
    with pytest.raises(Refused, match="已经算上"):
        do(attending.decline, entry(), by=world.actor(world.officer))
    assert len(world.entries(held)) == 2


def test_who_did_come_is_entered_and_signed_after_all(world, do, held, entry):
    by = world.actor(world.teacher)
    do(attending.decline, entry(), by=world.actor(world.second))
    do(attending.enter, held, [world.mine.id], by=by)
    do(attending.countersign, held, [entry().id], by=world.actor(world.second))
    assert len(told(world.learner, "counted")) == 1


def test_what_was_asked_goes_with_it(world, do, at):
    held, by = world.screen(), world.actor(world.teacher)
    do(attending.enter, held, [world.mine.id], by=by)
    world.make.add(
        SpotQuestion(
            class_id=held.id,
            enrolment_id=world.mine.id,
            question="怎么洗手",
            is_right=True,
            noted_by=world.teacher.id,
            noted_at=at,
        )
    )
    line = find_entry(world.course.id, held.id, id_of(world, held, world.mine))
    do(attending.decline, line, by=world.actor(world.second))
    assert db.session.query(SpotQuestion).count() == 0


def test_of_a_class_that_was_cancelled_nothing_is_said(world, do, held, entry, at):
    with writing():
        row = get_class(held.id)
        row.cancelled_at, row.cancel_why = at, "下雨"
    with pytest.raises(Refused, match="取消了"):
        do(attending.decline, entry(), by=world.actor(world.second))


class TestPage:
    @pytest.fixture
    def url(self, world, held):
        return f"/teach/courses/{world.course.id}/classes/{held.id}"

    @pytest.mark.parametrize("who", ["second", "officer"])
    def test_said_on_the_page_of_signing(self, client, world, held, url, entry, who):
        client.log_in(getattr(world, who))
        page = client.get(f"{url}/countersign")
        decline = f"{url}/roll/{entry().id}/decline"
        answer = client.send(decline, form_of(page, decline))
        assert answer.location == f"{url}/countersign"
        assert "划掉了，并告诉了点名的人" in client.get(f"{url}/countersign").text
        assert len(world.entries(held)) == 1
        assert client.send(decline, form_key="another-key").status_code == 404

    def test_who_entered_it_is_refused_with_a_sentence(self, client, world, held, url, entry):
        client.log_in(world.teacher)
        decline = f"{url}/roll/{entry().id}/decline"
        assert decline not in client.get(f"{url}/countersign").text
        page = client.send(decline, form_key="a-key-of-its-own")
        assert page.status_code == 422
        assert "您自己点的名" in page.text
        assert len(world.entries(held)) == 2

    def test_nobody_else(self, client, world, held, url, entry, make):
        decline = f"{url}/roll/{entry().id}/decline"
        elsewhere = make.officer(make.branch("柳湾镇党委"))
        for person in (world.learner, world.neighbour, elsewhere, make.admin()):
            client.log_in(person)
            assert client.send(decline, form_key="a-key-of-its-own").status_code == 404
        assert len(world.entries(held)) == 2

"""Breaking the glass: two of the same clinic with reasons of their own; the client reads both."""

import pytest
from sqlalchemy import func, select

from core.db import db
from core.errors import Refused
from core.notices.models import Notice
from services.cases.models import GlassBreaking, Opener
from services.cases.operations import breaking, handling, safekeeping
from services.cases.queries import glass, list_openings
from tests.services.cases.conftest import CANARY
from tests.services.cases.practice.conftest import change
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
HERE = "/practice/glass"
FIRST, SECOND = f"{CANARY}-家里打起来了", f"{CANARY}-电话也打不通"


@pytest.fixture
def asked(world, handed, colleague, do):
    return do(breaking.ask_to_break, handed, FIRST, by=world.actor(colleague.person))


@pytest.fixture
def broken(world, handed, asked, contact, do):
    do(breaking.second, asked, handed, SECOND, by=world.actor(contact))
    return asked


def count():
    return db.session.scalar(select(func.count()).select_from(GlassBreaking))


def told(person):
    query = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id)
    return db.session.scalars(query).all()


def test_from_asking_to_reading(client, world, handed, colleague, contact, do, at):
    client.log_in(colleague.person)
    sent = {"number": f" {handed.number.lower()} ", "reason": FIRST, "form_key": "same-form-key"}
    assert [client.send(HERE, sent).location for _time in range(2)] == [HERE, HERE]
    assert count() == 1
    assert told(world.guest)[-1] == "cases.glass_asked"
    assert handed.number not in client.get(HERE).text  # one's own is for another to second
    assert client.get(f"{HERE}/{handed.number}").status_code == 404
    client.log_in(contact)
    assert "等第二个人" in client.get("/practice/").text
    page = client.get(HERE)
    assert f"{HERE}/{handed.number}/second" in page.text
    assert colleague.person.name in page.text
    assert FIRST not in page.text
    assert FIRST not in client.get(f"{HERE}/{handed.number}/second").text
    where = client.send(f"{HERE}/{handed.number}/second", reason=SECOND).location
    assert where == f"{HERE}/{handed.number}"
    assert told(world.guest)[-1] == "cases.glass_broken"
    for person in (contact, colleague.person):
        client.log_in(person)
        assert f"{HERE}/{handed.number}" in client.get(HERE).text
        assert CANARY not in client.get(where).text
        answer = client.send(f"{where}/open", part="intake")
        assert CANARY in answer.text
        assert client.get(f"/practice/cases/{handed.number}").status_code == 404
    assert {each.opener for each in list_openings(handed.id)} == {Opener.BROKEN_GLASS}
    (why,) = do(safekeeping.open_glass, handed, by=world.actor(world.guest))
    assert (why.asked, why.seconded) == (FIRST, SECOND)
    assert (why.breaking.asked_by, why.breaking.seconded_by) == ("文律师", "联络员")
    assert list_openings(handed.id)[0].what == "glass"


def test_after_two_hours_nothing_is_open(client, world, handed, broken, contact):
    client.log_in(contact)
    assert client.get(f"{HERE}/{handed.number}").status_code == 200
    change(broken, open_until=world.at - HOUR)
    assert client.get(f"{HERE}/{handed.number}").status_code == 404
    assert client.send(f"{HERE}/{handed.number}/open", part="intake").status_code == 404
    assert handed.number not in client.get(HERE).text


@pytest.mark.parametrize("part", ["", "x", "glass:1"])
def test_a_part_that_is_none(client, handed, broken, contact, part):
    client.log_in(contact)
    answer = client.send(f"{HERE}/{handed.number}/open", part=part)
    assert answer.status_code == 422


class TestAsking:
    """Whom it is not for learns nothing, not even whether there is such a case."""

    def test_who_is_not_of_the_clinic(self, client, world, make, handed, daily):
        other = world.practitioner(make.person())
        daily(other, world.make_clinic(title="别处"))
        client.log_in(other.person)
        answers = [
            client.send(HERE, number=number, reason="想看看")
            for number in (handed.number, "2222222222")
        ]
        assert [each.status_code for each in answers] == [422, 422]
        words = [each.text.replace(handed.number, "2222222222") for each in answers]
        assert all("没有这个编号，或者您不是那里的人" in each for each in words)
        assert all("想看看" in each for each in words)
        assert count() == 0
        assert "cases.glass_asked" not in told(world.guest)

    def test_officers_and_administrators_never(self, world, make, handed, colleague, contact, do):
        upper = make.branch("县委", path="/")
        for by in (world.officer, make.officer(upper, person=make.person())):
            with pytest.raises(Refused, match="没有这个编号"):
                do(breaking.ask_to_break, handed, "x", by=world.actor(by))
        make.admin(colleague.person)
        make.officer(world.branch, person=contact, role="deputy_secretary")
        for by in (colleague.person, contact):
            with pytest.raises(Refused, match="管理员和支部委员"):
                do(breaking.ask_to_break, handed, "x", by=world.actor(by))

    def test_who_has_it_in_hand_and_who_it_is_about(self, lawyer, world, handed, contact):
        answer = lawyer.send(HERE, number=handed.number, reason="x")
        assert "您现在就能打开" in answer.text
        change(world.clinic, contact_id=world.guest.id)
        lawyer.log_in(world.guest)
        assert "您自己的材料" in lawyer.send(HERE, number=handed.number, reason="x").text
        assert count() == 0

    def test_one_asking_at_a_time(self, client, world, handed, asked, contact):
        client.log_in(contact)
        answer = client.send(HERE, number=handed.number, reason="我也要")
        assert answer.status_code == 422
        assert "已经有人申请了" in answer.text
        change(asked, asked_at=world.at - 2 * DAY)
        assert client.send(HERE, number=handed.number, reason="我也要").location == HERE
        assert count() == 2

    @pytest.mark.parametrize(
        ("field", "words"),
        [("number", ""), ("number", "X" * 21), ("reason", ""), ("reason", "长" * 501)],
    )
    def test_nonsense_stays_as_it_was_typed(self, lawyer, handed, field, words):
        sent = {"number": handed.number, "reason": "有原因", field: words}
        answer = lawyer.send(HERE, sent)
        assert answer.status_code == 422
        assert all(each in answer.text for each in sent.values())
        assert count() == 0

    def test_a_draft_is_nobodys_business(self, lawyer, case):
        answer = lawyer.send(HERE, number=case.number, reason="x")
        assert "没有这个编号" in answer.text

    def test_it_wants_the_password_of_a_moment_ago(self, client, world, handed, broken, contact):
        client.log_in(contact, confirmed_at=world.at - HOUR)
        urls = [HERE, f"{HERE}/{handed.number}", f"{HERE}/{handed.number}/second"]
        for url in urls:
            assert client.get(url).location.startswith("/login/confirm")
        for url in (HERE, f"{urls[1]}/open", urls[2]):
            assert client.send(url, part="intake").location.startswith("/login/confirm")
        assert list_openings(handed.id) == []


class TestSeconding:
    """Another person of the clinic, with a reason of their own, within a day."""

    def test_not_oneself(self, client, handed, asked, colleague):
        client.log_in(colleague.person)
        url = f"{HERE}/{handed.number}/second"
        assert "要另一个人同意" in client.get(url).text
        answer = client.send(url, reason="x")
        assert answer.status_code == 422
        assert "要另一个人同意" in answer.text

    def test_not_who_is_not_of_the_clinic(self, client, world, make, handed, asked):
        admin = make.person()
        make.admin(admin)
        for person in (world.guest, world.officer, admin, make.person()):
            client.log_in(person)
            url = f"{HERE}/{handed.number}/second"
            assert client.get(url).status_code == 404
            assert client.send(url, reason="x").status_code == 404
        assert client.get(f"{HERE}/2222222222/second").status_code == 404

    def test_an_officer_of_the_clinic_neither(self, client, world, make, handed, asked, contact):
        make.officer(world.branch, person=contact, role="deputy_secretary")
        client.log_in(contact)
        url = f"{HERE}/{handed.number}/second"
        assert "管理员和支部委员" in client.get(url).text
        assert client.send(url, reason="x").status_code == 422

    @pytest.mark.parametrize("words", ["", "  ", "长" * 501])
    def test_with_a_reason(self, client, handed, asked, contact, words, again):
        client.log_in(contact)
        answer = client.send(f"{HERE}/{handed.number}/second", reason=words)
        assert answer.status_code == 422
        assert words.strip() in answer.text
        assert again(asked).seconded_by is None

    def test_not_twice_and_not_after_a_day(self, lawyer, world, handed, broken, again):
        url = f"{HERE}/{handed.number}/second"
        answer = lawyer.send(url, reason="x")
        assert answer.status_code == 422
        assert "已经同意过了" in answer.text
        change(broken, seconded_by=None, open_until=None, asked_at=world.at - DAY)
        assert "作废" in lawyer.get(url).text
        answer = lawyer.send(url, reason="x")
        assert answer.status_code == 422
        assert glass.list_asked(world.lawyer.person_id, at=world.at) == []

    def test_who_has_the_case_may_agree(self, lawyer, handed, asked, again):
        assert lawyer.send(f"{HERE}/{handed.number}/second", reason="同意").location
        assert again(asked).seconded_by is not None


def test_the_reasons_are_for_the_client_alone(world, handed, broken, contact, colleague, do, at):
    others = [contact, colleague.person, world.lawyer.person, world.officer]
    for person in others:
        with pytest.raises(Refused):
            do(safekeeping.open_glass, handed, by=world.actor(person))
    do(handling.withdraw, handed, by=world.actor(world.guest))
    do(handling.shred, handed, by=world.actor(world.guest))
    with pytest.raises(Refused, match="销毁"):
        do(safekeeping.open_glass, handed, by=world.actor(world.guest))

"""The client's own page: what can be done next, who has opened what, and how it ends."""

import re

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.notices.models import Notice
from services.cases.models import CaseStatus, Outcome
from services.cases.operations import breaking, handling, safekeeping
from services.clinics.models import AppointmentStatus, ClinicKind, PractitionerKind
from tests.services.cases.conftest import CANARY
from tests.services.help.pages.forms import form_of

pytestmark = pytest.mark.both_engines
S = CaseStatus


@pytest.fixture
def url(case):
    return f"/appointments/cases/{case.number}"


def main_of(page):
    return page.text.partition("<main")[2].partition("</main")[0]


def colleague(world, make, name):
    """Return another lawyer who can be booked at the same clinic."""
    person = make.person(name=name)
    world.make_service(world.practitioner(person))
    return person


class TestHandingIn:
    def test_to_the_contact_clerk_where_nobody_is_booked(self, guest, url, open_case):
        page = guest.get(f"{url}/submit")
        sent = form_of(page, "")
        assert sent["to"] == "contact"  # the only one, chosen already
        assert guest.post(f"{url}/submit", data=sent).location == url
        assert open_case().status is S.OPEN
        page = guest.get(url)
        assert "交给联络员了" in page.text
        assert "联络员" in main_of(page)

    def test_to_one_of_ones_own_appointments(self, guest, world, url, booked, open_case):
        page = guest.get(f"{url}/submit")
        assert "陆律师" in page.text
        assert "to" not in form_of(page, "")  # two ways: nobody chooses for the client
        answer = guest.send(f"{url}/submit", to=booked.ref)
        assert answer.location == url
        found = open_case()
        assert (found.status, found.practitioner_id) == (S.HANDED, world.lawyer.id)
        assert found.appointment_id == booked.id
        assert "陆律师" in main_of(guest.get(url))

    @pytest.mark.parametrize("to", [None, "", "1", "nobody"])
    def test_nonsense(self, guest, url, open_case, to):
        fields = {} if to is None else {"to": to}
        answer = guest.send(f"{url}/submit", fields)
        assert answer.status_code == 422
        assert re.search("请选交给谁|请从列表里选", answer.text)
        assert open_case().status is S.DRAFT

    def test_not_to_anothers_appointment(self, guest, world, make, url, booked, open_case):
        other = world.book(
            world.start(14, day=(booked.starts_at - world.at).days + 1), make.person()
        )
        assert guest.send(f"{url}/submit", to=other.ref).status_code == 422
        assert open_case().status is S.DRAFT

    def test_where_there_is_nobody_yet(self, client, world, do):
        client.log_in(world.guest)
        made = do(handling.begin, world.clinic, by=world.actor(world.guest))
        page = client.get(f"/appointments/cases/{made.number}/submit")
        assert "还没有可以交的人" in page.text
        answer = client.send(f"/appointments/cases/{made.number}/submit", to="contact")
        assert "还没有可以交的人" in answer.text

    def test_the_clerk_of_today_has_it(self, guest, world, make, url, open_case):
        """Who was named after the case was begun, not who was before."""
        later = make.person(name="后来的")
        with writing():
            world.clinic.contact_id = later.id
        assert "后来的" in guest.get(f"{url}/submit").text
        guest.send(f"{url}/submit", to="contact")
        assert open_case().contact_id == later.id

    def test_only_once(self, guest, url):
        guest.send(f"{url}/submit", to="contact")
        assert "已经交过了" in guest.get(f"{url}/submit").text
        assert guest.send(f"{url}/submit", to="contact").status_code in {409, 422}


class TestTheLog:
    def test_who_has_opened_what(self, guest, world, handed, do):
        lawyer = world.actor(world.lawyer.person)
        do(safekeeping.open_part, handed, "intake", by=lawyer)
        do(safekeeping.open_part, handed, "notes", by=lawyer)
        text = main_of(guest.get(f"/appointments/cases/{handed.number}"))
        assert text.count("陆律师") == 3  # in whose hands it is, and twice in the log
        for words in ("经办人 · 说的事情", "经办人 · 经办人的记录"):
            assert words in text

    def test_older_ones_stand_on_the_next_page(self, guest, world, handed, do):
        lawyer = world.actor(world.lawyer.person)
        do(safekeeping.open_part, handed, "notes", by=lawyer)
        for _each in range(30):
            do(safekeeping.open_part, handed, "intake", by=lawyer)
        url = f"/appointments/cases/{handed.number}"
        first = guest.get(url).text
        assert "经办人的记录" not in first
        after = re.search(r"\?after=(\d+)", first)[1]
        assert "经办人的记录" in guest.get(f"{url}?after={after}").text

    def test_why_somebody_wants_it_opened_is_behind_a_post(
        self, guest, world, handed, make, do, opened
    ):
        first, second = colleague(world, make, "甲律师"), colleague(world, make, "乙律师")
        reason = f"{CANARY} 有生命危险"
        broken = do(breaking.ask_to_break, handed, reason, by=world.actor(first))
        url = f"/appointments/cases/{handed.number}"
        text = guest.get(url).text
        assert "甲律师" in text
        assert "还没有第二个人同意" in text
        assert "CANARY" not in text
        do(breaking.second, broken, handed, "她在电话里哭", by=world.actor(second))
        assert "乙律师同意" in guest.get(url).text
        page = guest.send(f"{url}/glass")
        assert reason in page.text
        assert "她在电话里哭" in page.text
        assert opened(handed) == [(world.guest.id, "client", "glass")]

    def test_an_opening_by_broken_glass_is_named_so(self, guest, world, handed, make, do):
        people = [world.actor(colleague(world, make, name)) for name in ("甲", "乙")]
        broken = do(breaking.ask_to_break, handed, "急", by=people[0])
        do(breaking.second, broken, handed, "急", by=people[1])
        do(safekeeping.open_part, handed, "intake", by=people[1])
        assert "两个人同意后紧急打开" in guest.get(f"/appointments/cases/{handed.number}").text


class TestTheEnd:
    def test_withdrawn_the_booked_time_is_free_again(self, guest, world, url, booked, open_case):
        guest.send(f"{url}/submit", to=booked.ref)
        page = guest.get(url)
        assert "约好的时间也一起取消" in page.text
        assert guest.send(f"{url}/withdraw").location == url
        assert open_case().status is S.WITHDRAWN
        db.session.refresh(booked)
        assert booked.status is AppointmentStatus.CANCELLED
        assert world.cells(booked) == 0
        text = main_of(guest.get(url))
        assert "您也可以现在就销毁" in text
        assert "在谁手里" not in text

    def test_what_can_be_cancelled_no_more_stays(self, guest, world, url, booked, open_case):
        guest.send(f"{url}/submit", to=booked.ref)
        world.service.change_hours = 72
        days = booked.starts_at - world.at
        moved = {"starts_at": booked.starts_at - days, "ends_at": booked.ends_at}
        table = type(booked).__table__
        db.session.execute(table.update().where(table.c.id == booked.id).values(**moved))
        db.session.commit()
        assert "约好的时间也一起取消" not in guest.get(url).text
        guest.send(f"{url}/withdraw")
        assert open_case().status is S.WITHDRAWN
        db.session.refresh(booked)
        assert booked.status is AppointmentStatus.BOOKED

    def test_consent_is_taken_back_in_counselling(self, guest, world, make, do, open_case):
        clinic = world.make_clinic(ClinicKind.COUNSELLING, title="谈谈心")
        counsellor = world.practitioner(make.person(name="苏老师"), PractitionerKind.COUNSELLOR)
        by = world.actor(world.guest)
        made = do(handling.begin, clinic, consents=True, by=by)
        do(handling.submit, made, counsellor, by=by)
        url = f"/appointments/cases/{made.number}"
        page = guest.get(url)
        assert "撤回就是收回您的知情同意" in page.text
        assert not re.search("心理|疏导|咨询", main_of(page))
        guest.look = False
        for each in ("write", "write/story", "papers", "submit"):
            assert guest.get(f"{url}/{each}").status_code == 404  # there is no intake
        assert guest.send(f"{url}/review").status_code == 404
        guest.look = True
        guest.send(f"{url}/withdraw")
        assert open_case(made.number).status is S.WITHDRAWN

    def test_shredded_only_the_envelope_is_left(self, guest, url, case, open_case):
        page = guest.get(url)
        assert "找不回来" in page.text  # the question before it
        assert guest.send(f"{url}/shred").location == url
        page = guest.get(url)
        assert "只留下编号、办理状态和日期" in page.text
        assert case.number in page.text
        assert "/review" not in page.text
        assert open_case().status is S.SHREDDED
        for each in ("review", "write/story/open", "glass", "papers/open", "shred"):
            answer = guest.send(f"{url}/{each}")
            assert answer.status_code == 409, each
            assert "销毁" in answer.text

    def test_not_while_it_goes_on(self, guest, handed, open_case):
        url = f"/appointments/cases/{handed.number}"
        assert "销毁以后" not in guest.get(url).text
        assert guest.send(f"{url}/shred").status_code == 409
        assert open_case().status is S.HANDED

    def test_closed_it_is_read_and_can_be_shredded(self, guest, world, handed, do):
        do(handling.close, handed, Outcome.ADVISED, by=world.actor(world.lawyer.person))
        url = f"/appointments/cases/{handed.number}"
        text = guest.get(url).text
        assert "给了意见" in text
        assert "销毁以后" in text
        assert CANARY in guest.send(f"{url}/review").text
        assert guest.send(f"{url}/withdraw").status_code == 409


def test_who_has_it_in_hand_goes_to_their_own_page(client, world, case, contact, do):
    url, practice = f"/appointments/cases/{case.number}", f"/practice/cases/{case.number}"
    client.look = False
    client.log_in(contact)
    assert client.get(url).status_code == 404  # a draft is the client's alone
    do(handling.submit, case, None, by=world.actor(world.guest))
    assert client.get(url).location == practice
    do(handling.hand, case, world.lawyer, is_open=True, by=world.actor(contact))
    assert client.get(url).status_code == 404
    client.log_in(world.lawyer.person)
    assert client.get(url).location == practice


def test_notices_lead_here_and_say_nothing(guest, world, handed):
    notices = db.session.scalars(select(Notice).where(Notice.person_id == world.guest.id)).all()
    urls = {each.url for each in notices if each.event.startswith("cases.")}
    assert urls == {f"/appointments/cases/{handed.number}"}
    page = guest.get(urls.pop())
    title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1]
    assert not re.search("法律|援助|心理", title)
    assert not re.search("法律|援助|心理", main_of(page))

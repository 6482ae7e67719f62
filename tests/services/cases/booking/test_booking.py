"""From a day in the list to a time that is kept and booked, a seat, and the line."""

import pytest
from sqlalchemy import select

from core.accounts.models import Person
from core.clock import village_day
from core.db import db, writing
from services.clinics.models import Appointment, AppointmentStatus, Cell
from services.clinics.operations import booking, groups
from tests.services.cases.booking.doing import book, hold, one
from tests.services.clinics.world import DAY
from tests.services.help.pages.forms import form_of
from tests.visitor import new_key

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


class TestDays:
    """Four weeks of days, then the times of one."""

    def test_a_day_leads_to_its_times_and_a_time_to_the_form(self, client, clinics):
        page = client.get("/services/legal-aid")
        day = clinics.time().date()
        assert f'href="/services/legal-aid?day={day}"' in page.text
        assert "不收钱" in page.text
        assert "由法律援助机构决定" in page.text
        times = client.get(f"/services/legal-aid?day={day}")
        assert f'href="{clinics.url()}"' in times.text
        assert client.get(clinics.url()).location.startswith("/login?next=/appointments/new")

    def test_what_is_taken_is_not_shown(self, client, clinics, make):
        clinics.book(clinics.time(), make.person())
        times = client.get(f"/services/legal-aid?day={clinics.time().date()}")
        assert clinics.url() not in times.text
        assert clinics.url(minute=40) in times.text

    def test_only_who_fits(self, client, clinics):
        clinics.daily(clinics.practitioner(clinics.make.person(name="方律师")), clinics.clinic)
        page = client.get("/services/legal-aid?lang=local")
        assert "这个范围里没有" in page.text
        assert "温老师" in client.get("/services/counselling?lang=local&way=phone").text
        only = client.get(f"/services/legal-aid?who={clinics.service.id}")
        assert "陆律师" in only.text
        assert "方律师" not in only.text

    @pytest.mark.parametrize(
        "query", ["day=x", "day=2026-13-01", "day=0001-01-01", "who=%EF%BC%91", "who=99999999999"]
    )
    def test_nonsense_in_the_address(self, client, clinics, query):
        assert "陆律师" in client.get(f"/services/legal-aid?{query}").text

    def test_a_day_without_times_leads_back(self, client, clinics):
        page = client.get("/services/legal-aid?day=2020-01-01")
        assert "这一天没有空的时间" in page.text
        assert 'href="/services/legal-aid"' in page.text

    def test_nobody_there_yet(self, client):
        assert "现在还没有可以约的人" in client.get("/services/counselling").text

    def test_one_clinic_says_who_has_been_there(self, client, clinics):
        page = client.get(f"/services/clinics/{clinics.clinic.id}")
        assert "桃源法律援助点" in page.text
        assert "不收钱" in page.text
        closed = clinics.make_clinic(verified=False)
        assert client.get(f"/services/clinics/{closed.id}").status_code == 404


class TestHolding:
    """The time is kept for ten minutes."""

    def test_kept_then_booked(self, client, clinics, guest):
        url = hold(client, clinics)
        page = client.get(url)
        assert "确定预约" in page.text
        assert one().status is A.HELD
        answer = book(client, url)
        assert answer.location == url
        assert one().status is A.BOOKED
        page = client.get(url)
        assert "约好了" in page.text
        assert "陆律师" in page.text
        assert client.get("/appointments/").text.count(url) == 1

    def test_of_two_the_second_hears_it(self, client, clinics, guest, make):
        clinics.book(clinics.time(), make.person())
        answer = client.send(clinics.url(), way="place", form_key=new_key())
        assert answer.status_code == 422
        assert "刚被别人约走了" in answer.text

    @pytest.mark.parametrize("way", ["", "video", "x"])
    def test_by_a_way_that_is_there(self, client, clinics, guest, way):
        answer = client.send(clinics.url(), way=way, form_key=new_key())
        assert answer.status_code == 422
        assert "请选一种见面的方式" in answer.text or "Not a valid choice" not in answer.text
        assert db.session.scalars(select(Appointment)).all() == []

    def test_a_time_that_is_not_offered(self, client, clinics, guest):
        answer = client.send(clinics.url(minute=7), way="place", form_key=new_key())
        assert answer.status_code == 422
        assert "请从列出来的时间里选" in answer.text

    @pytest.mark.parametrize("start", ["x", "2026", "202613010900", "999912312359", ""])
    def test_an_address_of_no_sense(self, client, clinics, guest, start):
        url = f"/appointments/new/{clinics.service.id}?start={start}"
        assert client.get(url).location == "/services/legal-aid"

    def test_who_has_one_is_led_to_it(self, client, clinics, guest):
        book(client, hold(client, clinics))
        page = client.get(clinics.url(hour=14))
        assert "您在这里已经有一个预约" in page.text
        assert 'href="/appointments/"' in page.text

    def test_given_back_at_once(self, client, clinics, guest):
        url = hold(client, clinics)
        client.send(f"{url}/cancel", form_key=new_key())
        assert one().status is A.CANCELLED
        assert db.session.scalars(select(Cell)).all() == []
        assert "还没有预约" in client.get("/appointments/").text

    def test_too_late_the_form_says_so(self, client, clinics, guest):
        url = hold(client, clinics)
        sent = form_of(client.get(url), f"{url}/book")
        with writing():
            row = db.session.get(Appointment, one().id)
            row.kept_until = clinics.at - DAY
        answer = client.send(f"{url}/book", sent)
        assert answer.status_code == 422
        assert "过时没有约成" in client.get(url).text
        with writing():
            db.session.get(Appointment, one().id).kept_until = clinics.at + DAY

    def test_by_phone_only_with_a_number(self, client, clinics, make):
        service = clinics.daily(clinics.lawyer, clinics.clinic, ways="phone")
        client.log_in(make.person(phone=None, email="a@example.com"))
        answer = client.send(clinics.url(service), way="phone", form_key=new_key())
        assert answer.status_code == 422
        assert "账号里没有手机号" in answer.text


class TestGroups:
    """An hour for many."""

    @pytest.fixture
    def session(self, clinics):
        service = clinics.daily(clinics.lawyer, clinics.clinic, seats=2, minutes=60)
        with writing():
            by = clinics.actor(clinics.officer)
            return groups.open_session(
                service, "法治讲堂", clinics.time(hour=19), by=by, at=clinics.at
            )

    def test_a_seat(self, client, clinics, session, guest):
        assert "法治讲堂" in client.get("/services/legal-aid").text
        url = f"/appointments/sessions/{session.id}"
        assert "给我留个座位" in client.get(url).text
        answer = client.send(url, form_key=new_key())
        assert one().status is A.BOOKED
        assert "法治讲堂" in client.get(answer.location).text

    def test_full(self, client, clinics, session, make):
        for _number in range(2):
            by = clinics.actor(make.person())
            with writing():
                groups.join(session, by=by, at=clinics.at)
        client.log_in(clinics.guest)
        url = f"/appointments/sessions/{session.id}"
        assert "名额满了" in client.get(url).text
        assert client.send(url, form_key=new_key()).status_code == 422


class TestWaiting:
    """Where all is full one stands in a line."""

    @pytest.fixture
    def full(self, clinics, make):
        service = clinics.make_service(
            clinics.practitioner(make.person(name="忙律师")), hours=(), minutes=60, after=0
        )
        day = village_day(clinics.at + 3 * DAY)
        clinics.add_hours(service, day.weekday(), 540, 600)
        service = db.session.merge(service)
        with writing():
            service.horizon_days = 6
        clinics.book(clinics.time(), make.person(name="先来的"), service)
        return service

    def test_in_the_line_and_out(self, client, clinics, full, guest):
        page = client.get("/services/legal-aid")
        url = f"/appointments/waits/{full.id}"
        assert f'href="{url}"' in page.text
        client.send(url, form_key=new_key())
        assert "排第 1 位" in client.get("/appointments/").text
        assert client.send(url, form_key=new_key()).status_code == 422
        client.send(f"{url}/leave")
        assert "在排候补" not in client.get("/appointments/").text

    def test_what_comes_free_is_kept_for_who_waits(self, client, clinics, full, guest, do):
        client.send(f"/appointments/waits/{full.id}", form_key=new_key())
        first = db.session.scalars(select(Appointment)).one()
        do(booking.cancel, first, by=clinics.actor(db.session.get(Person, first.person_id)))
        page = client.get("/appointments/")
        assert "有一个时间给您留着" in page.text
        kept = db.session.scalars(select(Appointment).where(Appointment.status == A.HELD)).one()
        book(client, f"/appointments/{kept.ref}")
        db.session.expire_all()
        assert kept.status is A.BOOKED
        assert kept.person_id == guest.id

"""A booked time: moved, given back, with company; counselling; and what others learn of it."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.history.models import Entry
from core.notices.models import Notice
from services.cases.models import Case, CaseStatus
from services.cases.operations import safekeeping
from services.clinics.models import Appointment, AppointmentStatus, Cell
from services.clinics.rules.wishes import slot_of
from tests.services.cases.booking.doing import book, hold, one
from tests.services.clinics.world import DAY
from tests.services.help.pages.forms import form_of
from tests.visitor import new_key

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


class TestChanging:
    """Moved, given back, reminded or not."""

    @pytest.fixture
    def url(self, client, clinics, guest):
        url = hold(client, clinics)
        book(client, url)
        return url

    def test_moved(self, client, clinics, url):
        page = client.get(f"{url}/move")
        slot = slot_of(clinics.time(hour=14))
        assert f'value="{slot}"' in page.text
        answer = client.send(f"{url}/move", start=slot, form_key=new_key())
        assert answer.location == url
        assert one().starts_at == clinics.time(hour=14)

    @pytest.mark.parametrize("start", ["", "x", "202001010900", "same"])
    def test_to_no_time(self, client, clinics, url, start):
        start = slot_of(clinics.time()) if start == "same" else start
        answer = client.send(f"{url}/move", start=start, form_key=new_key())
        assert answer.status_code == 422
        assert one().starts_at == clinics.time()

    def test_later_times_come_in_pages(self, client, clinics, url):
        page = client.get(f"{url}/move")
        onward = page.text.split('href="?from=')[1].split('"')[0]
        later = client.get(f"{url}/move?from={onward}")
        assert "回到最早的" in later.text
        assert f'value="{onward}"' in later.text

    def test_given_back(self, client, clinics, url):
        client.send(f"{url}/cancel", form_key=new_key())
        assert one().status is A.CANCELLED
        assert "再约一个时间" in client.get(url).text

    def test_not_at_the_last_moment(self, client, clinics, url):
        with writing():
            db.session.get(Appointment, one().id).starts_at = clinics.at + DAY / 24
            db.session.execute(Cell.__table__.delete())
        page = client.get(url)
        assert "离开始不到 12 小时了" in page.text
        answer = client.send(f"{url}/cancel", form_key=new_key())
        assert answer.status_code == 422
        with writing():
            row = db.session.get(Appointment, one().id)
            row.status, row.ended_at = A.DONE, clinics.at

    def test_reminders_off_and_on(self, client, url):
        client.send(f"{url}/reminders", on="0")
        assert not one().reminds
        assert "到时候提醒我" in client.get(url).text
        client.send(f"{url}/reminders", on="1")
        assert one().reminds

    def test_booked_without_them(self, client, clinics, guest):
        url = hold(client, clinics, hour=14)
        book(client, url, reminds=None)
        assert not one().reminds

    def test_into_the_phone_in_neutral_words(self, client, url):
        file = client.get(f"{url}/calendar.ics")
        assert file.mimetype == "text/calendar"
        assert "您有一项预约" in file.text
        for word in ("法律", "陆律师", "桃源", "LOCATION"):
            assert word not in file.text

    def test_nobody_came(self, client, clinics, url):
        answer = client.send(f"{url}/nobody-came")
        assert answer.status_code == 409
        with writing():
            row = db.session.get(Appointment, one().id)
            row.starts_at, row.ends_at = clinics.at - DAY, clinics.at - DAY / 2
        assert "接待的人没有来" in client.get(url).text
        client.send(f"{url}/nobody-came")
        assert one().status is A.HOST_ABSENT


class TestCounselling:
    """With a consent of its own; the name one gives lies in the safe."""

    @pytest.fixture
    def url(self, client, clinics, guest):
        return hold(client, clinics, service=clinics.talk, way="phone")

    def test_with_consent_and_any_name(self, client, clinics, url):
        answer = book(client, url, call="小草", phone="13911112222", consents="y")
        assert answer.location == url
        case = db.session.scalars(select(Case)).one()
        assert case.status is CaseStatus.HANDED
        assert case.practitioner_id == clinics.counsellor.id
        assert case.consented_at is not None
        by = clinics.actor(clinics.counsellor.person)
        with writing():
            said = safekeeping.open_part(case, "intake", by=by, at=clinics.at)
        assert said == {"call": "小草", "phone": "13911112222"}

    def test_without_consent_nothing(self, client, clinics, url):
        answer = book(client, url, call="小草", consents=None)
        assert answer.status_code == 422
        assert "请先看说明" in answer.text
        assert 'value="小草"' in answer.text
        assert one().status is A.HELD
        assert db.session.scalars(select(Case)).all() == []

    @pytest.mark.parametrize(
        ("field", "text"), [("phone", "x"), ("phone", ""), ("call", "长" * 21)]
    )
    def test_nonsense_stays_in_its_field(self, client, url, field, text):
        answer = book(client, url, consents="y", **{field: text})
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert one().status is A.HELD

    def test_given_back_it_is_taken_back(self, client, clinics, url):
        book(client, url, phone="13911112222", consents="y")
        client.send(f"{url}/cancel", form_key=new_key())
        assert db.session.scalars(select(Case)).one().status is CaseStatus.WITHDRAWN

    def test_no_company_is_offered(self, client, clinics, url):
        book(client, url, phone="13911112222", consents="y")
        page = client.get(url)
        assert "想有人陪我去" not in page.text
        assert "马上离开" in page.text


class TestCompany:
    """Somebody who comes along is told day, hour and where to meet."""

    def test_the_request_says_nothing_else(self, client, clinics, make):
        resident = make.resident(clinics.unit, make.person(name="孤老人"))
        client.log_in(resident)
        url = hold(client, clinics)
        book(client, url)
        page = client.get(url)
        link = page.text.split('href="/help/new?')[1].split('"')[0].replace("&amp;", "&")
        assert link == f"kind=company&day={clinics.time().date()}&time=09:00" or "%3A" in link
        form = client.get(f"/help/new?{link}")
        sent = form_of(form, "/help/new")
        assert sent["words"] == "09:00 碰头"
        assert sent["day"] == clinics.time().date().isoformat()
        client.send("/help/new", {**sent, "place": "村口"})
        help_text = (
            client.get("/help").text + client.get(client.get("/help").location or "/help").text
        )
        for word in ("法律", "陆律师", url):
            assert word not in help_text


def test_nothing_says_what_it_is_about(client, clinics, guest):
    """Notices, history, titles, addresses: there is an appointment, and no more."""
    url = hold(client, clinics)
    book(client, url)
    for each in db.session.scalars(select(Notice)):
        assert "法律" not in f"{each.event}{each.facts}{each.url}{each.about}"
    for each in db.session.scalars(select(Entry)):
        assert "法律" not in f"{each.action}{each.became}{each.about}"
    title = client.get(url).text.split("<title>")[1].split("</title>")[0]
    assert title.startswith("您的预约")
    inbox = client.get("/inbox").text
    assert "您有一项预约" in inbox
    for word in ("法律", "陆律师", "桃源法律援助点"):
        assert word not in inbox

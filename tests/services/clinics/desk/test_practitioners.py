"""Practitioners at the desk: a licence seen and seen anew, days off, an end."""

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db, writing
from core.notices.models import Notice
from core.waitlists.models import Wait
from services.clinics.models import DayOff, Practitioner, PractitionerKind, Service
from services.clinics.queries.setting_up import find_practitioner_of
from tests.services.clinics.desk.forms import form_of
from tests.services.clinics.world import DAY

pytestmark = pytest.mark.both_engines
P = PractitionerKind


@pytest.fixture
def new(desk):
    return f"{desk}/practitioners/new"


@pytest.fixture
def mine(world, desk):
    """The address of the lawyer's page."""
    return f"{desk}/practitioners/{world.lawyer.id}"


def said(person, **kw):
    made = {"who": person.phone, "kind": "lawyer", "licence": "13301202010000009"}
    return made | {"languages": ["mandarin", "local"], "words": "看合同"} | kw


class TestSeeing:
    """A licence that lies on the table."""

    def test_seen_told_and_shown(self, client, world, make, desk, new, fill):
        person = make.person(name="郭律师", password_hash="x")
        until = village_day(world.at) + 400 * DAY
        answer = fill(new, **said(person, until=until.isoformat()))
        found = find_practitioner_of(person.id)
        assert answer.location == f"{desk}/practitioners/{found.id}"
        assert (found.kind, found.licence_until, found.languages, found.words) == (
            P.LAWYER, until, "mandarin,local", "看合同",
        )  # fmt: skip
        assert (found.seen_by, found.branch_id) == (world.other.id, world.branch.id)
        page = client.get(answer.location)
        assert "普通话、本地话" in page.text
        told = select(Notice.event).where(Notice.person_id == person.id)
        assert set(db.session.scalars(told)) == {"appointments.seen"}

    def test_sent_twice_it_is_seen_once(self, client, world, make, new):
        person = make.person(name="郭律师")
        sent = form_of(client.get(new)) | said(person)
        first, second = client.post(new, data=sent), client.post(new, data=sent)
        assert first.location == second.location
        assert find_practitioner_of(person.id).version == 1

    def test_a_student_under_guidance(self, world, make, new, fill):
        person = make.person(name="小郭")
        student = said(person, kind="law_student", licence="", guide=str(world.lawyer.id))
        fill(new, **student)
        assert find_practitioner_of(person.id).guide_id == world.lawyer.id

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"who": "没有这个人"}, "没有找到这个人"),
            ({"who": ""}, "请写是谁"),
            ({"kind": "wizard"}, "是什么人"),
            ({"kind": ""}, "请选一种"),
            ({"licence": ""}, "请照证件写编号"),
            ({"licence": "1" * 41}, "证件编号"),
            ({"until": "2020-01-01"}, "这张证已经过期了"),
            ({"until": "someday"}, "有效到"),
            ({"kind": "law_student", "guide": ""}, "要有律师或法律服务工作者带"),
            ({"guide": "987654"}, "谁带"),
            ({"guide": "nonsense"}, "谁带"),
            ({"languages": ["klingon"]}, "会说什么话"),
            ({"words": "长" * 301}, "介绍"),
        ],
    )
    def test_nonsense_is_said_and_what_was_typed_stays(self, make, new, fill, changed, words):
        person = make.person(name="郭律师")
        answer = fill(new, **said(person, words="看合同的") | changed)
        assert answer.status_code == 422
        assert words in answer.text
        if "words" not in changed:
            assert "看合同的" in answer.text
        assert find_practitioner_of(person.id) is None

    def test_nobody_sees_their_own(self, world, new, fill):
        answer = fill(new, **said(world.other))
        assert answer.status_code == 422
        assert "自己的证件要请别的委员来登记" in answer.text

    def test_one_who_is_put_down_elsewhere(self, world, make, new, fill):
        elsewhere = make.branch("别处支部")
        found = world.practitioner(make.person(name="远律师"))
        with writing():
            found.branch_id = elsewhere.id
        answer = fill(new, **said(found.person))
        assert "已经在别的支部登记了" in answer.text

    def test_a_guide_whose_licence_is_over_guides_nobody(self, world, make, new, fill):
        over = village_day(world.at) - DAY
        guide = world.practitioner(make.person(name="老律师"), licence_until=over)
        student = said(make.person(), kind="law_student", licence="", guide=str(guide.id))
        answer = fill(new, **student)
        assert answer.status_code == 422
        assert "证件过期了" in answer.text


class TestRenewing:
    """Who is put down already."""

    def test_the_form_begins_with_what_stands(self, client, world, mine, fill):
        until = village_day(world.at) + 900 * DAY
        answer = fill(f"{mine}/renew", until=until.isoformat(), licence="13301202010000010")
        assert answer.location == mine
        db.session.expire_all()
        found = db.session.get(Practitioner, world.lawyer.id)
        assert (found.kind, found.licence) == (P.LAWYER, "13301202010000010")
        assert (found.licence_until, found.version) == (until, 2)

    def test_who_gives_legal_aid_does_not_become_a_counsellor(self, mine, fill):
        answer = fill(f"{mine}/renew", kind="counsellor")
        assert answer.status_code == 422
        assert "先停掉那里的" in answer.text

    def test_nobody_guides_themselves(self, world, mine, fill):
        answer = fill(f"{mine}/renew", kind="law_student", guide=str(world.lawyer.id))
        assert answer.status_code == 422

    def test_not_ones_own(self, client, world, make, desk, fill):
        own = world.practitioner(world.other)
        answer = fill(f"{desk}/practitioners/{own.id}/renew")
        assert "自己的证件要请别的委员来登记" in answer.text

    def test_nor_of_another_branch(self, client, world, make, mine):
        elsewhere = make.branch("别处支部")
        client.log_in(make.officer(elsewhere))
        theirs = f"/desk/{elsewhere.id}/clinics/practitioners/{world.lawyer.id}"
        for page in ("", "/renew", "/away"):
            assert client.get(theirs + page).status_code == 404
            assert client.get(mine + page).status_code == 404
        assert client.send(f"{theirs}/end").status_code == 404


class TestDaysOff:
    """When somebody is not there."""

    def test_several_days_and_one_taken_back(self, client, world, mine, fill):
        day = village_day(world.at) + 40 * DAY
        last = day + 2 * DAY
        answer = fill(f"{mine}/away", day=day.isoformat(), last=last.isoformat())
        assert answer.location == mine
        rows = db.session.scalars(select(DayOff).order_by(DayOff.day)).all()
        assert [(each.day, each.begins, each.ends) for each in rows] == [
            (day, 0, 1440), (day + DAY, 0, 1440), (last, 0, 1440),
        ]  # fmt: skip
        assert client.get(mine).text.count("整天") == 3
        back = f"{mine}/away/{rows[1].id}/back"
        assert client.send(back).location == mine
        assert client.send(back).status_code == 404
        assert len(db.session.scalars(select(DayOff)).all()) == 2

    def test_a_part_of_a_day(self, client, world, mine, fill):
        day = (village_day(world.at) + 3 * DAY).isoformat()
        fill(f"{mine}/away", day=day, begins="14:00", ends="00:00")
        assert "14:00—24:00" in client.get(mine).text

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"day": ""}, "请选日期"),
            ({"day": "tomorrow"}, "从哪一天"),
            ({"day": "2020-01-01"}, "这一天已经过了"),
            ({"last": "2020-01-01"}, "最后一天不能早于第一天"),
            ({"last": "2099-01-01"}, "一次最多记 31 天"),
            ({"begins": "17:00", "ends": "09:00"}, "开始要早于结束"),
            ({"begins": "09:02", "ends": "10:00"}, "五分钟的整数倍"),
            ({"begins": "late"}, "几点起"),
        ],
    )
    def test_nonsense_is_said(self, world, mine, fill, changed, words):
        day = (village_day(world.at) + 3 * DAY).isoformat()
        answer = fill(f"{mine}/away", **{"day": day, **changed})
        assert answer.status_code == 422
        assert words in answer.text
        assert not db.session.scalars(select(DayOff)).all()

    def test_twice_the_same_is_said_and_no_error(self, world, mine, fill):
        day = (village_day(world.at) + 3 * DAY).isoformat()
        fill(f"{mine}/away", day=day)
        answer = fill(f"{mine}/away", day=day)
        assert answer.status_code == 422
        assert "已经记了不在" in answer.text

    def test_the_desk_hears_that_something_stands_and_not_how_much(self, world, mine, fill):
        start = world.start(9, day=monday_from(world))
        world.book(start)
        answer = fill(f"{mine}/away", day=village_day(start).isoformat())
        assert answer.status_code == 422
        assert "还有约好的时间，请接待的人先改期或取消" in answer.text
        assert "1 个" not in answer.text
        assert world.guest.name not in answer.text


class TestEnding:
    """Somebody gives no more advice."""

    def test_ended_with_all_they_gave_and_those_who_waited_are_told(
        self, client, world, desk, mine
    ):
        wait = waits_for(world)
        answer = client.send(f"{mine}/end")
        assert answer.location == f"{desk}/"
        db.session.expire_all()
        assert db.session.get(Practitioner, world.lawyer.id).ended_at is not None
        assert db.session.get(Service, world.service.id).ended_at is not None
        told = select(Notice.person_id).where(Notice.event == "appointments.stopped")
        assert set(db.session.scalars(told)) == {wait.person_id}
        assert client.get(mine).status_code == 404
        assert client.send(f"{mine}/end").status_code == 404

    def test_what_stands_is_ended_first(self, client, world, mine):
        world.book(world.start(9, day=monday_from(world)))
        answer = client.send(f"{mine}/end")
        assert answer.status_code == 409
        assert "还有约好的时间" in answer.text
        assert world.guest.name not in answer.text
        assert "1 个" not in answer.text


def monday_from(world):
    """Return in how many days the next Monday but one is, so that it is a workday to come."""
    return 14 - village_day(world.at).weekday()


def waits_for(world):
    """Let somebody stand in the line of the service."""
    person = world.make.person(name="等的人", password_hash="x")
    return world.make.add(
        Wait(kind="clinic", ref=world.service.id, person_id=person.id, joined_at=world.at)
    )

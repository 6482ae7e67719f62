"""The pages of help, as villager, helper and stranger open them."""

import re
from datetime import timedelta

import pytest
from html5lib import parse
from sqlalchemy import select

from core.clock import now
from core.db import db
from services.help.models import HelpRequest, HelpStatus
from services.hours.models import Attendance, AttendanceStatus, Objection
from services.hours.rules.codes import served_code
from tests.counting import queries_in
from tests.pages import X
from tests.services.help.world import DAY, HOUR

SECRET = "糖尿病，要打胰岛素"


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def whole():
    """Here the server's clock counts."""


def one():
    db.session.expire_all()
    return db.session.scalars(select(HelpRequest)).one()


def form_of(page, action):
    """Return the fields of the form with this address, as a browser would send them."""
    tree = parse(page.text)
    (form,) = [f for f in tree.iter(f"{X}form") if (f.get("action") or "") == action]
    sent = {}
    for each in form.iter():
        name = each.get("name")
        if name is None:
            continue
        if each.tag == f"{X}input" and (
            each.get("type") not in {"radio", "checkbox"} or each.get("checked") is not None
        ):
            sent[name] = each.get("value") or ""
        elif each.tag == f"{X}textarea":
            sent[name] = (each.text or "").strip()
        elif each.tag == f"{X}select":
            options = list(each.iter(f"{X}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value")
    return sent


class TestTwoTaps:
    """From the door to the branch in two taps, with nothing typed."""

    def test_two_taps_and_it_is_sent(self, client, world):
        client.log_in(world.villager)
        doors = client.get("/help")
        links = re.findall(r'<a class="door" href="([^"]+)"', doors.text)
        assert len(links) == 7
        taps = 0
        for link in links[:1]:
            page = client.get(link.replace("&amp;", "&"))
            taps += 1
        sent = form_of(page, "/help/new")
        answer = client.post("/help/new", data=sent)
        taps += 1
        assert answer.status_code == 302
        assert taps == 2
        request = one()
        assert answer.location == f"/help/{request.ref}"
        assert (request.kind.value, request.day, request.part.value) == ("shopping", None, "any")
        assert (request.unit_id, request.phone) == (world.unit.id, world.villager.phone)
        shown = client.get(answer.location)
        assert "收到" in shown.text
        assert "收到了。支部会尽快答复" in shown.text

    def test_the_same_form_twice_asks_once(self, client, world):
        client.log_in(world.villager)
        sent = form_of(client.get("/help/new?kind=repairs"), "/help/new")
        first, second = (client.post("/help/new", data=sent) for _time in range(2))
        assert first.location == second.location == f"/help/{one().ref}"

    def test_a_visitor_sees_the_doors_and_signs_in_behind_them(self, client, world):
        page = client.get("/help")
        assert "不收钱" in page.text
        assert "只有您那个支部的委员和来帮您的人看得到" in page.text
        answer = client.get("/help/new?kind=phone")
        assert answer.location.startswith("/login?next=")
        assert "kind%3Dphone" in answer.location

    def test_without_a_kind_the_form_asks_which(self, client, world):
        client.log_in(world.villager)
        page = client.get("/help/new?kind=nothing")
        assert page.status_code == 200
        assert page.text.count('name="kind"') == 7
        sent = form_of(page, "/help/new")
        answer = client.post("/help/new", data=sent)
        assert answer.status_code == 422
        assert "请选要帮什么" in answer.text

    def test_somebody_without_a_village_is_told_where_to_ask(self, client, world):
        client.log_in(world.make.person())
        page = client.get("/help/new?kind=phone")
        assert page.status_code == 200
        assert "/branches/" in page.text
        assert "<textarea" not in page.text
        assert client.send("/help/new", kind="phone").status_code == 200
        assert not db.session.scalars(select(HelpRequest)).all()

    def test_what_was_typed_is_kept_with_what_is_wrong(self, client, world, at):
        client.log_in(world.villager)
        sent = form_of(client.get("/help/new?kind=repairs"), "/help/new")
        yesterday = (at - DAY).date().isoformat()
        answer = client.post("/help/new", data=sent | {"day": yesterday, "words": "灯不亮"})
        assert answer.status_code == 422
        assert "这一天已经过了" in answer.text
        assert "灯不亮" in answer.text
        for field, value in (("phone", "一三八"), ("unit_id", "999"), ("part", "noon")):
            assert client.post("/help/new", data=sent | {field: value}).status_code == 422

    def test_with_too_many_open_ones_it_is_said_before(self, client, world):
        for _time in range(5):
            world.ask()
        client.log_in(world.villager)
        page = client.get("/help/new?kind=phone")
        assert "5 件事还在办" in page.text
        assert "发出去" not in page.text


class TestMine:
    """What the villager sees of it."""

    def test_the_list_says_how_far_each_is(self, client, world):
        world.done()
        world.ask(world.villager)
        client.log_in(world.villager)
        page = client.get("/help")
        assert "办好了，等您确认" not in page.text  # not yet: the shift is tomorrow
        assert "收到，等安排" in page.text

    def test_the_list_costs_the_same_for_one_and_for_thirty(self, client, world):
        client.log_in(world.villager)
        request, _task, _shift = world.under_way()
        client.get("/help")  # what all pages share is read once a minute
        few = queries_in(lambda: client.get("/help"))
        for _time in range(29):
            world.make.add(
                HelpRequest(
                    **{
                        name: getattr(request, name)
                        for name in ("person_id", "asked_by", "kind", "unit_id", "branch_id")
                    },
                    ref=f"ref-{world.make.number():020}",
                    status=HelpStatus.WITHDRAWN,
                    asked_at=world.at,
                    ended_at=world.at,
                )
            )
        assert queries_in(lambda: client.get("/help")) == few
        world.ask()
        page = client.get("/help")
        assert "after=" in page.text
        last = page.text.rpartition("after=")[2].partition('"')[0]
        assert client.get(f"/help?after={last}").status_code == 200
        assert client.get("/help?after=0").status_code == 200
        assert client.get("/help?after=x").status_code == 404

    def test_steps_code_and_who_comes(self, client, world):
        request = world.ask()
        task = world.arrange(request, start=world.at + 3 * DAY)
        world.come(task)
        client.log_in(world.villager)
        page = client.get(f"/help/{request.ref}")
        code = served_code(task.id)
        assert f"{code[:3]} {code[3:]}" in page.text
        assert 'class="qr"' in page.text
        assert 'aria-current="step"' in page.text
        assert "李某" in page.text

    @pytest.mark.parametrize(("starts", "known"), [(3 * DAY, False), (HOUR, True)])
    def test_full_names_and_numbers_from_the_evening_before(self, client, world, starts, known):
        request = world.ask(phone="0718-7654321", words=SECRET)
        task = world.arrange(request, start=world.at + starts)
        world.come(task)
        client.log_in(world.villager)
        page = client.get(f"/help/{request.ref}")
        assert ("李明" in page.text) == known
        assert (world.volunteer.phone in page.text) == known
        client.log_in(world.volunteer)
        page = client.get(f"/help/{request.ref}")
        assert ("张桂兰" in page.text) == known
        assert ("0718-7654321" in page.text) == known
        assert SECRET in page.text  # what to know, from the first

    def test_one_tap_takes_it_back(self, client, world):
        request, _task, shift = world.under_way()
        client.log_in(world.villager)
        page = client.get(f"/help/{request.ref}")
        action = f"/help/{request.ref}/withdraw"
        answer = client.post(action, data=form_of(page, action))
        assert answer.location == f"/help/{request.ref}"
        assert one().status is HelpStatus.WITHDRAWN
        db.session.refresh(shift)
        assert shift.cancelled_at
        assert "撤回了" in client.get(answer.location).text
        assert client.send(action).status_code == 409

    def test_why_it_is_not_possible(self, client, world):
        request = world.ask()
        over = {"status": HelpStatus.NOT_POSSIBLE, "ended_at": world.at}
        world.change(request, end_why="路断了", **over)
        client.log_in(world.villager)
        page = client.get(f"/help/{request.ref}")
        assert "路断了" in page.text
        assert "0718-1234567" in page.text


@pytest.fixture
def been(world):
    """A request for which somebody was there an hour ago, and the attendance."""
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    shift = world.come(task)
    world.move_back(shift, timedelta(hours=4))
    return request, world.work(shift)


class TestServed:
    """The person served says what is true, and how it was."""

    def test_one_tap_confirms(self, client, world, been):
        request, attendance = been
        client.log_in(world.villager)
        page = client.get(f"/help/{request.ref}")
        assert "李明" in page.text
        action = f"/help/{request.ref}/there/{attendance.ref}/confirm"
        answer = client.post(action, data=form_of(page, action))
        assert answer.location == f"/help/{request.ref}"
        db.session.refresh(attendance)
        assert attendance.status is AttendanceStatus.CONFIRMED
        assert attendance.confirmed_by == world.villager.id
        page = client.get(answer.location)
        assert "办好了，也确认过了" in page.text
        assert action not in page.text
        assert client.send(action).status_code == 409

    def test_what_is_not_true_is_said(self, client, world, been):
        request, attendance = been
        client.log_in(world.villager)
        action = f"/help/{request.ref}/there/{attendance.ref}/object"
        assert action in client.get(f"/help/{request.ref}").text
        assert client.send(action, words=" ").status_code == 422
        answer = client.send(action, words="只来了一会儿", form_key="objection-1")
        assert answer.location == f"/help/{request.ref}"
        db.session.refresh(attendance)
        assert attendance.status is AttendanceStatus.OBJECTED
        assert db.session.scalars(select(Objection)).one().words == "只来了一会儿"
        assert "支部在问清楚" in client.get(answer.location).text
        assert "已经有人提了异议" in client.get(action).text

    def test_how_it_was(self, client, world, been):
        request, _attendance = been
        client.log_in(world.villager)
        action = f"/help/{request.ref}/mark"
        sent = form_of(client.get(f"/help/{request.ref}"), action)
        assert client.post(action, data=sent).status_code == 422  # nothing chosen
        answer = client.post(action, data=sent | {"mark": "3", "thanks": "谢谢小李"})
        assert answer.location == f"/help/{request.ref}"
        assert (one().mark, one().status) == (3, HelpStatus.DONE)
        client.log_in(world.volunteer)
        page = client.get(f"/help/{request.ref}")
        assert "谢谢小李" in page.text
        client.log_in(world.villager)
        assert client.send(action, form_key="another-key", mark="1").status_code == 422
        assert one().mark == 3

    @pytest.mark.usefixtures("been")
    def test_an_attendance_of_something_else_is_no_page(self, client, world):
        other = world.ask()
        client.log_in(world.villager)
        attendance = db.session.scalars(select(Attendance)).one()
        for action in ("confirm", "object"):
            where = f"/help/{other.ref}/there/{attendance.ref}/{action}"
            assert client.send(where, words="不对").status_code == 404


class TestWhoReads:
    """Officers of the branch and whoever comes read it, nobody else."""

    def readers(self, world):
        return {
            "officer of another branch": world.make.officer(world.other_branch),
            "above": world.make.officer(world.town),
            "neighbour": world.make.resident(world.unit),
            "administrator": world.make.admin(),
            "clerk": world.make.clerk(),
        }

    def test_nobody_else_reads_it(self, client, world):
        request, _task, _shift = world.under_way()
        for who, person in self.readers(world).items():
            client.log_in(person)
            assert client.get(f"/help/{request.ref}").status_code == 404, who
        client.log_out()
        assert client.get(f"/help/{request.ref}").location.startswith("/login")

    def test_the_officer_reads_it(self, client, world):
        request = world.ask(words=SECRET)
        client.log_in(world.officer)
        assert SECRET in client.get(f"/help/{request.ref}").text

    def test_who_does_not_come_any_more_reads_it_no_more(self, client, world):
        request, task, shift = world.under_way()
        client.log_in(world.volunteer)
        assert client.get(f"/help/coming/{task.id}").location == f"/help/{request.ref}"
        assert client.get(f"/help/{request.ref}").status_code == 200
        world.cannot_come(shift)
        assert client.get(f"/help/{request.ref}").status_code == 404
        assert client.get(f"/help/coming/{task.id}").status_code == 404

    def test_a_helper_does_nothing_for_the_villager(self, client, world):
        request, _task, _shift = world.under_way()
        client.log_in(world.volunteer)
        page = client.get(f"/help/{request.ref}")
        assert served_code(_task.id)[:3] not in page.text
        assert "withdraw" not in page.text
        for action in ("withdraw", "mark"):
            assert client.send(f"/help/{request.ref}/{action}", mark="3").status_code == 404

    def test_a_day_after_the_end_the_helper_reads_the_words_no_more(self, client, world):
        request = world.ask(words=SECRET)
        task = world.arrange(request, start=world.at + HOUR)
        shift = world.come(task)
        client.log_in(world.volunteer)
        assert SECRET in client.get(f"/help/{request.ref}").text
        world.move_back(shift, timedelta(days=1, hours=3, minutes=1))
        page = client.get(f"/help/{request.ref}")
        assert page.status_code == 200
        assert SECRET not in page.text

    def test_no_public_page_says_more_than_the_kind(self, client, world):
        request = world.ask(words=SECRET, place="三号楼")
        task = world.arrange(request, place="三号楼")
        for url in ("/volunteer/", f"/volunteer/{task.id}", "/", "/help"):
            text = client.get(url).text
            assert not any(each in text for each in (SECRET, "三号楼", "张桂兰", request.ref)), url

"""The person served says what is true and how it was; who else may read of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db
from services.help.models import HelpStatus
from services.hours.models import Attendance, AttendanceStatus, HoursEntry, Objection
from services.hours.rules.codes import served_code
from tests.services.help.pages.forms import form_of, one
from tests.services.help.world import HOUR

SECRET = "糖尿病，要打胰岛素"


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

    def test_a_second_tap_says_the_same(self, client, world, been):
        request, attendance = been
        client.log_in(world.villager)
        action = f"/help/{request.ref}/there/{attendance.ref}/confirm"
        for _tap in range(2):
            answer = client.send(action)
            assert answer.location == f"/help/{request.ref}"
            assert "确认好了，谢谢您" in client.get(answer.location).text
        assert len(db.session.scalars(select(HoursEntry)).all()) == 1

    def test_what_was_said_to_be_wrong_is_not_confirmed(self, client, world, been):
        request, attendance = been
        client.log_in(world.villager)
        where = f"/help/{request.ref}/there/{attendance.ref}"
        client.send(f"{where}/object", words="没有来", form_key="objection-1")
        assert client.send(f"{where}/confirm").status_code == 409

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

    def test_nobody_from_outside_reads_it_by_signing_up(self, client, world):
        request = world.ask(words=SECRET, place="三号楼")
        task = world.arrange(request, place="三号楼", start=world.at + HOUR)
        shift = world.shift(task)
        buyer = world.make.person(name="城里人")
        client.log_in(buyer)
        page = client.get(f"/volunteer/{task.id}")
        assert "支部认识您以后再报名" in page.text
        answer = client.send(f"/volunteer/shifts/{shift.id}/join", form_key="join-from-town")
        assert answer.status_code == 422
        assert "支部认识您以后再报名" in answer.text
        for url in (f"/help/{request.ref}", f"/help/coming/{task.id}"):
            assert client.get(url).status_code == 404
        for text in (answer.text, page.text, client.get(f"/volunteer/{task.id}").text):
            assert SECRET not in text
            assert "三号楼" not in text

    @pytest.mark.parametrize("known", ["resident", "member", "officer"])
    def test_whom_a_branch_knows_comes(self, client, world, known):
        task = world.arrange(world.ask(), start=world.at + HOUR)
        person = world.make.person()
        if known == "resident":
            world.make.resident(world.other_unit, person)
        elif known == "member":
            world.make.member(world.other_branch, person)
        else:
            world.make.officer(world.other_branch, person=person)
        client.log_in(person)
        join = f"/volunteer/shifts/{world.shift(task).id}/join"
        assert client.send(join, form_key="join-of-known", of_age="y").status_code == 302

    def test_who_does_not_come_any_more_reads_it_no_more(self, client, world):
        request, task, shift = world.under_way()
        client.log_in(world.volunteer)
        assert client.get(f"/help/coming/{task.id}").location == f"/help/{request.ref}"
        assert client.get(f"/help/{request.ref}").status_code == 200
        world.cannot_come(shift)
        assert client.get(f"/help/{request.ref}").status_code == 404
        assert client.get(f"/help/coming/{task.id}").status_code == 404

    def test_a_helper_does_nothing_for_the_villager(self, client, world):
        request, _task, shift = world.under_way()
        client.log_in(world.volunteer)
        page = client.get(f"/help/{request.ref}")
        code = served_code(shift.id)
        assert f"{code[:3]} {code[3:]}" not in page.text
        assert "withdraw" not in page.text
        assert "有人答应去了" in page.text
        assert "有人来，到时候" not in page.text  # which is said to the villager
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

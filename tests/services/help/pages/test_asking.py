"""From the door to the branch in two taps, and one's own requests after it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db
from services.help.models import HelpRequest, HelpStatus
from services.hours.models import AttendanceStatus
from services.hours.rules.codes import served_code
from services.volunteering.rules.times import in_words
from tests.counting import queries_in
from tests.services.help.pages.forms import form_of, one
from tests.services.help.world import DAY, HOUR

SECRET = "糖尿病，要打胰岛素"


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
        assert "只有办这件事的支部的委员和来帮您的人看得到" in page.text
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

    def test_the_form_says_to_which_branch_each_village_goes(self, client, world):
        client.log_in(world.villager)
        text = client.get("/help/new?kind=phone").text
        assert "柳湾村，送到桃源镇党委" not in text
        world.make.officer(world.other_branch)
        text = client.get("/help/new?kind=phone").text
        assert "柳湾村，送到柳湾村党支部" in text
        assert "只有那个支部的委员和来帮您的人看得到" in text
        assert "送到桃源村党支部。只有这个支部" not in text

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
        assert "办好了，等您确认" in page.text
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
        shift = world.come(task)
        client.log_in(world.villager)
        page = client.get(f"/help/{request.ref}")
        code = served_code(shift.id)
        assert f"{code[:3]} {code[3:]}" in page.text
        assert 'class="qr"' in page.text
        assert 'aria-current="step"' in page.text
        assert "李某" in page.text

    def test_each_week_has_its_own_code(self, client, world):
        """Of what waits for a word; else of the next one. Each says for when it is."""
        request = world.ask()
        task = world.arrange(request, start=world.at + HOUR, repeats=3)
        first, second, third = task.shifts
        client.log_in(world.villager)

        def shown():
            text = client.get(f"/help/{request.ref}").text
            codes = {each: served_code(each.id) for each in (first, second, third)}
            found = [each for each, code in codes.items() if f"{code[:3]} {code[3:]}" in text]
            for each in found:
                assert f"{in_words(each.starts_at, each.ends_at)} 这一次的码" in text
            return found

        assert shown() == [first]
        world.come(task)
        world.move_back(first, 4 * HOUR)
        attendance = world.work(first)
        assert shown() == [first]
        world.move_back(second, timedelta(weeks=1, hours=3))
        world.work(second, world.make.resident(world.unit), status=AttendanceStatus.OPEN)
        assert shown() == [first, second]
        world.change(
            attendance,
            status=AttendanceStatus.CONFIRMED,
            confirmed_how="served",
            confirmed_at=world.at,
        )
        assert shown() == [second]

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
        assert 'class="ask"' in page.text  # it is asked once more
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

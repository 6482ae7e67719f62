"""The pages of paid work, as visitor, worker and owner open them."""

import pytest
from sqlalchemy import select

from core.clock import now
from core.db import db
from core.money import Money
from services.paid_work import operations
from services.paid_work.models import Deal, DealStatus
from services.paid_work.views.waiting import list_selling
from tests.counting import queries_in
from tests.services.help.pages.forms import form_of
from tests.services.paid_work.world import DAY, KIND

HERE = f"/volunteer/paid/{KIND}/1"


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def whole():
    """Here the server's clock counts."""


def deals():
    db.session.expire_all()
    return db.session.scalars(select(Deal).order_by(Deal.id)).all()


class TestList:
    """What is offered, for everybody."""

    def test_it_says_wage_hours_and_place(self, client, world):
        world.need()
        page = client.get("/volunteer/paid/")
        for words in ("摘橘子", "¥150.00", "一天", "桃源村", "小满果园", "还要 1 人"):
            assert words in page.text, words
        assert "双方同意才算数；这是帮工，不记志愿时长" in page.text
        for away in ("/help", "/volunteer/", "/hours"):
            assert f'href="{away}"' in page.text

    def test_empty_and_beyond_the_end(self, client):
        assert "现在没有请人的活" in client.get("/volunteer/paid/").text
        assert "后面没有了" in client.get(f"/volunteer/paid/?after=1-1-{KIND}").text

    @pytest.mark.parametrize("after", ["x", "1-", "-1-x", ""])
    def test_a_key_of_no_sense_is_the_beginning(self, client, world, after):
        world.need()
        assert "摘橘子" in client.get(f"/volunteer/paid/?after={after}").text

    def test_it_comes_in_pages_and_costs_the_same(self, client, world):
        world.need()
        client.get("/volunteer/paid/")
        client.log_in(world.worker)
        few = queries_in(lambda: client.get("/volunteer/paid/?after=2-1-a"))
        for number in range(2, 40):
            world.need(ref=number, title=f"活{number}", starts=world.at + number * DAY)
        many = queries_in(lambda: client.get("/volunteer/paid/?after=1-1-a"))
        assert many == few
        page = client.get("/volunteer/paid/?after=1-1-b")
        assert page.text.count("¥150.00") == 30
        older = page.text.split('rel="next"', maxsplit=1)[0].rpartition('href="')[2].split('"')[0]
        following = client.get(older.replace("&amp;", "&"))
        assert following.text.count("¥150.00") == 9

    def test_what_is_for_volunteers_is_not_here(self, client, world):
        world.need(why_paid="")
        assert "摘橘子" not in client.get("/volunteer/paid/").text
        assert client.get(HERE).status_code == 404


class TestAsking:
    """One tap is the worker's consent."""

    def test_one_tap(self, client, world):
        world.need()
        client.log_in(world.worker)
        page = client.get(HERE)
        sent = form_of(page, f"{HERE}/ask")
        assert "我已满 16 岁" in page.text
        assert "请勾上" in client.post(f"{HERE}/ask", data={**sent, "of_age": ""}).text
        sent |= {"of_age": "y"}
        answers = [client.post(f"{HERE}/ask", data=sent) for _time in range(2)]
        assert [each.location for each in answers] == [HERE, HERE]
        (deal,) = deals()
        assert (deal.person_id, deal.status) == (world.worker.id, DealStatus.ASKED)
        page = client.get(HERE)
        assert "等主人家答复" in page.text
        assert f"{HERE}/ask" not in page.text
        assert client.send(f"{HERE}/ask", form_key="another-key").status_code == 422

    def test_a_visitor_signs_in_first(self, client, world):
        world.need()
        page = client.get(HERE)
        assert f"/login?next={HERE}" in page.text.replace("%2F", "/")
        assert "csrf_token" not in page.text
        assert client.send(f"{HERE}/ask").location.startswith("/login")

    def test_what_is_gone_full_or_begun(self, client, world):
        need = world.need()
        client.log_in(world.worker)
        world.change(need, filled=1)
        assert "人已经够了" in client.get(HERE).text
        world.change(need, filled=0, starts_at=world.at)
        assert "已经开始了" in client.get(HERE).text
        assert client.send(f"{HERE}/ask").status_code == 422
        del world.fields.book[1]
        for answer in (client.get(HERE), client.send(f"{HERE}/ask")):
            assert answer.status_code == 404
        assert client.get("/volunteer/paid/nothing/1").status_code == 404

    def test_the_owner_is_shown_the_way_to_the_answers(self, client, world):
        world.need()
        client.log_in(world.owner)
        page = client.get(HERE)
        assert f"{HERE}/answers" in page.text
        assert f"{HERE}/ask" not in page.text


class TestMine:
    """What a worker has asked for."""

    def test_names_and_numbers_once_it_is_agreed(self, client, world):
        need = world.need(hands=2)
        deal = world.ask(need)
        client.log_in(world.worker)
        page = client.get("/volunteer/paid/mine")
        assert "等主人家答复" in page.text
        assert world.owner.phone not in page.text
        world.take(operations.agree, deal)
        page = client.get("/volunteer/paid/mine")
        assert "说好了" in page.text
        assert world.owner.phone in page.text
        assert "王小满" in page.text

    def test_one_does_not_go(self, client, world):
        deal = world.agreed()
        client.log_in(world.worker)
        action = f"/volunteer/paid/mine/{deal.id}/withdraw"
        page = client.get("/volunteer/paid/mine")
        answer = client.post(action, data=form_of(page, action))
        assert answer.location == "/volunteer/paid/mine"
        assert deals()[0].status is DealStatus.WITHDRAWN
        assert client.send(action).status_code == 409
        client.log_in(world.make.person())
        assert client.send(action).status_code == 404

    def test_it_comes_in_pages_and_costs_the_same(self, client, world):
        for number in range(1, 34):
            if number == 3:
                client.log_in(world.worker)
                client.get("/volunteer/paid/mine")
                few = queries_in(lambda: client.get("/volunteer/paid/mine"))
            world.ask(world.need(ref=number, title=f"活{number}"))
        assert queries_in(lambda: client.get("/volunteer/paid/mine")) == few
        page = client.get("/volunteer/paid/mine")
        assert page.text.count("¥150.00") == 30
        last = page.text.rpartition("after=")[2].partition('"')[0]
        assert client.get(f"/volunteer/paid/mine?after={last}").text.count("¥150.00") == 3
        assert "前面没有了" in client.get("/volunteer/paid/mine?after=1").text
        assert client.get("/volunteer/paid/mine?after=x").status_code == 404


class TestAfterwards:
    """Whoever has a deal sees the page, whatever has become of the call."""

    @pytest.mark.parametrize("gone", [True, False])
    def test_who_agreed_reads_what_was_agreed(self, client, world, gone):
        world.agreed()
        if gone:
            del world.fields.book[1]
        else:
            world.change(world.fields.book[1], wage=None, per="")
        client.log_in(world.worker)
        page = client.get(HERE)
        for words in ("摘橘子", "¥150.00", "说好了", "东坡", world.owner.phone):
            assert words in page.text
        assert f"{HERE}/ask" not in page.text
        for person in (None, world.make.person()):
            client.log_out()
            if person:
                client.log_in(person)
            assert client.get(HERE).status_code == 404

    def test_the_owner_finds_the_way_back(self, client, world):
        world.agreed()
        del world.fields.book[1]
        client.log_in(world.owner)
        assert 'href="/sell/"' in client.get(f"{HERE}/answers").text


class TestAnswers:
    """The owner says who comes."""

    def test_the_owner_agrees(self, client, world):
        deal = world.ask(world.need())
        client.log_in(world.owner)
        page = client.get(f"{HERE}/answers")
        assert "李明" in page.text
        assert world.worker.phone not in page.text
        action = f"{HERE}/answers/{deal.id}/agree"
        answer = client.post(action, data=form_of(page, action))
        assert answer.location == f"{HERE}/answers"
        page = client.get(answer.location)
        assert world.worker.phone in page.text
        assert "说好 1 人" in page.text
        assert client.send(action).status_code == 409

    def test_the_owner_refuses_and_calls_off(self, client, world):
        need = world.need(hands=2)
        refused, agreed = world.ask(need, *world.others(1)), world.agreed(need)
        client.log_in(world.owner)
        assert client.send(f"{HERE}/answers/{refused.id}/refuse").status_code == 302
        assert client.send(f"{HERE}/answers/{agreed.id}/withdraw").status_code == 302
        assert [each.status.value for each in deals()] == ["refused", "withdrawn"]
        assert "没有成的" in client.get(f"{HERE}/answers").text

    def test_what_somebody_agreed_to_is_said_when_it_differs_by_now(self, client, world):
        need = world.need()
        world.ask(need)
        client.log_in(world.owner)
        assert "他答应的是" not in client.get(f"{HERE}/answers").text
        world.change(need, wage=Money(100_00))
        assert "他答应的是" in client.get(f"{HERE}/answers").text

    def test_when_it_is_full_nobody_is_taken_on(self, client, world):
        need = world.need()
        deal = world.ask(need)
        world.change(need, filled=1)
        client.log_in(world.owner)
        page = client.get(f"{HERE}/answers")
        assert "人已经够了" in page.text
        assert "/agree" not in page.text
        assert client.send(f"{HERE}/answers/{deal.id}/agree").status_code == 409

    def test_nobody_has_asked_and_it_was_taken_back(self, client, world):
        need = world.need()
        client.log_in(world.owner)
        assert "还没有人来问" in client.get(f"{HERE}/answers").text
        world.ask(need)
        del world.fields.book[1]
        assert "已经收回了" in client.get(f"{HERE}/answers").text

    def test_nobody_else_reads_who_asked(self, client, world):
        deal = world.ask(world.need())
        world.need(ref=2)
        for person in (world.worker, world.make.person(), world.make.admin()):
            client.log_in(person)
            assert client.get(f"{HERE}/answers").status_code == 404
            assert client.send(f"{HERE}/answers/{deal.id}/agree").status_code == 404
        client.log_in(world.owner)
        other = f"/volunteer/paid/{KIND}/2/answers"
        assert client.get(other).status_code == 200
        assert client.send(f"{other}/{deal.id}/agree").status_code == 404
        assert client.send(f"{HERE}/answers/999/agree").status_code == 404

    def test_it_waits_at_the_start_of_the_sellers_desk(self, app, world, at):
        deal = world.ask(world.need())
        with app.test_request_context():
            (item,) = list_selling(world.actor(world.owner), at)
            assert (item.url, item.due) == (f"{HERE}/answers", deal.starts_at)
            assert "李明" in item.what
            assert list(list_selling(world.actor(world.worker), at)) == []
            assert list(list_selling(world.actor(world.owner), deal.starts_at)) == []

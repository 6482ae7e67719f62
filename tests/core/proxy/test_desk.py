"""The branch's desk: signed papers, what is told face to face, what was said to be wrong."""

from datetime import timedelta

import pytest

from core.accounts.models import Person
from core.branches.models import BranchKind, OfficeRole
from core.branches.queries import find_open_branch
from core.db import db, writing
from core.desk.queries import list_waiting
from core.errors import Refused
from core.proxy import operations
from tests.core.proxy.test_paper import put_down, sign
from tests.core.proxy.world import acts, notices, proxies


@pytest.fixture
def proxy(grant, elder, helper):
    return grant(elder, helper)


def test_who_gets_no_message_is_told_at_the_desk(client, desk, proxy, act, officer, by, at):
    for minutes in (5, 3):
        act(proxy, at - timedelta(minutes=minutes), "complaints.make")
    (item,) = list_waiting(by, at=at)
    assert item.what == "有 2 件代办要告诉陈阿福本人"
    assert item.url == f"{desk}{proxy.id}"
    assert "要告诉本人的" in client.get(desk).text
    page = client.get(item.url).text
    assert page.count("还没告诉本人") == 2
    assert page.count("李小帮 代 陈阿福") >= 3  # both names stand at each act
    slip = client.get(f"{item.url}/slip").text
    assert "李小帮替您办了下面的事" in slip
    assert slip.count("投诉了") == 2
    assert "0718-7654321" in slip
    first, second = (each.id for each in acts())
    client.send(f"{item.url}/told", how="slip", upto=str(first))
    assert [each.told_how for each in acts()] == ["slip", ""]
    client.send(f"{item.url}/told", how="desk", upto=str(second))
    assert [(each.told_how, each.told_by) for each in acts()] == [
        ("slip", officer.id),
        ("desk", officer.id),
    ]
    assert list_waiting(by, at=at) == []
    page = client.get(item.url).text
    assert "条子交给了本人" in page
    assert "当面告诉了本人" in page


@pytest.mark.parametrize(
    "sent", [{"how": "sms", "upto": "1"}, {"how": "desk", "upto": "x"}, {"how": "desk"}, {}]
)
def test_nothing_else_is_told(client, desk, grant, act, elder, helper, at, sent):
    proxy = grant(elder, helper)
    act(proxy, at)
    answer = client.send(f"{desk}{proxy.id}/told", **sent)
    assert answer.status_code == 422
    assert 'class="alert alert-danger trouble"' in answer.text
    assert acts()[0].told_at is None


def test_acts_of_another_proxy_are_not_told_here(client, desk, grant, act, elder, helper, make, at):
    mine, other = grant(elder, helper), grant(elder, make.person())
    done = act(other, at)
    client.send(f"{desk}{mine.id}/told", how="desk", upto=str(done.id))
    assert acts()[0].told_at is None


def test_the_helper_does_not_say_that_the_villager_was_told(
    client, branch, grant, act, elder, helper, make, at
):
    make.officer(branch, role=OfficeRole.DEPUTY, person=helper)
    proxy = grant(elder, helper)
    done = act(proxy, at)
    client.log_in(helper)
    url = f"/desk/{branch.id}/proxies/{proxy.id}"
    assert "要请别的委员告诉本人" in client.get(url).text
    assert client.send(f"{url}/told", how="desk", upto=str(done.id)).status_code == 422
    assert acts()[0].told_at is None


def test_who_gets_messages_is_not_told_at_the_desk(
    client, desk, grant, act, villager, helper, by, at
):
    proxy = grant(villager, helper)
    act(proxy, at)
    assert list_waiting(by, at=at) == []
    assert "当面告诉了</button>" not in client.get(f"{desk}{proxy.id}").text


def test_the_desk_stops_it(client, desk, grant, villager, helper, officer):
    proxy = grant(villager, helper)
    assert client.send(f"{desk}{proxy.id}/stop").location == f"{desk}{proxy.id}"
    db.session.rollback()
    assert (proxy.stop_why, proxy.stopped_by) == ("desk", officer.id)
    assert [each.person_id for each in notices("proxies.stopped")] == [helper.id]
    assert [each.person_id for each in notices("proxies.given_back")] == [villager.id]
    assert "在支部办公室停的" in client.get(f"{desk}{proxy.id}").text
    assert client.send(f"{desk}{proxy.id}/stop").location == f"{desk}{proxy.id}"
    assert "已经停了" in client.get(f"{desk}{proxy.id}").text
    assert len(notices("proxies.stopped")) == 1


# What a villager says was not right.


@pytest.fixture
def disputed(grant, act, make, villager, helper, at):
    done = act(grant(villager, helper), at)
    with writing():
        operations.dispute(done, "我没有让他办这件事", by=make.actor(villager), at=at)
    return done


def test_it_waits_at_the_desk_for_three_days(client, desk, disputed, officer, by, at):
    (item,) = list_waiting(by, at=at)
    assert item.what == "张桂兰说李小帮代办的一件事不对"
    assert item.due - item.since == timedelta(days=3)
    assert item.url == f"{desk}acts/{disputed.id}"
    assert "村民说不对的" in client.get(desk).text
    assert "我没有让他办这件事" in client.get(item.url).text
    assert client.send(item.url, text="").status_code == 422
    assert client.send(item.url, text="问过了，是一场误会。").location == item.url
    (act,) = acts()
    assert (act.answer, act.answered_by) == ("问过了，是一场误会。", officer.id)
    told = {each.person_id: each.url for each in notices("proxies.answered")}
    proxy = proxies()[0]
    assert told == {
        proxy.person_id: f"/proxy/{proxy.ref}",
        proxy.proxy_id: f"/me/proxies/{proxy.id}",
    }
    assert list_waiting(by, at=at) == []
    page = client.send(item.url, text="再说一次")
    assert "问过了，是一场误会。" in page.text
    assert acts()[0].answer == "问过了，是一场误会。"


def test_the_helper_does_not_answer(client, branch, disputed, helper, make, at):
    make.officer(branch, role=OfficeRole.DEPUTY, person=helper)
    client.log_in(helper)
    url = f"/desk/{branch.id}/proxies/acts/{disputed.id}"
    assert "要请别的委员来答复" in client.get(url).text
    client.send(url, text="没有的事")
    with pytest.raises(Refused), writing():
        operations.answer(disputed, "没有的事", by=make.actor(helper), at=at)
    assert acts()[0].answered_at is None


@pytest.fixture
def above(make, branch):
    """An officer of the branch right above."""
    upper = make.branch(name="云溪镇党委", kind=BranchKind.TOWNSHIP)
    with writing():
        here = find_open_branch(branch.id)
        here.parent_id, here.path = upper.id, f"{upper.path}{branch.id}/"
    return make.officer(upper)


def test_what_is_left_three_days_waits_right_above(client, officer, disputed, above, make, at):
    late = disputed.disputed_at + timedelta(days=3)
    assert list_waiting(make.actor(above), at=late - timedelta(seconds=1)) == []
    (item,) = list_waiting(make.actor(above), at=late)
    client.log_in(above)
    assert client.get(item.url).status_code == 404
    with writing():
        disputed.disputed_at -= timedelta(days=3)
    assert "等我办的" in client.get(item.url).text
    assert client.send(item.url, text="镇里问过了").location == item.url
    assert acts()[0].answered_by == above.id


def test_other_branches_see_nothing(client, grant, act, villager, helper, disputed, make):
    there = make.branch()
    client.log_in(make.officer(there))
    proxy_id = disputed.proxy_id
    for path in (str(proxy_id), f"{proxy_id}/slip", f"{proxy_id}/paper", f"acts/{disputed.id}"):
        assert client.get(f"/desk/{there.id}/proxies/{path}").status_code == 404, path
    assert "张桂兰" not in client.get(f"/desk/{there.id}/proxies/").text


def test_many_are_shown_page_by_page(client, desk, grant, villager, make):
    for _number in range(31):
        grant(villager, make.person())
    first = client.get(desk).text
    assert first.count(" 代 张桂兰</a>") == 30
    last = proxies()[1].id
    assert client.get(f"{desk}?after={last}").text.count(" 代 张桂兰</a>") == 1


# Consent on paper is never one hand's work from end to end.


@pytest.fixture
def on_paper(branch, elder, helper, by, at):
    proxy = put_down(branch, elder, helper, by=by, at=at)
    sign(proxy, by=by, at=at)
    return proxies()[0]


@pytest.fixture
def second(make, branch):
    return make.officer(branch, role=OfficeRole.DEPUTY, person=make.person(name="吴副"))


def test_many_acts_are_told_in_one_tap(client, desk, proxy, act, at):
    for number in range(300):
        act(proxy, at + timedelta(seconds=number))
    newest = acts()[-1].id
    assert f'name="upto" value="{newest}"' in client.get(f"{desk}{proxy.id}").text
    answer = client.send(f"{desk}{proxy.id}/told", how="desk", upto=str(newest))
    assert answer.location == f"{desk}{proxy.id}"
    assert {each.told_how for each in acts()} == {"desk"}


def test_the_first_time_another_tells_than_who_has_recorded_it(
    client, desk, on_paper, second, act, at
):
    first = act(on_paper, at + timedelta(seconds=1))
    url = f"{desk}{on_paper.id}"
    assert "头一回要请别的委员告诉本人" in client.get(url).text
    answer = client.send(f"{url}/told", how="desk", upto=str(first.id))
    assert answer.status_code == 422
    client.log_in(second)
    assert client.send(f"{url}/told", how="desk", upto=str(first.id)).location == url
    next_one = act(on_paper, at + timedelta(seconds=2))
    client.log_in(db.session.get_one(Person, on_paper.recorded_by))
    assert client.send(f"{url}/told", how="desk", upto=str(next_one.id)).location == url
    assert [each.told_by for each in acts()] == [second.id, on_paper.recorded_by]


def test_alone_at_the_branch_one_tells_all_the_same(client, desk, on_paper, act, officer, at):
    done = act(on_paper, at + timedelta(seconds=1))
    client.send(f"{desk}{on_paper.id}/told", how="desk", upto=str(done.id))
    assert acts()[0].told_by == officer.id


@pytest.fixture
def disputed_paper(on_paper, act, make, elder, at):
    done = act(on_paper, at + timedelta(seconds=1))
    with writing():
        operations.dispute(done, "我没有让他办这件事", by=make.actor(elder), at=at)
    return done


def test_another_answers_than_who_has_recorded_it(
    client, desk, disputed_paper, second, above, by, make, at
):
    url = f"{desk}acts/{disputed_paper.id}"
    assert "是您登记的，要请别的委员来答复" in client.get(url).text
    client.send(url, text="没有的事")
    with pytest.raises(Refused, match="登记"), writing():
        operations.answer(disputed_paper, "没有的事", by=by, at=at)
    assert url not in {item.url for item in list_waiting(by, at=at)}
    assert url not in {item.url for item in list_waiting(make.actor(above), at=at)}
    client.log_in(second)
    assert client.send(url, text="问过了").location == url
    assert acts()[0].answered_by == second.id


def test_where_there_is_no_other_the_branch_above_answers_at_once(
    client, desk, disputed_paper, above, make, at
):
    url = f"{desk}acts/{disputed_paper.id}"
    assert url in {item.url for item in list_waiting(make.actor(above), at=at)}
    client.log_in(above)
    assert client.send(url, text="镇里问过了").location == url
    assert acts()[0].answered_by == above.id


@pytest.fixture
def strange(branch, grant, helper, make, at):
    """A helper of this village acts for somebody who lives in none."""
    make.resident(make.unit(branch, name="河西村"), helper)
    return grant(make.person(name="外乡人", phone_confirmed_at=at), helper)


def test_who_belongs_to_no_village_is_answered_where_the_helper_lives(
    client, desk, officer, strange, act, make, at
):
    proxy, done = strange, act(strange, at)
    assert "外乡人" not in client.get(desk).text
    with writing():
        operations.dispute(done, "办得和我说的不一样", by=make.actor(proxy.person), at=at)
    (item,) = list_waiting(make.actor(officer), at=at)
    assert item.url == f"{desk}acts/{done.id}"
    assert client.send(item.url, text="问过了").location == item.url
    assert acts()[0].answered_by == officer.id

"""Verifications on their pages: the owner's, the desk's, the steward's, the branch's."""

import re
from datetime import timedelta

import pytest

from core.branches.models import OfficeRole
from core.clock import now, village_day
from core.db import db
from core.sponsorship import queries
from core.sponsorship.models import SponsorshipStatus as S
from core.sponsorship.queries import lists
from tests.core.sponsorship.desk import PLACE, at_desk, fields
from tests.core.sponsorship.world import ALL_SEEN, CHECKLIST
from tests.counting import queries_in


@pytest.fixture
def at():
    return now().replace(microsecond=0)


def test_from_the_owner_to_the_branch_page(client, land):
    land.place()
    client.log_in(land.owner)
    page = client.get(PLACE).text
    assert "桃源村党支部会派一位包联人来看" in page
    assert client.send(PLACE, form_key="asking-once", note="周末在家").location == PLACE
    assert client.send(PLACE, form_key="asking-once", note="周末在家").location == PLACE
    one = queries.find_under_way("orchard", 1)
    page = client.get(PLACE).text
    assert "撤回申请" in page
    assert 'aria-current="step"' in page
    client.log_in(land.secretary)
    listed = client.get(f"/desk/{land.branch.id}/sponsorships/").text
    assert "陈家果园1" in listed
    assert "陈家果园1请支部来核验" in client.get("/desk/").text
    assert "周末在家" in client.get(at_desk(land, one)).text
    choice = client.get(at_desk(land, one, "/assign")).text
    assert "欧阳小满（党员）" in choice
    assert "李秀英（副书记）" in choice
    assert "陈大田" not in choice
    for nobody in ("", str(land.owner.id), "0"):
        wrong = client.send(at_desk(land, one, "/assign"), form_key="assign-one", who=nobody)
        assert wrong.status_code == 422
    sent = client.send(
        at_desk(land, one, "/assign"), form_key="assign-one", who=str(land.steward.id)
    )
    assert sent.location == at_desk(land, one)
    client.log_in(land.steward)
    assert "要去走访" in client.get("/me/steward").text
    form = client.get(at_desk(land, one, "/visit")).text
    for words in CHECKLIST.values():
        assert words in form
    handed_in = client.send(
        at_desk(land, one, "/visit"),
        fields(step="hand_in", kinship="none", note="果园在山脚下", remark_place="门口有牌子"),
    )
    assert handed_in.location == at_desk(land, one)
    assert "走访表交上去了" in client.get(at_desk(land, one)).text
    client.log_in(land.secretary)
    assert "请决定" in client.get("/desk/").text
    page = client.get(at_desk(land, one, "/decide")).text
    assert "门口有牌子" in page
    until = village_day(now()) + timedelta(days=200)
    decided = client.send(
        at_desk(land, one, "/decide"),
        form_key="deciding",
        verdict="verify",
        valid_until=until.isoformat(),
        kinship="none",
    )
    assert decided.location == at_desk(land, one)
    client.log_out()
    page = client.get(f"/branches/{land.branch.id}").text
    assert "核验过的地方" in page
    assert "/farms/1" in page
    client.log_in(land.owner)
    page = client.get(PLACE).text
    assert "桃源村党支部已核验" in page
    assert "欧阳某" in page
    assert "欧阳小满" not in page
    assert "现在还早" in page


def test_goods_are_put_up_and_taken_out_by_one_tap(client, land, at):
    one = land.verified()
    land.farms.offer(1, "苹果", "梨", at=at)
    client.log_in(land.steward)
    page = client.get(at_desk(land, one)).text
    assert "2 样等着" in page
    looked = {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}
    for unseen in ({}, {"seen": "nonsense"}, {"seen": "2026-11-24"}):
        assert client.send(at_desk(land, one, "/listings/101/put"), unseen).status_code == 409
    assert client.send(at_desk(land, one, "/listings/101/put"), looked).status_code == 302
    assert [each.sponsorship_id for each in land.farms.listings(1)] == [one.id, None]
    assert client.send(at_desk(land, one, "/listings/put-all"), looked).status_code == 302
    assert client.send(at_desk(land, one, "/listings/101/take-out")).status_code == 302
    assert [each.sponsorship_id for each in land.farms.listings(1)] == [None, one.id]
    assert client.send(at_desk(land, one, "/listings/999/put")).status_code == 409
    client.log_in(land.deputy)
    assert client.send(at_desk(land, one, "/listings/101/put")).status_code == 404
    assert client.send(at_desk(land, one, "/listings/102/take-out")).status_code == 302


def test_the_places_of_a_steward_in_office_wait_at_the_desk(client, land, at):
    sponsorship = land.ask()
    land.assign(sponsorship, land.deputy)
    client.log_in(land.deputy)
    assert "去走访陈家果园1" in client.get("/desk/").text
    land.hand_in(sponsorship, by=land.deputy)
    land.decide(sponsorship)
    land.farms.offer(1, "苹果", at=at)
    assert "陈家果园1有 1 样等您放上来" in client.get("/desk/").text


def test_suspended_resumed_ended(client, land):
    one = land.verified()
    client.log_in(land.secretary)
    for action in ("suspend", "end"):
        assert client.get(at_desk(land, one, f"/{action}")).status_code == 200
        assert (
            client.send(at_desk(land, one, f"/{action}"), form_key="why-not-so").status_code == 422
        )
    client.send(at_desk(land, one, "/suspend"), form_key="why-not-so", reason="有人说掺了假")
    assert "有人说掺了假" in client.get(at_desk(land, one)).text
    client.log_in(land.owner)
    assert "有人说掺了假" in client.get(PLACE).text
    client.log_in(land.secretary)
    assert client.send(at_desk(land, one, "/resume")).status_code == 302
    assert client.send(at_desk(land, one, "/resume")).status_code == 409
    client.send(at_desk(land, one, "/end"), form_key="why-not-so", reason="不做了")
    assert land.again(one).status is S.ENDED
    assert "已终止" in client.get(f"/desk/{land.branch.id}/sponsorships/?state=over").text


def test_the_owner_renews_and_takes_back(client, land):
    land.verified(until=village_day(now()) + timedelta(days=59))
    client.log_in(land.owner)
    assert "申请续期" in client.get(PLACE).text
    assert client.send(PLACE, form_key="asking-once").location == PLACE
    page = client.get(PLACE).text
    assert "续期申请" in page
    assert "桃源村党支部已核验" in page
    assert client.send(f"{PLACE}/withdraw").location == PLACE
    assert client.send(f"{PLACE}/withdraw").status_code == 404
    assert "已撤回" in client.get(PLACE).text


def test_the_name_is_given_by_a_tap(client, land):
    client.log_in(land.steward)
    assert "您现在没有包联的地方" in client.get("/me/steward").text
    assert client.send("/me/steward/name").location == "/me/steward"
    assert "不再写全名" in client.get("/me/steward").text
    assert client.send("/me/steward/name/withdraw").location == "/me/steward"
    assert not queries.has_name_consent(land.steward.id)


def test_nobody_else_finds_it(client, land, make):
    one = land.assign(land.ask())
    other = make.officer(make.branch())
    paths = ("", "/assign", "/steward", "/visit", "/visit/pictures", "/decide", "/suspend", "/end")
    for person in (other, land.owner, land.upper):
        client.log_in(person)
        for path in paths:
            assert client.get(at_desk(land, one, path)).status_code == 404, path
        for path in ("/resume", "/listings/1/put", "/listings/1/take-out", "/visit/draft"):
            assert client.send(at_desk(land, one, path)).status_code == 404, path
        assert client.get(f"/desk/{land.branch.id}/sponsorships/").status_code == 404
        if person is not land.owner:
            assert client.get(PLACE).status_code == 404
            assert client.send(f"{PLACE}/withdraw").status_code == 404
    for wrong in ("/me/places/orchard/9", "/me/places/barn/1"):
        client.log_in(land.owner)
        assert client.get(wrong).status_code == 404
    # an officer without the lead reads it and does nothing; the steward fills in the form
    client.log_in(make.officer(land.branch, OfficeRole.PUBLICITY))
    assert client.get(at_desk(land, one)).status_code == 200
    for path in paths[1:]:
        assert client.get(at_desk(land, one, path)).status_code == 404, path
    client.log_in(land.steward)
    for path in ("", "/visit", "/visit/pictures"):
        assert client.get(at_desk(land, one, path)).status_code == 200
    for path in ("/assign", "/steward", "/decide", "/suspend", "/end"):
        assert client.get(at_desk(land, one, path)).status_code == 404
    client.log_out()
    assert client.get(PLACE).status_code == 302


def test_an_owner_in_office_is_told_that_others_decide(client, land):
    one = land.handed_in(1, by=land.deputy, owners=frozenset({land.deputy.id}))
    client.log_in(land.deputy)
    page = client.get(at_desk(land, one)).text
    assert "不能核验自己的" in page
    assert "/decide" not in page
    assert "不能核验自己的" in client.get(at_desk(land, one, "/decide")).text


@pytest.mark.parametrize("state", ["open", "standing", "over"])
def test_lists_take_the_same_few_queries_and_have_pages(client, land, monkeypatch, state):
    def more(start, end):
        for ref in range(start, end):
            one = land.verified(ref) if state == "standing" else land.assign(land.ask(ref))
            if state == "over":
                land.decide(one, verified=False)

    url = f"/desk/{land.branch.id}/sponsorships/?state={state}"
    more(1, 3)
    client.log_in(land.secretary)
    client.get(url)
    few = queries_in(lambda: client.get(url))
    more(3, 8)
    client.get(url)  # what the foot of the page says is read anew after each change
    assert queries_in(lambda: client.get(url)) == few <= 9  # the BEGIN among them
    monkeypatch.setattr("core.sponsorship.desk_views.PAGE", 2)
    page = client.get(url).text
    assert "陈家果园7" in page
    assert "陈家果园1<" not in page
    key = page.split("after=")[1].split('"')[0]
    assert "陈家果园5" in client.get(f"{url}&after={key}").text
    for wrong in ("x", "99999", "9" * 30):
        assert client.get(f"{url}&after={wrong}").status_code == 404
    assert client.get(f"/desk/{land.branch.id}/sponsorships/?state=none").status_code == 404


def test_a_branch_page_takes_six_queries_however_many_places(land, make):
    for ref in range(1, 4):
        land.verified(ref)
    day = village_day(now())
    few = queries_in(lambda: lists.list_placed_by(land.branch.id, day=day))
    assert len(lists.list_placed_by(land.branch.id, day=day)) == 3
    for ref in range(4, 8):
        land.verified(ref)
    db.session.rollback()
    assert queries_in(lambda: lists.list_placed_by(land.branch.id, day=day)) == few
    ids = [queries.find_standing("orchard", ref).id for ref in (1, 2, 3)]
    db.session.rollback()
    assert queries_in(lambda: queries.list_records(ids)) <= 5
    assert queries.find_record(ids[0]).checks[0][1] is ALL_SEEN["name"][0]


def test_of_many_that_wait_some_are_named(client, land, monkeypatch):
    monkeypatch.setattr("core.sponsorship.waiting.SHOWN", 2)
    for ref in range(1, 5):
        land.ask(ref)
    client.log_in(land.secretary)
    page = client.get("/desk/").text
    assert page.count("请支部来核验") == 2
    assert "还有别的核验在等着" in page

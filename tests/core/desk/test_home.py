"""What waits for an officer, a branch at a glance, and the branches below."""

from datetime import timedelta

import pytest

from core.branches.models import BranchKind, MembershipStatus, OfficeRole
from core.clock import day_starts, now, village_day
from tests.counting import queries_in

DAY = timedelta(days=1)


def test_what_waits_stands_on_the_desk(client, desk, village, make):
    asked = make.member(village.branch, make.person(name="孙一"), status=MembershipStatus.ASKED)
    page = client.get("/desk/").text
    assert "孙一申请加入桃源村党支部" in page
    assert f"{desk}/memberships/{asked.id}" in page


def test_an_empty_desk_says_so(client, desk):
    assert "现在没有等您办的事" in client.get("/desk/").text


def test_a_branch_at_a_glance(client, desk, village, make):
    page = client.get(f"{desk}/").text
    for way in ("members", "people", "offices", "units", "week", "bulletins/"):
        assert f"{desk}/{way}" in page
    assert f"{desk}/below" not in page
    make.branch(parent=village.branch)
    assert f"{desk}/below" in client.get(f"{desk}/").text


def test_the_menu_is_about_the_branch_one_looks_at(client, village, make):
    other = make.branch("柳湾村党支部")
    make.officer(other, person=village.secretary)
    client.log_in(village.secretary)
    assert f"/desk/{other.id}/members" in client.get(f"/desk/{other.id}/").text
    assert f"/desk/{village.branch.id}/members" in client.get("/desk/").text


def test_only_leaders_are_offered_the_roster(client, desk, village, make):
    assert "花名册" in client.get(f"{desk}/").text
    client.log_in(make.officer(village.branch, OfficeRole.DISCIPLINE))
    assert "花名册" not in client.get(f"{desk}/").text


def test_the_roster_is_offered_where_one_leads(client, village, make):
    led = make.branch("柳湾村党支部")
    make.officer(led, person=(person := make.officer(village.branch, OfficeRole.DISCIPLINE)))
    client.log_in(person)
    assert f"/desk/{led.id}/roster" in client.get(f"/desk/{led.id}/members").text
    assert "花名册" not in client.get(f"/desk/{village.branch.id}/members").text


@pytest.fixture
def below(village, make):
    """What the township sees of its villages."""
    today = village_day(now())
    lonely = make.branch("石磨村党支部", parent=village.township)
    make.branch("柳湾合作社党支部", parent=lonely, kind=BranchKind.COOPERATIVE)
    make.branch("外乡村党支部")
    make.officer(village.branch, OfficeRole.PUBLICITY, until=today + 30 * DAY)
    for number in range(6):
        make.member(village.branch, make.person(name=f"党员某某{number}"))
    asking = make.person(name="申请人某某")
    make.member(village.branch, asking, status=MembershipStatus.ASKED)
    make.resident(village.unit, make.person(name="村民某某"))
    return f"/desk/{village.township.id}/below"


def test_the_upper_branch_sees_numbers_and_days(client, village, below):
    client.log_in(village.upper)
    page = client.get(below).text
    for words in ("桃源村党支部", "石磨村党支部", "柳湾合作社党支部", "书记空缺", "宣传委员到"):
        assert words in page
    assert 'data-label="党员"><div>9<' in page
    assert 'data-label="村民"><div>少于 5<' in page
    assert "有申请没答复" in page
    assert "外乡村党支部" not in page


def test_and_no_personal_data(client, village, below):
    client.log_in(village.upper)
    page = client.get(below).text
    for name in ("某某", "周建国", "王正国", "李秀英"):
        assert name not in page


def test_a_branch_without_any_below_says_so(client, desk):
    assert "下面没有支部" in client.get(f"{desk}/below").text


def test_the_same_queries_for_few_branches_and_many(client, village, make, below):
    client.log_in(village.upper)
    client.get(below)
    few = queries_in(lambda: client.get(below))
    for number in range(20):
        branch = make.branch(f"新村{number}", parent=village.township)
        make.officer(branch, until=village_day(now()) + 9 * DAY)
        make.member(branch)
    assert queries_in(lambda: client.get(below)) == few


def test_waiting_takes_the_same_queries_for_few_and_many(client, desk, village, make):
    make.member(village.branch, status=MembershipStatus.ASKED)
    client.get("/desk/")
    few = queries_in(lambda: client.get("/desk/"))
    for _ in range(18):
        make.member(village.branch, status=MembershipStatus.ASKED)
    assert queries_in(lambda: client.get("/desk/")) == few
    for _ in range(9):
        make.member(village.branch, status=MembershipStatus.ASKED)
    assert queries_in(lambda: client.get("/desk/")) == few + 1  # counts those it does not name


def test_a_week_on_paper(client, desk, village, make):
    today = village_day(now())
    make.member(village.branch, make.person(name="新党员"), answered_at=now())
    make.resident(village.unit, make.person(name="新村民"), entered_at=now())
    make.member(village.branch, make.person(name="老党员"), answered_at=now() - 9 * DAY)
    make.officer(
        village.branch,
        OfficeRole.ORGANISATION,
        person=make.person(name="方志远"),
        until=today + 20 * DAY,
    )
    sent = client.send(
        f"{desk}/bulletins/new",
        title="周三停水",
        text="请备水",
        until=(today + 3 * DAY).isoformat(),
        form_key="k" * 12,
    )
    assert sent.status_code == 302
    page = client.get(f"{desk}/week").text
    for words in ("新党员", "新村民", "方志远", "周三停水", "桃源村党支部"):
        assert words in page
    assert "老党员" not in page


def test_a_week_with_an_imported_roster_stays_a_sheet(client, desk, village, make, monkeypatch):
    monkeypatch.setattr("core.desk.queries.ENTERED_SHOWN", 2)
    for _each in range(3):
        make.resident(village.unit, entered_at=now())
    text = client.get(f"{desk}/week").text
    assert "这里只列最近的 2 人" in text
    assert text.count("李明") <= 2


def test_a_week_with_many_new_members_stays_a_sheet(client, desk, village, make, monkeypatch):
    monkeypatch.setattr("core.desk.queries.ENTERED_SHOWN", 2)
    for _each in range(3):
        make.member(village.branch, answered_at=now())
    text = client.get(f"{desk}/week").text
    assert "一共 3 人，这里只列最近的 2 人" in text


@pytest.mark.parametrize(("days", "there"), [(6, True), (7, False)])
def test_a_week_has_seven_days(client, desk, village, make, days, there):
    morning = day_starts(village_day(now()) - days * DAY)
    make.resident(village.unit, make.person(name="早来人"), entered_at=morning)
    assert ("早来人" in client.get(f"{desk}/week").text) is there


def test_a_quiet_week(client, desk):
    assert client.get(f"{desk}/week").text.count("没有。") == 5

"""Everything of help works for somebody who acts for the villager, and both names stand there."""

import pytest
from sqlalchemy import select, update

from core.branches.models import Household, Resident
from core.clock import village_day
from core.db import db, writing
from core.history.models import Entry
from core.proxy.acting import ACTING
from core.proxy.models import Act, How, Proxy
from services.help.models import HelpRequest, HelpStatus
from services.hours.models import AttendanceStatus, Confirmed
from services.hours.rules.codes import served_code
from tests.services.help.pages.forms import form_of
from tests.services.help.world import DAY, HOUR, told


@pytest.fixture
def acting(client, world, at):
    """Return a hand that lets somebody act for the villager, signed in and trusted with so much."""

    def begin(helper, scopes="ask"):
        proxy = world.make.add(
            Proxy(
                ref=f"ref-of-a-proxy-{world.make.number()}",
                person_id=world.villager.id,
                proxy_id=helper.id,
                scopes=scopes,
                how=How.CODE,
                until=village_day(at) + 30 * DAY,
                asked_at=at,
                consented_at=at,
            )
        )
        client.log_in(helper)
        with client.session_transaction() as session:
            session[ACTING] = proxy.id
        return client

    return begin


@pytest.fixture
def helper(world):
    return world.make.person(name="孙女")


def acts():
    return db.session.scalars(select(Act.what).order_by(Act.id)).all()


def test_two_taps_in_the_name_of_the_villager(acting, world, helper):
    client = acting(helper)
    assert "张桂兰" in client.get("/help").text  # whose name is told on each page
    page = client.get("/help/new?kind=paperwork")
    answer = client.post("/help/new", data=form_of(page, "/help/new"))
    request = db.session.scalars(select(HelpRequest)).one()
    assert answer.location == f"/help/{request.ref}"
    assert (request.person_id, request.asked_by) == (world.villager.id, helper.id)
    assert (request.phone, request.unit_id) == (world.villager.phone, world.unit.id)
    entry = db.session.scalars(select(Entry).where(Entry.action == "ask_for_help")).one()
    assert (entry.by_id, entry.person_id) == (helper.id, world.villager.id)
    assert acts() == ["help.ask"]
    act = db.session.scalars(select(Act)).one()
    assert (act.fact, act.url) == ("填表办事", answer.location)
    client.log_in(world.villager)
    page = client.get(f"/me/proxies/{act.proxy_id}").text
    assert f'<a href="{act.url}">求助了：填表办事</a>' in page
    client.log_in(helper)
    with client.session_transaction() as session:
        session[ACTING] = act.proxy_id
    assert "孙女" in client.get(answer.location).text
    assert told(world.villager, "help.received")


def test_taken_back_confirmed_and_marked_for_another(acting, world, helper):
    first, second = world.ask(), world.ask()
    task = world.arrange(second, start=world.at + HOUR)
    shift = world.come(task)
    world.move_back(shift, 4 * HOUR)
    attendance = world.work(shift)
    client = acting(helper)
    code = served_code(shift.id)
    assert f"{code[:3]} {code[3:]}" in client.get(f"/help/{second.ref}").text
    client.send(f"/help/{first.ref}/withdraw")
    client.send(f"/help/{second.ref}/there/{attendance.ref}/confirm")
    client.send(f"/help/{second.ref}/mark", mark="2", thanks="", form_key="mark-of-it")
    for row in (first, second, attendance):
        db.session.refresh(row)
    assert first.status is HelpStatus.WITHDRAWN
    assert attendance.status is AttendanceStatus.CONFIRMED
    assert attendance.confirmed_how is Confirmed.SERVED_BY_PROXY
    assert (second.mark, second.status) == (2, HelpStatus.DONE)
    assert acts() == ["help.withdraw", "help.confirm", "help.mark"]


def test_what_is_not_true_is_said_for_another(acting, world, helper):
    request = world.ask()
    shift = world.come(world.arrange(request, start=world.at + HOUR))
    world.move_back(shift, 4 * HOUR)
    attendance = world.work(shift)
    client = acting(helper)
    where = f"/help/{request.ref}/there/{attendance.ref}/object"
    client.send(where, words="没有来", form_key="objection-1")
    db.session.refresh(attendance)
    assert attendance.status is AttendanceStatus.OBJECTED
    assert acts() == ["help.object_to"]


def test_whoever_did_the_work_confirms_nothing_for_the_villager(acting, world):
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    shift = world.come(task)
    world.move_back(shift, 4 * HOUR)
    attendance = world.work(shift)
    client = acting(world.volunteer)
    page = client.get(f"/help/{request.ref}")
    code = served_code(shift.id)
    assert f"{code[:3]} {code[3:]}" not in page.text
    assert "/confirm" not in page.text
    client.send(f"/help/{request.ref}/there/{attendance.ref}/confirm")
    client.send(f"/help/{request.ref}/mark", mark="3", form_key="mark-of-it")
    for row in (request, attendance):
        db.session.refresh(row)
    assert (attendance.status, request.mark) == (AttendanceStatus.ENDED, None)


def test_somebody_of_the_volunteers_household_confirms_nothing_for_the_villager(
    acting, world, helper
):
    """They say what is wrong, as anybody who acts for her; that it is true says somebody else."""
    number = "household-1"
    household = world.make.add(Household(unit_id=world.unit.id, number=number))
    world.make.resident(world.unit, helper)
    with writing():
        both = Resident.person_id.in_((helper.id, world.volunteer.id))
        db.session.execute(update(Resident).where(both).values(household_id=household.id))
    request = world.ask()
    shift = world.come(world.arrange(request, start=world.at + HOUR))
    world.move_back(shift, 4 * HOUR)
    attendance = world.work(shift)
    client = acting(helper)
    where = f"/help/{request.ref}/there/{attendance.ref}"
    page = client.get(f"/help/{request.ref}").text
    assert f"{where}/confirm" not in page
    assert "您和志愿者是一家人" in page
    assert f"{where}/object" in page
    assert client.send(f"{where}/confirm").status_code == 409
    db.session.refresh(attendance)
    assert attendance.status is AttendanceStatus.ENDED


def test_who_read_the_code_acting_and_then_helps_shows_nothing_by_it(acting, world, at):
    """Also after the acting has ended: the code was read."""
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    client = acting(world.volunteer)
    code = served_code(task.shifts[0].id)
    assert f"{code[:3]} {code[3:]}" in client.get(f"/help/{request.ref}").text
    proxy = db.session.scalars(select(Proxy)).one()
    world.change(proxy, stopped_at=at, stop_why="proxy")
    client.log_in(world.volunteer)
    with client.session_transaction() as session:
        session.pop(ACTING, None)
    shift = world.come(task)
    world.move_back(shift, 4 * HOUR)
    attendance = world.work(shift)
    answer = client.send(f"/hours/{attendance.ref}/code", typed=code)
    assert answer.status_code == 422
    assert "您代这位乡亲办过事" in answer.text
    db.session.refresh(attendance)
    assert attendance.status is AttendanceStatus.ENDED


@pytest.mark.parametrize("scopes", ["order", "list,enrol,book"])
def test_without_the_scope_nothing_of_it_is_open(acting, world, helper, scopes):
    request = world.ask(words="三楼左边")
    client = acting(helper, scopes)
    for url in ("/help", "/help/new?kind=phone", f"/help/{request.ref}"):
        answer = client.get(url)
        assert answer.status_code == 403, url
        assert "三楼左边" not in answer.text
    assert client.send(f"/help/{request.ref}/withdraw").status_code == 403
    db.session.refresh(request)
    assert request.status is HelpStatus.ASKED
    assert acts() == []


def test_who_acts_is_no_helper_and_no_officer_meanwhile(acting, world):
    """What one may read as oneself one may not read in another's name."""
    neighbour = world.make.resident(world.unit)
    theirs = world.ask(neighbour)
    world.come(world.arrange(theirs, start=world.at + 3 * DAY), world.officer)
    client = acting(world.officer)
    assert client.get(f"/help/{theirs.ref}").status_code == 404
    assert client.get(f"/desk/{world.branch.id}/help").status_code in {403, 404}

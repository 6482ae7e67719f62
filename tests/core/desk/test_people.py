"""Villagers at the desk."""

import pytest
from sqlalchemy import select

from core.accounts.models import Code, Person
from core.branches.models import Household, Membership, Resident
from core.branches.queries.people import PAGE
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from tests.counting import queries_in

KEY = "k" * 12


@pytest.fixture
def villager(village, make):
    return make.resident(village.unit, make.person(name="吴桂香"))


def entering(village, **kw):
    return {
        "name": "孙一",
        "unit": village.unit.id,
        "household": "007",
        "phone": "",
        "consent": "当面同意",
        "form_key": KEY,
        **kw,
    }


def found(name):
    return db.session.scalars(select(Person).where(Person.name == name)).all()


def test_somebody_without_a_phone_is_entered_once(client, desk, village):
    assert client.get(f"{desk}/people/new").status_code == 200
    first = client.send(f"{desk}/people/new", entering(village))
    again = client.send(f"{desk}/people/new", entering(village))
    (person,) = found("孙一")
    assert first.location == again.location == f"{desk}/people/{person.id}"
    page = client.get(first.location).text
    for words in ("孙一", "桃源村", "007", "没有登记", "当面同意"):
        assert words in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "请写姓名"),
        ({"consent": " "}, "请写明本人怎么同意的"),
        ({"phone": "123"}, "11 位数字"),
        ({"unit": 99}, "桃源村"),
        ({"household": "x" * 31}, "x" * 31),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, desk, village, given, words):
    answer = client.send(f"{desk}/people/new", entering(village, **{"household": "017", **given}))
    assert answer.status_code == 422
    assert words in answer.text
    assert "017" in answer.text or "household" in given
    assert found("孙一") == []


def test_a_namesake_is_asked_about(client, desk, village, make):
    make.resident(village.unit, make.person(name="孙一"))
    page = client.get(f"{desk}/people/new").text
    assert "只是同名" not in page
    answer = client.send(f"{desk}/people/new", entering(village))
    assert answer.status_code == 422
    assert "已经登记过孙一" in answer.text
    assert "只是同名" in answer.text
    sent = client.send(f"{desk}/people/new", entering(village, another="y", form_key="z" * 12))
    assert sent.status_code == 302
    assert len(found("孙一")) == 2


def test_no_village_no_entering(client, make):
    branch = make.branch()
    client.log_in(make.officer(branch))
    for page in ("people/new", "people/settle"):
        assert "还没有管辖的村" in client.get(f"/desk/{branch.id}/{page}").text
    assert "没有管辖的村" in client.get(f"/desk/{branch.id}/people").text


def test_a_village_of_another_branch_is_not_offered(client, desk, village, make):
    other = make.unit()
    answer = client.send(f"{desk}/people/new", entering(village, unit=other.id))
    assert answer.status_code == 422
    assert found("孙一") == []


def test_somebody_with_an_account_is_settled(client, desk, village, make):
    person = make.person(name="孙一")
    assert client.get(f"{desk}/people/settle").status_code == 200
    data = {"phone": f" {person.phone[:3]} {person.phone[3:]}", "unit": village.unit.id}
    assert client.send(f"{desk}/people/settle", data, form_key=KEY).status_code == 302
    assert db.session.scalars(select(Resident.person_id)).all() == [person.id]
    data["phone"] = "13999999999"
    answer = client.send(f"{desk}/people/settle", data, form_key="z" * 12)
    assert answer.status_code == 422
    assert "13999999999" in answer.text


def test_the_number_is_masked_until_opened(client, desk, villager, at, village):
    url = f"{desk}/people/{villager.id}"
    masked = f"{villager.phone[:3]}****{villager.phone[-4:]}"
    page = client.get(url).text
    assert masked in page
    assert villager.phone not in page
    assert client.send(f"{url}/phone").status_code == 302
    assert villager.phone in client.get(url).text
    entry = db.session.scalars(select(Entry).where(Entry.action == "open_phone")).one()
    assert (entry.about_id, entry.by_id) == (villager.id, village.secretary.id)
    client.log_in(village.deputy)
    assert villager.phone not in client.get(url).text


def test_nobody_elses_people(client, desk, make):
    stranger = make.person(name="陌生人")
    elsewhere = make.resident(make.unit())
    for person in (stranger, elsewhere):
        url = f"{desk}/people/{person.id}"
        assert client.get(url).status_code == 404
        for act in ("phone", "code", "leave", "member"):
            assert client.send(f"{url}/{act}").status_code == 404
    listed = client.get(f"{desk}/people").text
    assert "陌生人" not in listed


def test_a_number_is_confirmed_face_to_face(client, desk, villager):
    url = f"{desk}/people/{villager.id}/number"
    assert client.get(url).status_code == 200
    wrong = client.send(url, phone="12", form_key=KEY)
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    assert client.send(url, phone=villager.phone, form_key=KEY).status_code == 302
    assert villager.phone_confirmed_at is not None


def test_a_code_is_printed_and_shown_once(client, desk, village, villager):
    with writing():
        village.branch.phone = "0570-660 1234"
    url = f"{desk}/people/{villager.id}"
    answer = client.send(f"{url}/code")
    assert answer.status_code == 200
    assert "验证码条子" in answer.text
    assert "/reset/slip" in answer.text
    assert village.branch.name in answer.text
    assert "0570-660 1234" in answer.text
    assert client.get(f"{url}/code").status_code == 405
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_code_for_the_secretary(client, desk, village):
    client.log_in(village.deputy)
    answer = client.send(f"{desk}/people/{village.secretary.id}/code")
    assert answer.status_code == 409
    assert "只能由任命他的人" in answer.text


def test_moving_to_another_household(client, desk, village, make, villager):
    url = f"{desk}/people/{villager.id}/home"
    assert client.get(url).status_code == 200
    seen = {"seen": f"{village.unit.id}/", "form_key": KEY}
    sent = client.send(url, unit=village.unit.id, household="088", **seen)
    assert sent.status_code == 302
    assert db.session.scalars(select(Household.number)).all() == ["088"]
    assert client.send(url, unit=999, household="1", **seen).status_code == 422


@pytest.mark.both_engines
def test_two_who_move_somebody(client, desk, village, villager):
    """F18: the second of two gets 409 with what both wrote, and nothing is lost."""
    url, unit = f"{desk}/people/{villager.id}/home", village.unit.id
    seen = {"unit": unit, "seen": f"{unit}/", "form_key": KEY}
    assert f'value="{unit}/"' in client.get(url).text
    assert client.send(url, household="088", **seen).status_code == 302
    second = client.send(url, household="099", **seen)
    assert second.status_code == 409
    assert "户号 088" in second.text
    assert "户号 099" in second.text
    lives = db.session.scalars(select(Resident).where(Resident.person_id == villager.id)).one()
    assert lives.household.number == "088"


def test_moving_away(client, desk, villager):
    assert client.send(f"{desk}/people/{villager.id}/leave").status_code == 302
    assert client.get(f"{desk}/people/{villager.id}").status_code == 404


def test_a_villager_becomes_a_member(client, desk, villager):
    url = f"{desk}/people/{villager.id}"
    assert f"{url}/member" in client.get(url).text
    assert client.send(f"{url}/member").status_code == 302
    belongs = select(Membership).where(Membership.person_id == villager.id)
    assert db.session.scalars(belongs).one().keeper_id
    assert f"{url}/member" not in client.get(url).text


def test_looking_for_people(client, desk, village, make, villager):
    assert "吴桂香" in client.get(f"{desk}/people?q=吴桂").text
    assert "没有找到" in client.get(f"{desk}/people?q=没有").text
    for bad in ("x", "-1", "9" * 20, "99999999"):
        assert client.get(f"{desk}/people?after={bad}").status_code == 404


def test_an_empty_village_says_what_to_do(client, make):
    unit = make.unit()
    client.log_in(make.officer(unit.branch))
    page = client.get(f"/desk/{unit.branch_id}/people").text
    assert "还没有登记村民" in page


def test_page_by_page_with_the_same_queries(client, desk, village, make, villager):
    few = queries_in(lambda: client.get(f"{desk}/people"))
    with writing():
        for number in range(PAGE):
            person = Person(
                name=f"人{number}", name_key=f"zz{number:03}", created_at=villager.created_at
            )
            db.session.add(person)
            db.session.flush()
            db.session.add(
                Resident(
                    person_id=person.id,
                    unit_id=village.unit.id,
                    entered_at=villager.created_at,
                )
            )
    page = client.get(f"{desk}/people").text
    assert queries_in(lambda: client.get(f"{desk}/people")) == few
    after = page.split("after=")[1].split('"')[0]
    assert "吴桂香" in page
    assert "吴桂香" not in client.get(f"{desk}/people?after={after}").text


def test_the_page_says_why_there_is_no_slip_yet(client, desk, village, make):
    phone = make.person(password_hash="no real one", phone_confirmed_at=now()).phone
    fields = {"phone": phone, "unit": village.unit.id, "household": "", "form_key": KEY}
    page = client.send(f"{desk}/people/settle", fields).location
    shown = client.get(page).text
    assert "还不满 7 天" in shown
    assert "开一张验证码条子" not in shown
    assert client.send(f"{page}/code").status_code != 200
    assert db.session.scalars(select(Code)).all() == []

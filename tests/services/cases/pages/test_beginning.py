"""Beginning a case: who reads it is said first, and there are never too many of them."""

import pytest

from core.db import db, writing
from services.cases.models import Case, CaseStatus
from services.cases.operations import handling
from services.clinics.models import ClinicKind
from tests.services.help.pages.forms import form_of

pytestmark = pytest.mark.both_engines


def begin(client, clinic_id):
    page = client.get(f"/appointments/cases/new?clinic={clinic_id}")
    return client.post("/appointments/cases/new", data=form_of(page, "") | {"consents": "y"})


def test_who_reads_it_is_said_before_it_begins(guest, world):
    page = guest.get(f"/appointments/cases/new?clinic={world.clinic.id}")
    for words in ("不收钱", "由法律援助机构决定", "联络员联络员一个人看", "30 天后自动销毁"):
        assert words in page.text
    sent = form_of(page, "") | {"consents": "y"}
    answers = [guest.post("/appointments/cases/new", data=sent) for _time in range(2)]
    made = db.session.query(Case).one()  # the same form twice begins one
    for answer in answers:
        assert answer.location == f"/appointments/cases/{made.number}/write/story"
    assert (made.client_id, made.status) == (world.guest.id, CaseStatus.DRAFT)


def test_without_a_clerk_one_has_to_book(client, world):
    client.log_in(world.guest)
    page = client.get(f"/appointments/cases/new?clinic={world.clinic.id}")
    assert "还没有联络员" in page.text


@pytest.mark.parametrize("clinic", ["", "0", "x", "1 OR 1", "9223372036854775808", "-1", "１"])
def test_nonsense_begins_nothing(guest, world, clinic):
    assert "先选一个地方" in guest.get(f"/appointments/cases/new?clinic={clinic}").text
    answer = guest.send("/appointments/cases/new", clinic=clinic)
    assert "先选一个地方" in answer.text
    assert not db.session.query(Case).count()


def test_only_where_legal_aid_is_given_now(guest, world):
    counselling = world.make_clinic(ClinicKind.COUNSELLING, title="谈谈心")
    unverified = world.make_clinic(title="没核验", verified=False)
    closed = world.make_clinic(title="关了", closed_at=world.at)
    for clinic in (counselling, unverified, closed):
        page = guest.get(f"/appointments/cases/new?clinic={clinic.id}")
        assert "先选一个地方" in page.text
        guest.send("/appointments/cases/new", clinic=str(clinic.id), form_key="12345678")
    assert not db.session.query(Case).count()


def test_not_more_than_three_at_once(guest, world):
    page = guest.get(f"/appointments/cases/new?clinic={world.clinic.id}")
    sent = form_of(page, "") | {"consents": "y"}
    for each in range(3):
        assert begin(guest, world.clinic.id).status_code == 302, each
    assert "还没办完" in guest.get(f"/appointments/cases/new?clinic={world.clinic.id}").text
    assert guest.post("/appointments/cases/new", data=sent).status_code == 422
    assert db.session.query(Case).count() == 3


def test_the_list_shows_numbers_and_states_alone(guest, world, case, contact):
    page = guest.get("/appointments/cases/")
    assert case.number in page.text
    assert "还在写" in page.text
    for word in ("法律", "援助", "CANARY", world.clinic.title, "联络员"):
        assert word not in page.text.partition("<main")[2].partition("</main")[0], word


def test_the_empty_list_says_what_there_is(guest):
    assert "还没有写过什么" in guest.get("/appointments/cases/").text
    assert "前面没有了" in guest.get("/appointments/cases/?after=1").text
    guest.look = False
    assert guest.get("/appointments/cases/?after=x").status_code == 404


def test_older_ones_stand_on_the_next_page(guest, world):
    by = world.actor(world.guest)
    numbers = []
    for _each in range(31):
        with writing():
            made = handling.begin(world.clinic, by=by, at=world.at)
            numbers.append(made.number)
            handling.shred(made, by=by, at=world.at)
    page = guest.get("/appointments/cases/")
    assert numbers[0] not in page.text
    assert all(each in page.text for each in numbers[1:])
    after = page.text.partition("?after=")[2].partition('"')[0]
    assert numbers[0] in guest.get(f"/appointments/cases/?after={after}").text


def test_a_visitor_signs_in_first(client):
    for url in ("/appointments/cases/", "/appointments/cases/new", "/appointments/cases/X"):
        assert client.get(url).location.startswith("/login")

"""After an officer has printed a code for the client, what they have said stays shut for a week."""

import pytest

from core.accounts import operations as accounts
from core.clock import now
from core.db import writing


@pytest.fixture
def printed(world, officer):
    def run(person):
        with writing():
            accounts.print_code(person, by=officer, at=now())

    return run


@pytest.fixture
def officer(world):
    return world.actor(world.officer)


def test_the_client_s_own_pages(client, world, case, printed):
    printed(world.guest)
    client.log_in(world.guest)
    for url in (f"/appointments/cases/{case.number}", "/appointments/cases/NOBODYS"):
        page = client.get(url)
        assert page.status_code == 403
        assert "这些页面暂时不开" in page.text
        assert case.number not in page.text.split("<main")[1].split("</main")[0]
    assert client.get("/appointments/").status_code == 200


def test_the_practitioner_s_desk(client, world, handed, printed):
    printed(world.lawyer.person)
    client.log_in(world.lawyer.person)
    assert client.get("/practice/").status_code == 403
    assert client.send(f"/practice/cases/{handed.number}/open").status_code == 403


def test_the_officer_sees_no_more_than_before(client, world, case, printed):
    printed(world.guest)
    client.log_in(world.officer)
    assert client.get(f"/appointments/cases/{case.number}").status_code == 404

"""Booked, reminded, held, noted, closed, read, and destroyed; nobody else learns of it."""

import pytest

from tests.journeys import booking, hands, proxies
from tests.journeys.booking import LAWYER, NOTED, SAID
from tests.journeys.hands import HELPER

GUEST, MAIL = "孙雅", "sun@demo.xingcun.invalid"
OTHERS = ["周建国", "赵明远", "何静", "林涛"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_a_time_to_an_empty_envelope(town, scripts):
    guest = town.person(GUEST, scripts=scripts)
    lawyer = town.person(LAWYER, scripts=scripts)
    guest.measures = lawyer.measures = scripts
    address = booking.book(guest, 0)
    ref = address.rpartition("/")[2]
    number = booking.write_down(guest)
    booking.remind(town, ref, MAIL)
    nobody_else(town, ref, number)
    booking.begins_now(town, ref)
    assert booking.hold(lawyer, ref, has_written=True) == number
    booking.read_and_shred(guest, number)
    for secret in (SAID, NOTED):
        assert secret.encode() not in (town.server.folder / "house.db").read_bytes()
    for page in (guest, lawyer):
        assert page.said == []
        assert page.strangers == []
    town.mail.letters.clear()


def nobody_else(town, ref, number):
    """Officers, those above, clerks and administrators find no page of it."""
    for name in OTHERS:
        page = town.page_of(name)
        for url in (f"/appointments/{ref}", f"/appointments/cases/{number}", f"/practice/{ref}"):
            assert town.open(page, url) == 404
        assert town.open(page, "/practice/") == 200
        assert ref not in page.content()


def test_booked_by_a_neighbour_who_learns_no_more(town):
    """She has agreed by a code; the neighbour books for her, and she reads alone."""
    helper, lawyer = town.page_of(HELPER), town.page_of(LAWYER)
    proxies.agree_by_code(helper, town, scopes=("ask", "book"))
    hands.act_for(helper, proxies.NEIGHBOUR)
    address = booking.book(helper, 1)
    ref = address.rpartition("/")[2]
    assert "先把事情写下来" not in helper.content()
    assert town.open(helper, "/appointments/cases/") == 403
    helper.goto("/appointments/")
    hands.act_for_oneself(helper)
    assert town.open(helper, address) == 404
    booking.remind(town, ref, proxies.MAIL)
    booking.begins_now(town, ref)
    number = booking.hold(lawyer, ref, has_written=False)
    hers = town.page_of(proxies.NEIGHBOUR, elder=True)
    booking.read_and_shred(hers, number)
    assert hers.said == []
    assert hers.strangers == []

"""Who may confirm, object and answer: every status with every way, and each tie that bars."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.access import SYSTEM, Actor, Office
from services.hours.models import AttendanceStatus, Confirmed
from services.hours.rules import confirming
from services.hours.rules.confirming import Known

A, C = AttendanceStatus, Confirmed
TODAY = date(2026, 11, 24)
VILLAGE, TOWNSHIP, ELSEWHERE = 5, 1, 9
LI, WANG, OFFICER = 10, 20, 30  # the volunteer, the person served, an officer


@pytest.fixture(autouse=True)
def whole():
    """No rows here."""


def person(key, *branches, for_whom=None):
    offices = frozenset(Office(each, f"/1/{each}/", "secretary") for each in branches)
    return Actor(id=key, person=for_whom or key, name="某人", offices=offices)


SERVED = Known(status=A.ENDED, person_id=LI, served_id=WANG, branch_id=VILLAGE, parent_id=TOWNSHIP)
FOR_ALL = replace(SERVED, served_id=None)
SHOWN = replace(FOR_ALL, status=A.NOTICE, is_public=True, notice_until=TODAY - timedelta(days=1))
RIGHT = {
    C.CODE: (SERVED, person(LI)),
    C.QR: (SERVED, person(LI)),
    C.SERVED: (SERVED, person(WANG)),
    C.SERVED_BY_PROXY: (SERVED, person(40, for_whom=WANG)),
    C.PHONE: (SERVED, person(OFFICER, VILLAGE)),
    C.NOTICE: (SHOWN, SYSTEM),
}


def may(known, how, by, *, lives_with=False, today=TODAY):
    why = confirming.why_not_confirm(known, how, by=by, lives_with=lives_with, today=today)
    return why is None


@pytest.mark.parametrize("how", C)
@pytest.mark.parametrize("status", A)
def test_every_way_is_for_its_status_alone(how, status):
    known, by = RIGHT[how]
    assert may(replace(known, status=status), how, by) is (status is known.status)


@pytest.mark.parametrize("how", [C.CODE, C.QR])
def test_the_volunteer_shows_what_the_person_served_told(how):
    assert not may(SERVED, how, person(WANG))
    assert not may(SERVED, how, person(OFFICER, VILLAGE))
    assert not may(replace(SERVED, served_id=LI), how, person(LI))
    assert not may(FOR_ALL, how, person(LI))


@pytest.mark.parametrize("tie", ["acted_for", "has_printed", "told_before"])
@pytest.mark.parametrize("how", [C.CODE, C.QR])
def test_who_could_read_the_code_untold_shows_nothing_by_it(tie, how):
    tied = replace(SERVED, **{tie: True})
    assert not may(tied, how, person(LI))
    assert may(tied, C.SERVED, person(WANG))
    assert may(tied, C.PHONE, person(OFFICER, VILLAGE))


def test_who_acts_for_the_person_served_cannot_confirm_their_own():
    assert not may(SERVED, C.SERVED_BY_PROXY, person(LI, for_whom=WANG)), "in her name"
    daughter = person(40, for_whom=WANG)
    assert may(SERVED, C.SERVED_BY_PROXY, daughter)
    assert not may(SERVED, C.SERVED_BY_PROXY, daughter, lives_with=True), "of the volunteer's"
    assert confirming.by_tap(daughter) is C.SERVED_BY_PROXY
    assert confirming.by_tap(person(WANG)) is C.SERVED


def test_only_the_person_served_taps():
    assert not may(SERVED, C.SERVED, person(LI))
    assert not may(SERVED, C.SERVED, person(OFFICER, VILLAGE))
    assert not may(FOR_ALL, C.SERVED, person(WANG))
    assert not may(replace(SERVED, served_id=LI), C.SERVED, person(LI))


def test_an_officer_who_is_not_the_volunteers_own_asks_by_phone():
    assert may(FOR_ALL, C.PHONE, person(OFFICER, VILLAGE))
    assert not may(SERVED, C.PHONE, person(OFFICER))
    assert not may(SERVED, C.PHONE, person(OFFICER, ELSEWHERE))
    assert not may(SERVED, C.PHONE, person(LI, VILLAGE)), "the volunteer is the officer"
    assert not may(SERVED, C.PHONE, person(OFFICER, VILLAGE), lives_with=True)
    member = replace(SERVED, member_of=VILLAGE)
    assert not may(member, C.PHONE, person(OFFICER, VILLAGE))
    abroad = replace(SERVED, member_of=ELSEWHERE)
    assert may(abroad, C.PHONE, person(OFFICER, VILLAGE))
    assert not may(abroad, C.PHONE, person(OFFICER, VILLAGE, ELSEWHERE))
    by_hand = replace(SERVED, entered_by=OFFICER)
    assert not may(by_hand, C.PHONE, person(OFFICER, VILLAGE))
    assert may(by_hand, C.PHONE, person(31, VILLAGE))
    called = replace(SERVED, called_by=frozenset({OFFICER}))
    assert not may(called, C.PHONE, person(OFFICER, VILLAGE))
    assert may(called, C.PHONE, person(31, VILLAGE))


def test_where_the_branch_has_none_fit_those_above_ask():
    above = person(OFFICER, TOWNSHIP)
    assert not may(SERVED, C.PHONE, above)
    member = replace(SERVED, member_of=VILLAGE, goes_up=True)
    assert may(member, C.PHONE, above)
    assert not may(member, C.PHONE, above, lives_with=True)
    assert not may(replace(member, member_of=TOWNSHIP), C.PHONE, above)
    assert not may(member, C.PHONE, person(OFFICER, ELSEWHERE))


def test_who_agreed_to_the_notice_is_not_confirmed_by_phone():
    agreed = replace(FOR_ALL, is_public=True)
    assert not may(agreed, C.PHONE, person(OFFICER, VILLAGE))
    assert may(replace(SERVED, is_public=True), C.PHONE, person(OFFICER, VILLAGE))


@pytest.mark.parametrize(("last", "over"), [(-1, True), (0, False), (1, False)])
def test_the_notice_lasts_to_the_end_of_its_last_day(last, over):
    known = replace(SHOWN, notice_until=TODAY + timedelta(days=last))
    assert may(known, C.NOTICE, SYSTEM) is over


def test_who_agrees_no_more_is_not_confirmed_by_notice():
    assert not may(replace(SHOWN, is_public=False), C.NOTICE, SYSTEM)


def may_object(known, by, *, before=False, open_now=0, today=TODAY):
    why = confirming.why_not_object(
        known, by=by, objected_before=before, open_now=open_now, today=today
    )
    return why is None


IN_TIME = replace(SHOWN, notice_until=TODAY)


def test_anybody_but_the_volunteer_objects_to_what_is_shown():
    assert may_object(IN_TIME, person(40))
    assert may_object(IN_TIME, person(OFFICER, VILLAGE))
    assert not may_object(IN_TIME, person(LI))
    assert not may_object(IN_TIME, person(LI, for_whom=40))
    assert not may_object(SHOWN, person(40)), "its last day is over"
    assert not may_object(replace(IN_TIME, is_public=False), person(40))
    assert not may_object(IN_TIME, person(40), before=True)
    assert may_object(IN_TIME, person(40), open_now=4)
    assert not may_object(IN_TIME, person(40), open_now=5)


@pytest.mark.parametrize("status", A)
def test_the_person_served_objects_to_what_waits_for_their_word(status):
    waits = replace(SERVED, status=status)
    assert may_object(waits, person(WANG)) is (status is A.ENDED)
    assert not may_object(waits, person(40))


def may_answer(known, by, *, objector=40, lives_with=False):
    why = confirming.why_not_answer(known, objector_id=objector, by=by, lives_with=lives_with)
    return why is None


def test_an_officer_who_is_neither_of_the_two_answers():
    objected = replace(SHOWN, status=A.OBJECTED)
    assert may_answer(objected, person(OFFICER, VILLAGE))
    assert may_answer(replace(objected, member_of=VILLAGE), person(OFFICER, VILLAGE))
    assert not may_answer(objected, person(LI, VILLAGE))
    assert not may_answer(objected, person(40, VILLAGE))
    assert not may_answer(objected, person(OFFICER, VILLAGE), lives_with=True)
    assert not may_answer(objected, person(OFFICER, TOWNSHIP))
    assert may_answer(replace(objected, goes_up=True), person(OFFICER, TOWNSHIP))
    by_hand = replace(objected, entered_by=OFFICER)
    assert not may_answer(by_hand, person(OFFICER, VILLAGE)), "who wrote it down is no judge of it"
    assert may_answer(by_hand, person(31, VILLAGE))


def test_what_was_said_against_their_hours_is_kept_from_the_volunteer_and_their_house():
    def why_not(by, *, lives_with=False):
        return confirming.why_not_read_words(SERVED, by=by, lives_with=lives_with)

    assert why_not(person(OFFICER, VILLAGE)) is None
    assert why_not(person(LI, VILLAGE))
    assert why_not(person(OFFICER, VILLAGE), lives_with=True)


@pytest.mark.parametrize("status", A)
def test_nobody_voids_their_own_nor_what_is_void_or_objected_to(status):
    may_void = confirming.why_not_void(status, LI, by=person(OFFICER, VILLAGE)) is None
    assert may_void is (status not in {A.VOIDED, A.OBJECTED})
    assert confirming.why_not_void(status, LI, by=person(LI, VILLAGE))

"""What somebody takes along of their cases, and what is left when they go."""

import json

import pytest

from core.db import db
from core.errors import Refused
from core.me.operations import data_of
from services.cases.models import Case, CaseStatus
from services.cases.operations import safekeeping
from services.cases.operations.personal import OwnCases
from tests.services.cases.conftest import CANARY

pytestmark = pytest.mark.both_engines


def test_envelopes_and_openings_go_along_and_no_word_of_the_rest(world, handed, do):
    do(safekeeping.open_part, handed, "intake", by=world.actor(world.lawyer.person))
    found = OwnCases().export(world.guest.id)
    assert [each["number"] for each in found["cases"]] == [handed.number]
    assert [each["opener"] for each in found["case_openings"]] == ["practitioner"]
    assert CANARY not in json.dumps(data_of(world.guest.id), default=str, ensure_ascii=False)
    assert OwnCases().export(world.lawyer.person_id)["cases"] == []


def test_who_goes_leaves_nothing_to_read(world, handed, do):
    do(lambda at: OwnCases().erase(world.guest.id, at=at))
    do(lambda at: OwnCases().erase(world.guest.id, at=at))
    db.session.expire_all()
    assert db.session.get(Case, handed.id).status is CaseStatus.SHREDDED
    with pytest.raises(Refused):
        do(safekeeping.open_part, handed, "intake", by=world.actor(world.lawyer.person))


def test_those_of_others_stay(world, handed, do):
    do(lambda at: OwnCases().erase(world.lawyer.person_id, at=at))
    db.session.expire_all()
    assert db.session.get(Case, handed.id).status is CaseStatus.HANDED

"""A case is read by its client and one professional alone; everybody else finds nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import inspect, select, text

from core.access import SYSTEM
from core.db import db
from core.errors import Refused
from core.notices.models import Notice
from core.sealing.models import SealedField
from services.cases import queries
from services.cases.jobs import shred_all
from services.cases.models import CaseStatus, Opener, Outcome
from services.cases.operations import breaking, handling, safekeeping
from services.clinics.models import ClinicKind, PractitionerKind
from tests.services.cases.conftest import CANARY
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
S = CaseStatus
SECRETS = ("CANARY", "家暴")


@pytest.fixture
def look(do):
    def run(case, actor, part="intake", **kw):
        return do(safekeeping.open_part, case, part, by=actor, **kw)

    return run


def opened(case):
    return [(each.person_id, each.opener, each.what) for each in queries.list_openings(case.id)]


def test_what_the_client_said_stands_there_when_they_come_back(world, case, look, do):
    client = world.actor(world.guest)
    assert look(case, client)["story"] == CANARY
    do(safekeeping.save_intake, case, {"story": "改了"}, by=client)
    assert look(case, client) == {"story": "改了"}
    assert look(case, client, "notes") == {}


def test_each_opening_is_there_for_the_client_to_see(world, handed, look):
    look(handed, world.actor(world.lawyer.person))
    look(handed, world.actor(world.guest))
    assert opened(handed) == [
        (world.guest.id, Opener.CLIENT, "intake"),
        (world.lawyer.person_id, Opener.PRACTITIONER, "intake"),
    ]


def test_the_contact_clerk_reads_it_until_it_is_handed_on(world, case, contact, look, do):
    clerk = world.actor(contact)
    with pytest.raises(Refused):
        look(case, clerk)  # a draft is the client's alone
    do(handling.submit, case, None, by=world.actor(world.guest))
    assert look(case, clerk)["story"] == CANARY
    do(handling.hand, case, world.lawyer, is_open=True, by=clerk)
    with pytest.raises(Refused, match="只有本人和经办的人"):
        look(case, clerk)


def test_a_practitioner_who_hands_it_on_reads_it_no_more(world, handed, make, look, do):
    first, other = world.actor(world.lawyer.person), world.practitioner(make.person())
    with pytest.raises(Refused, match="为什么转交"):
        do(handling.hand, handed, other, is_open=True, by=first)
    do(handling.hand, handed, other, is_open=True, why="和对方认识", by=first)
    with pytest.raises(Refused):
        look(handed, first)
    second = world.actor(other.person)
    assert look(handed, second, "notes")["notes"][0]["text"] == "和对方认识"


@pytest.mark.parametrize("status", ["draft", "open", "handed", "closed"])
def test_nobody_else_opens_it(world, case, contact, make, look, do, status):
    client, lawyer = world.actor(world.guest), world.actor(world.lawyer.person)
    if status != "draft":
        do(handling.submit, case, None, by=client)
    if status in {"handed", "closed"}:
        do(handling.hand, case, world.lawyer, is_open=True, by=world.actor(contact))
    if status == "closed":
        do(handling.close, case, Outcome.ADVISED, by=lawyer)
    secretary = make.officer(world.branch, person=make.person(), role="deputy_secretary")
    admin, clerk = make.person(), make.person()
    proxy = replace(
        world.actor(make.person()), person=world.guest.id, for_name="x", scopes=frozenset({"ask"})
    )
    others = [world.officer, secretary, admin, clerk, world.practitioner(make.person()).person]
    for actor in [*map(world.actor, others), proxy]:
        with pytest.raises(Refused):
            look(case, actor)
    assert opened(case) == []
    assert look(case, client)["story"] == CANARY  # the control


def test_nobody_begins_it_for_another(world, contact, make, do):
    proxy = replace(
        world.actor(make.person()), person=world.guest.id, for_name="x", scopes=frozenset({"ask"})
    )
    with pytest.raises(Refused, match="本人自己"):
        do(handling.begin, world.clinic, by=proxy)


class TestCounselling:
    """No clerk stands between, and consent comes first."""

    @pytest.fixture
    def clinic(self, world):
        return world.make_clinic(ClinicKind.COUNSELLING, title="谈谈心")

    def test_consent_first(self, world, clinic, do, make, look):
        client = world.actor(world.guest)
        with pytest.raises(Refused, match="同意"):
            do(handling.begin, clinic, by=client)
        made = do(handling.begin, clinic, consents=True, by=client)
        assert (made.consented_at, made.contact_id) == (world.at, None)
        with pytest.raises(Refused, match="咨询师"):
            do(handling.submit, made, None, by=client)
        counsellor = world.practitioner(make.person(), PractitionerKind.COUNSELLOR)
        do(handling.submit, made, counsellor, by=client)
        assert made.status is S.HANDED
        assert look(made, world.actor(counsellor.person)) == {}

    def test_withdrawn_the_counsellor_reads_it_no_more(self, world, clinic, do, make, look):
        client = world.actor(world.guest)
        made = do(handling.begin, clinic, consents=True, by=client)
        counsellor = world.practitioner(make.person(), PractitionerKind.COUNSELLOR)
        do(handling.submit, made, counsellor, by=client)
        do(handling.withdraw, made, by=client)
        with pytest.raises(Refused):
            look(made, world.actor(counsellor.person))
        assert look(made, client) == {}


class TestShredding:
    """The key is gone, and with it every word."""

    def test_on_the_clients_word_once_it_is_over(self, world, handed, look, do):
        client, lawyer = world.actor(world.guest), world.actor(world.lawyer.person)
        with pytest.raises(Refused, match="还在办"):
            do(handling.shred, handed, by=client)
        do(handling.close, handed, Outcome.ADVISED, by=lawyer)
        with pytest.raises(Refused, match="只有本人"):
            do(handling.shred, handed, by=lawyer)
        do(handling.shred, handed, by=client)
        assert db.session.scalars(select(SealedField)).all() == []
        for actor in (client, lawyer):
            with pytest.raises(Refused, match="销毁"):
                look(handed, actor)

    def test_by_itself_when_its_time_is_over(self, world, case, handed, do, at):
        do(handling.close, handed, Outcome.ADVISED, by=world.actor(world.lawyer.person))
        shred_all(at + 3 * 366 * DAY)
        assert handed.status is S.CLOSED
        shred_all(at + 3 * 366 * DAY + 2 * DAY)
        db.session.expire_all()
        assert handed.status is S.SHREDDED

    def test_a_draft_that_nobody_hands_in(self, world, case, at):
        shred_all(at + 32 * DAY)
        db.session.expire_all()
        assert case.status is S.SHREDDED

    def test_the_system_shreds_nothing_that_goes_on(self, handed, do):
        with pytest.raises(Refused, match="还在办"):
            do(handling.shred, handed, by=SYSTEM)


class TestGlass:
    """Two persons with a reason, for two hours; the client hears of both steps."""

    @pytest.fixture
    def two(self, world, contact, make):
        other = world.practitioner(make.person())
        world.make_service(other)
        return world.actor(other.person), world.actor(contact)

    def test_two_open_it_for_a_while(self, world, handed, two, look, do, at):
        first, second = two
        broken = do(breaking.ask_to_break, handed, "有生命危险", by=first)
        for actor in two:
            with pytest.raises(Refused):
                look(handed, actor)
        with pytest.raises(Refused, match="另一个人"):
            do(breaking.second, broken, handed, "联系不上", by=first)
        with pytest.raises(Refused, match="为什么"):
            do(breaking.second, broken, handed, "", by=second)
        do(breaking.second, broken, handed, "联系不上", by=second)
        for actor in two:
            assert look(handed, actor)["story"] == CANARY
        assert {each[1] for each in opened(handed)} == {Opener.BROKEN_GLASS}
        with pytest.raises(Refused):
            look(handed, first, at=at + 2 * HOUR)
        events = db.session.scalars(
            select(Notice.event).where(Notice.person_id == world.guest.id).order_by(Notice.id)
        ).all()
        assert events[-2:] == ["cases.glass_asked", "cases.glass_broken"]

    def test_not_without_a_reason_nor_for_a_draft(self, world, case, handed, two, do):
        with pytest.raises(Refused, match="为什么"):
            do(breaking.ask_to_break, handed, "", by=two[0])
        other = do(handling.begin, world.clinic, by=world.actor(world.lawyer.person))
        with pytest.raises(Refused, match="没有这个编号"):
            do(breaking.ask_to_break, other, "看看", by=two[0])


def test_who_has_tampered_shows_nobody_a_word(world, handed, look):
    row = db.session.scalars(select(SealedField)).first()
    sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    db.session.execute(
        SealedField.__table__.update().where(SealedField.id == row.id).values(sealed=sealed)
    )
    db.session.commit()
    with pytest.raises(Refused, match="被人动过"):
        look(handed, world.actor(world.guest))


def test_no_table_and_no_notice_has_a_word_of_it(world, handed, contact, make, look, do):
    """After all steps every column of every table is searched, sealed ones as bytes."""
    lawyer = world.actor(world.lawyer.person)
    look(handed, lawyer)
    do(safekeeping.add_note, handed, f"{CANARY} 备注", by=lawyer)
    other = world.practitioner(make.person())
    world.make_service(other)
    broken = do(breaking.ask_to_break, handed, f"{CANARY} 危险", by=world.actor(other.person))
    do(breaking.second, broken, handed, f"{CANARY} 急", by=world.actor(contact))
    do(handling.close, handed, Outcome.REFERRED, by=lawyer)
    searched = 0
    for table in inspect(db.engine).get_table_names():
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            said = " ".join(
                bytes(value).decode("utf-8", "replace")
                if isinstance(value, bytes | memoryview)
                else str(value)
                for value in row
            )
            searched += 1
            assert not any(word in said for word in SECRETS), table
    assert searched > 20  # the floor: there was something to search


def test_a_draft_is_kept_from_the_last_word_on(world, case, do, at):
    first = case.keep_until
    said = {"story": "再写一句"}
    do(safekeeping.save_intake, case, said, by=world.actor(world.guest), at=at + 5 * DAY)
    assert case.keep_until == first + 5 * DAY

"""Booking: one has the time, others are refused, and what is given back can be had again."""

import pytest
from sqlalchemy import select

from core.db import db
from core.errors import Refused
from core.notices.models import Notice
from services.clinics.jobs import lapse_all, remind_all
from services.clinics.models import AppointmentStatus, DayOff, ExtraHours
from services.clinics.operations import booking, practising
from services.clinics.queries.slots import plan_of
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


def told(person, event):
    query = select(Notice).where(
        Notice.person_id == person.id, Notice.event == f"appointments.{event}"
    )
    return db.session.scalars(query.order_by(Notice.id)).all()


def free_on(world, day, service=None):
    service = service or world.service
    plan = plan_of([service], day, day)
    return list(plan.free(service, day, at=world.at))


def test_what_is_held_is_booked_and_both_hear_of_it(world):
    made = world.book(world.start(9))
    assert (made.status, made.kept_until, made.booked_at) == (A.BOOKED, None, world.at)
    assert world.cells(made) == 8  # half an hour and ten minutes after
    for person in (world.guest, world.lawyer.person):
        (notice,) = told(person, "booked")
        assert "法律" not in str(notice.facts) + notice.url


def test_others_see_it_no_more(world):
    day = world.start(9).date()
    before = free_on(world, day)
    assert world.start(9) in before
    world.hold(world.start(9))
    assert free_on(world, day) == [each for each in before if each != world.start(9)]


def test_of_two_one_has_it(world, make):
    world.book(world.start(9))
    with pytest.raises(Refused, match="刚被别人约走") as refused:
        world.hold(world.start(9), make.person())
    assert refused.value.field == "start"


def test_nor_at_another_service_of_the_same_practitioner(world, make):
    other = world.make_service(minutes=60, after=0, hours=((540, 720),))
    world.book(world.start(9, 40))
    with pytest.raises(Refused, match="刚被别人约走"):
        world.hold(world.start(9), make.person(), other)
    world.book(world.start(11), make.person(), other)


@pytest.mark.parametrize(
    ("start", "said"),
    [((9, 5), "列出来"), ((9, 0, 0), "太近"), ((9, 0, 30), "这么远"), ((9, 0, 5), "列出来")],
)
def test_only_what_is_offered(world, start, said):
    with pytest.raises(Refused, match=said):
        world.hold(world.start(*start))


def test_a_day_has_a_cap(world, make):
    world.service.daily_cap = 2
    db.session.commit()
    for hour in (9, 14):
        world.book(world.start(hour), make.person())
    assert free_on(world, world.start(9).date()) == []
    with pytest.raises(Refused, match="约满了"):
        world.hold(world.start(9, 40))


def test_one_has_one_time_at_one_service_and_three_in_all(world, make):
    world.book(world.start(9))
    with pytest.raises(Refused, match="已经有一个预约"):
        world.hold(world.start(14))
    for _number in range(2):
        other = world.practitioner(make.person())
        world.book(world.start(9), service=world.make_service(other))
    with pytest.raises(Refused, match="3 个预约"):
        world.hold(world.start(9), service=world.make_service(world.practitioner(make.person())))


def test_not_oneself_nor_by_a_way_that_is_not_there(world):
    with pytest.raises(Refused, match="不能约自己"):
        world.hold(world.start(9), world.lawyer.person)
    with pytest.raises(Refused) as refused:
        world.hold(world.start(9), way="video")
    assert refused.value.field == "way"


@pytest.mark.parametrize("closed", ["unverified", "clinic", "licence", "practitioner", "service"])
def test_only_where_all_is_in_order(world, make, closed):
    if closed == "unverified":
        service = world.make_service(clinic=world.make_clinic(verified=False))
    else:
        service = world.service
        row, values = {
            "clinic": (world.clinic, {"closed_at": world.at}),
            "licence": (world.lawyer, {"licence_until": (world.at - DAY).date()}),
            "practitioner": (world.lawyer, {"ended_at": world.at}),
            "service": (service, {"ended_at": world.at}),
        }[closed]
        for name, value in values.items():
            setattr(row, name, value)
        db.session.commit()
    with pytest.raises(Refused, match="不能预约"):
        world.hold(world.start(9), service=service)


def test_days_off_and_extra_hours(world):
    day = world.start(9).date()
    world.make.add(DayOff(practitioner_id=world.lawyer.id, day=day, begins=0, ends=720))
    world.make.add(ExtraHours(service_id=world.service.id, day=day, begins=1140, ends=1180))
    free = free_on(world, day)
    assert world.start(9) not in free
    assert world.start(14) in free
    assert world.start(19) in free
    with pytest.raises(Refused, match="列出来"):
        world.hold(world.start(9))


def test_a_hold_runs_out(world, make):
    made = world.hold(world.start(9))
    lapse_all(world.at + HOUR / 6)
    assert made.status is A.LAPSED
    assert world.cells() == 0
    assert not told(world.guest, "lapsed")
    with pytest.raises(Refused):
        booking.want(made, by=world.actor(world.guest), at=world.at)
    world.book(world.start(9), make.person())


def test_late_it_is_not_booked_though_no_sweep_came(world, do):
    made = world.hold(world.start(9))
    with pytest.raises(Refused, match="时间过了"):
        do(booking.want, made, by=world.actor(world.guest), at=world.at + HOUR / 6)


class TestWishes:
    """Where the practitioner answers each wish."""

    @pytest.fixture
    def wish(self, world):
        return world.book(world.start(9), service=world.make_service(asks=True))

    def test_it_waits_and_holds_its_time(self, world, wish, make):
        assert wish.status is A.ASKED
        assert wish.kept_until == world.at + DAY - HOUR * 3  # nine tomorrow less two hours
        assert told(world.lawyer.person, "asked")
        assert not told(world.guest, "booked")
        with pytest.raises(Refused):
            world.hold(world.start(9), make.person())

    def test_yes(self, world, wish, do):
        do(practising.accept, wish, by=world.actor(world.lawyer.person))
        assert wish.status is A.BOOKED
        assert told(world.guest, "booked")

    def test_no_needs_a_reason_and_shuts_it(self, world, wish, do, make):
        by = world.actor(world.lawyer.person)
        with pytest.raises(Refused, match="原因"):
            do(practising.decline, wish, "", by=by)
        do(practising.decline, wish, "那天开庭", by=by)
        assert (wish.status, wish.end_why) == (A.DECLINED, "那天开庭")
        with pytest.raises(Refused, match="列出来"):
            world.book(world.start(9), make.person())
        world.book(world.start(9, 40), make.person())  # the times after it stay where they are
        with pytest.raises(Refused, match="答复过"):
            do(practising.accept, wish, by=by)

    def test_silence_frees_it(self, world, wish, do):
        with pytest.raises(Refused, match="放出来"):
            do(practising.accept, wish, by=world.actor(world.lawyer.person), at=wish.kept_until)
        lapse_all(wish.kept_until)
        assert wish.status is A.LAPSED
        assert told(world.guest, "lapsed")


class TestChanging:
    """Moving it and giving it back."""

    def test_moved_the_old_time_is_free(self, world, do, make):
        made = world.book(world.start(9))
        do(booking.reschedule, made, world.start(14), by=world.actor(world.guest))
        assert (made.starts_at, made.moves) == (world.start(14), 1)
        assert world.cells(made) == 8
        assert len(told(world.guest, "moved")) == 1
        world.book(world.start(9), make.person())

    def test_onto_what_is_taken_nothing_is_moved(self, world, do, make):
        made = world.book(world.start(9))
        world.book(world.start(14), make.person())
        with pytest.raises(Refused, match="刚被别人约走"):
            do(booking.reschedule, made, world.start(14), by=world.actor(world.guest))
        db.session.expire_all()
        assert made.starts_at == world.start(9)
        assert world.cells(made) == 8

    def test_given_back_it_can_be_had(self, world, do, make):
        made = world.book(world.start(9))
        do(booking.cancel, made, by=world.actor(world.guest))
        assert (made.status, world.cells()) == (A.CANCELLED, 0)
        assert told(world.lawyer.person, "given_back")
        assert not told(world.guest, "cancelled")
        world.book(world.start(9), make.person())

    def test_the_guest_until_so_many_hours_before(self, world, do):
        made = world.book(world.start(9))
        late = made.starts_at - 11 * HOUR
        with pytest.raises(Refused, match="12 小时"):
            do(booking.cancel, made, by=world.actor(world.guest), at=late)

    def test_the_practitioner_until_it_begins_with_a_reason(self, world, do):
        made = world.book(world.start(9))
        by, late = world.actor(world.lawyer.person), made.starts_at - HOUR
        with pytest.raises(Refused, match="原因"):
            do(booking.cancel, made, by_practitioner=True, by=by, at=late)
        do(booking.cancel, made, by_practitioner=True, why="临时开庭", by=by, at=late)
        assert made.end_why == "临时开庭"
        assert told(world.guest, "cancelled")


class TestAfterwards:
    """How it was."""

    @pytest.fixture
    def made(self, world):
        return world.book(world.start(9))

    @pytest.mark.parametrize(
        ("step", "minutes", "became"),
        [("finish", 0, A.DONE), ("miss", 10, A.GUEST_ABSENT), ("fail", 10, A.HOST_ABSENT)],
    )
    def test_once_and_not_before(self, world, do, made, step, minutes, became):
        take, by = getattr(practising, step), world.actor(world.lawyer.person)
        then = made.starts_at + minutes * HOUR / 60
        with pytest.raises(Refused):
            do(take, made, by=by, at=then - HOUR / 60)
        do(take, made, by=by, at=then)
        assert made.status is became
        with pytest.raises(Refused):
            do(take, made, by=by, at=then)
        assert world.cells() == 0


class TestReminders:
    """A day and two hours before, once each."""

    def test_once_each(self, world):
        made = world.book(world.start(14, day=3), at=world.at)
        for ahead, count in ((25, 0), (24, 1), (23, 1), (3, 1), (2, 2), (1, 2)):
            for _time in range(2):
                remind_all(made.starts_at - ahead * HOUR)
            assert len(told(world.guest, "soon")) == count

    def test_switched_off_there_is_none(self, world):
        made = world.book(world.start(14, day=3))
        made.reminds = False
        db.session.commit()
        remind_all(made.starts_at - HOUR)
        assert not told(world.guest, "soon")

    def test_who_booked_a_moment_ago_knows_it(self, world):
        made = world.book(world.start(9))  # 23 hours before
        remind_all(made.starts_at - 20 * HOUR)
        assert not told(world.guest, "soon")

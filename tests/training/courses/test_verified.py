"""Organisers and teachers; what a branch verifies, and courses put under it one by one."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Overtaken, Refused
from core.house import HOUSE
from core.notices.models import Notice
from core.search.models import SearchDue
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import SponsorshipStatus
from core.storage.models import StoredFile
from training.courses.models import Organiser, Teacher
from training.courses.operations import organisers, publishing, teachers
from training.courses.operations.verified import ORGANISERS
from training.courses.operations.verifying import renamed
from training.courses.queries import building, find_shown
from training.courses.queries.organisers import find_open, find_teacher, places, places_of

pytestmark = pytest.mark.both_engines


def told(person):
    mine = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(mine))


def put(world, course, standing, *, seen=None, person=None, at=None):
    with writing():
        found = db.session.merge(standing)
        by = world.actor(person or world.steward)
        at = at or world.later(minutes=1)
        sponsorship.put_under(found, course.id, seen=seen or world.at, by=by, at=at)


def test_who_registers_keeps(world):
    found = find_open(world.organiser.id)
    assert found.keeper_ids == {world.keeper.id}
    assert found.teacher_ids == {world.keeper.id, world.teacher.id}
    assert told(world.teacher) == ["courses.named"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"name": "大家推荐的夜校"}, "name"),
        ({"about": "担保学会"}, "about"),
        ({"about": ""}, "about"),
        ({"address": " "}, "address"),
        ({"phone": "打我"}, "phone"),
        ({"unit_id": None}, "unit"),
        ({"unit_id": 987654}, "unit"),
    ],
)
def test_nonsense_is_refused(world, said, field):
    with pytest.raises(Refused) as refused:
        world.register(**said)
    assert refused.value.field == field


def test_nobody_keeps_more_than_three(world):
    for number in (2, 3):
        world.register(name=f"夜校{number}")
    with pytest.raises(Refused, match="最多打理 3 个"):
        world.register(name="夜校4")
    world.register(person=world.teacher)  # who only teaches keeps none yet


def test_changing_what_it_says(world, do):
    found = find_open(world.organiser.id)
    do(organisers.edit, found, world.said(name="桃源学堂"), version=1)
    assert find_open(world.organiser.id).name == "桃源学堂"
    with pytest.raises(Overtaken) as overtaken:
        do(organisers.edit, find_open(found.id), world.said(name="另一个"), version=1)
    assert "桃源学堂" in overtaken.value.theirs


def test_what_is_verified_stays_in_its_village(world, do):
    other = world.make.unit(world.branch, name="另一村")
    world.verify()
    with pytest.raises(Refused, match="先不能换村") as refused:
        do(organisers.edit, find_open(world.organiser.id), world.said(unit_id=other.id), version=1)
    assert refused.value.field == "unit"


def test_teachers_come_and_go(world, do):
    with pytest.raises(Refused, match="已经在教了"):
        world.name(world.teacher)
    for who in ("1390000", "13900009999", "nobody@example.com", "沈老师"):
        with pytest.raises(Refused) as refused:
            do(teachers.name_teacher, find_open(world.organiser.id), who, is_keeper=False)
        assert refused.value.field == "who"
    mine = next(
        t for t in find_open(world.organiser.id).teachers if t.person_id == world.teacher.id
    )
    do(teachers.take_out, find_teacher(world.organiser.id, mine.id))
    assert find_open(world.organiser.id).teacher_ids == {world.keeper.id}
    assert told(world.teacher) == ["courses.named", "courses.out"]
    world.name(world.teacher)  # and comes again
    assert world.teacher.id in find_open(world.organiser.id).teacher_ids


def test_somebody_always_keeps(world, do):
    found = find_open(world.organiser.id)
    own = next(each for each in found.teachers if each.person_id == world.keeper.id)
    with pytest.raises(Refused, match="总要有人打理"):
        do(teachers.take_out, find_teacher(found.id, own.id))
    other = next(each for each in found.teachers if each.person_id == world.teacher.id)
    do(teachers.let_keep, find_teacher(found.id, other.id))
    with pytest.raises(Refused):
        do(teachers.let_keep, find_teacher(found.id, other.id))
    do(teachers.take_out, find_teacher(found.id, own.id))
    assert find_open(found.id).keeper_ids == {world.teacher.id}
    assert told(world.teacher)[-1] == "courses.left"


def test_closing_ends_all_of_it(world, do):
    standing = world.verify()
    course = world.published()
    put(world, course, standing)
    assert find_shown(course.id, at=world.at)
    do(organisers.close, find_open(world.organiser.id))
    assert find_open(world.organiser.id) is None
    assert find_shown(course.id, at=world.at) is None
    assert building.find_course(course.id) is None
    db.session.refresh(standing)
    assert standing.status is SponsorshipStatus.ENDED
    assert places([world.organiser.id]) == {}
    with pytest.raises(Refused, match="已经关了"):
        do(organisers.edit, db.session.get(Organiser, world.organiser.id), world.said(), version=2)


def test_its_own_people_are_all_who_teach(world):
    (place,) = places_of(world.teacher.id)
    assert place.owners == {world.keeper.id, world.teacher.id}
    assert (place.ref, place.unit_id) == (world.organiser.id, world.unit.id)
    assert place.desk_path == f"organisers/{world.organiser.id}"
    assert ORGANISERS.of(world.stranger.id) == []


def test_a_course_is_shown_once_the_steward_has_put_it_there(world):
    standing = world.verify()
    course = world.published()
    ((ref, (count, since)),) = ORGANISERS.waiting([world.organiser.id]).items()
    assert (ref, count, since) == (world.organiser.id, 1, world.at)
    (listing,) = ORGANISERS.listings(world.organiser.id)
    assert (listing.sponsorship_id, listing.url) == (None, f"/learn/{course.id}")
    put(world, course, standing)
    assert find_shown(course.id, at=world.at).sponsorship.id == standing.id
    assert ORGANISERS.waiting([world.organiser.id]) == {}
    (listing,) = ORGANISERS.listings(world.organiser.id)
    assert (listing.sponsorship_id, listing.changed) == (standing.id, False)
    assert told(world.keeper)[-1] == told(world.teacher)[-1] == "courses.put_under"
    assert (db.session.query(SearchDue).filter_by(kind="course", ref=course.id)).count() == 1


def test_what_is_not_switched_on_or_not_published_is_no_listing(world, do):
    standing = world.verify()
    world.ready("没发布")
    course = world.published()
    do(publishing.switch_off, world.row(course))
    assert ORGANISERS.listings(world.organiser.id) == []
    with pytest.raises(Refused, match="已经停了"):
        put(world, course, standing)


def test_published_anew_it_stays_and_is_looked_at_anew(world):
    standing = world.verify()
    course = world.published()
    put(world, course, standing)
    world.change(course)
    world.head(course, title="新的名字")
    world.publish(course, at=world.later(hours=1))
    (listing,) = ORGANISERS.listings(world.organiser.id)
    assert (listing.title, listing.changed) == ("新的名字", True)
    assert find_shown(course.id, at=world.at).live.title == "新的名字"
    assert told(world.steward)[-1] == "courses.anew"
    with pytest.raises(Refused, match="刚刚改过这门课"):
        put(world, course, standing, seen=world.at)
    put(world, course, standing, seen=world.later(hours=2), at=world.later(hours=2))
    (listing,) = ORGANISERS.listings(world.organiser.id)
    assert not listing.changed
    assert told(world.keeper).count("courses.put_under") == 1


def test_only_the_steward_puts_it_there(world):
    standing = world.verify()
    course = world.published()
    with pytest.raises(Refused, match="由包联人来放"):
        put(world, course, standing, person=world.keeper)


def test_it_is_taken_out(world):
    standing = world.verify()
    course = world.published()
    put(world, course, standing)
    with writing():
        found = db.session.merge(standing)
        sponsorship.take_out(found, course.id, by=world.actor(world.steward), at=world.at)
    assert find_shown(course.id, at=world.at) is None
    assert told(world.keeper)[-1] == "courses.taken_out"
    with pytest.raises(Refused, match="已经不在核验里了"), writing():
        ORGANISERS.take_out(world.organiser.id, course.id, **world.by(world.steward))


def test_a_renewal_takes_it_along(world):
    old = world.verify()
    course = world.published()
    put(world, course, old)
    with writing():
        db.session.merge(old).status = SponsorshipStatus.LAPSED
    new = world.verify()
    with writing():
        ORGANISERS.carry_over(world.organiser.id, old=old.id, new=new.id, at=world.at)
    assert find_shown(course.id, at=world.at).sponsorship.id == new.id
    with writing():
        renamed("organiser", world.organiser.id, at=world.at)
        renamed("unit", world.unit.id, at=world.at)
        renamed("producer", world.organiser.id, at=world.at)


def erase(world, person):
    with writing():
        for personal in HOUSE.personal:
            personal.erase(person.id, at=world.at)


def test_what_one_teaches_is_copied_out(world):
    rows = [p.export(world.teacher.id) for p in HOUSE.personal]
    (teaching,) = [each["teaching"] for each in rows if "teaching" in each]
    assert [row["organiser"] for row in teaching] == ["桃源村夜校"]


def test_who_is_erased_teaches_no_more_and_the_texts_stay(world):
    course = world.ready()
    key = building.list_outline(world.draft(course).id)[0][1][0].key
    hung = world.hang(course, key).file_id
    erase(world, world.keeper)
    found = find_open(world.organiser.id)
    assert found.keeper_ids == {world.teacher.id}
    assert told(world.teacher)[-1] == "courses.keeps"
    stored = db.session.get(StoredFile, hung)
    assert (stored.deleted_at, stored.owner_id) == (None, None)
    world.publish(course)


def test_the_last_one_closes_behind_them(world):
    standing = world.verify()
    erase(world, world.teacher)
    assert find_open(world.organiser.id).keeper_ids == {world.keeper.id}
    erase(world, world.keeper)
    assert find_open(world.organiser.id) is None
    row = db.session.get(Organiser, world.organiser.id)
    assert (row.name, row.phone, row.about, row.address) == ("已关的办课单位", "", "", "—")
    db.session.refresh(standing)
    assert standing.status is SponsorshipStatus.ENDED
    still = select(Teacher).where(Teacher.ended_at.is_(None))
    assert db.session.scalars(still).all() == []

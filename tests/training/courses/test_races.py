"""At the same instant: one draft, one live version, nothing written into what is published."""

import pytest

from core.db import db
from tests.services.clinics.test_races import in_threads
from training.courses.models import Chapter, CourseVersion, LessonKind, VersionStatus
from training.courses.operations import outline, publishing, teachers
from training.courses.queries import building
from training.courses.queries.organisers import find_open, find_teacher

pytestmark = pytest.mark.both_engines
MANY = 6
S = VersionStatus


@pytest.fixture
def at_once(app):
    """Take all steps at the same instant, each in a thread of its own; return which were taken."""

    def go(steps):
        db.session.rollback()
        came = in_threads(app, steps)
        assert None not in came, "a thread ended with another error"
        db.session.rollback()
        db.session.expire_all()
        return came

    return go


def test_all_begin_the_next_version(world, at_once):
    course_id = world.published().id
    by = world.by()

    def step():
        publishing.change(building.find_course(course_id), **by)

    assert at_once([step] * MANY) == [True] * MANY
    found = building.find_course(course_id)
    assert [each.status for each in found.versions] == [S.LIVE, S.DRAFT]


def test_all_publish_one_draft_while_others_write_in_it(world, at_once):
    course = world.published()
    world.change(course)
    course_id, draft_id = course.id, world.draft(course).id
    chapter_id = building.list_outline(draft_id)[0][0].id
    by = world.by()

    def publish():
        draft = db.session.get_one(CourseVersion, draft_id)
        publishing.publish(draft, **by)

    def write():
        draft = db.session.get_one(CourseVersion, draft_id)
        chapter = db.session.get_one(Chapter, chapter_id)
        outline.add_lesson(draft, chapter, LessonKind.TEXT, "塞进去的空课", **by)

    came = at_once([publish, write] * 3)
    published, written = came[::2], came[1::2]
    found = building.find_course(course_id)
    live = building.version_of(found, S.LIVE)
    lessons = [each for _chapter, inside in building.list_outline(draft_id) for each in inside]
    assert len(lessons) == 1 + sum(written)
    # an empty lesson that came first keeps the draft from being published at all
    assert (live.id == draft_id) == any(published)
    assert sum(published) == (0 if any(written) else 1)
    statuses = sorted(each.status for each in found.versions)
    assert statuses == ([S.LIVE, S.PAST] if any(published) else [S.DRAFT, S.LIVE])


def test_two_keepers_go_at_once(world, at_once):
    found = find_open(world.organiser.id)
    with_id = {each.person_id: each.id for each in found.teachers}
    other = with_id[world.teacher.id]

    def keep():
        teachers.let_keep(find_teacher(found_id, other), **by)

    found_id, by = world.organiser.id, world.by()
    assert at_once([keep]) == [True]

    def go(teacher_id):
        return lambda: teachers.take_out(find_teacher(found_id, teacher_id), **by)

    came = at_once([go(each) for each in with_id.values()])
    assert sorted(came) == [False, True]
    assert len(find_open(found_id).keeper_ids) == 1

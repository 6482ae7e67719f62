"""Outline, lessons and head of a draft; two who write at once; nothing after it is published."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Overtaken, Refused
from core.storage.models import StoredFile
from tests.training.courses.world import picture
from training.courses.models import LessonKind, Level, Subject
from training.courses.operations import drafting, files, lessons, outline
from training.courses.queries import building
from training.courses.rules import courses as rules
from training.courses.rules import lessons as lesson_rules
from training.courses.rules.courses import About, Head
from training.courses.rules.lessons import Content, mark_of

pytestmark = pytest.mark.both_engines


@pytest.fixture
def course(world):
    """Two chapters: 一 with a and b, 二 with c."""
    course = world.course()
    one, two = world.chapter(course, "一"), world.chapter(course, "二")
    for chapter, title in ((one, "a"), (one, "b"), (two, "c")):
        world.lesson(course, chapter, title=title)
    return course


def keys(world, course):
    outlined = building.list_outline(world.draft(course).id)
    return {each.title: each.key for _chapter, inside in outlined for each in inside}


def shown(world, course):
    draft = world.draft(course)
    places = [e.position for _c, inside in building.list_outline(draft.id) for e in inside]
    assert places == list(range(1, len(places) + 1))
    return world.outline(draft)


def move(world, course, title, *, up):
    with writing():
        found = building.find_lesson(course.id, keys(world, course)[title])
        outline.move_lesson(found.of, found, up=up, **world.by())


def test_lessons_move_over_the_edge_of_chapters(world, course):
    move(world, course, "b", up=False)
    assert shown(world, course) == [("一", ["a"]), ("二", ["b", "c"])]
    move(world, course, "c", up=True)
    assert shown(world, course) == [("一", ["a"]), ("二", ["c", "b"])]
    move(world, course, "c", up=True)
    assert shown(world, course) == [("一", ["a", "c"]), ("二", ["b"])]
    for title, up in (("a", True), ("b", False)):  # at the end they stay
        move(world, course, title, up=up)
    assert shown(world, course) == [("一", ["a", "c"]), ("二", ["b"])]


def test_chapters_move_with_their_lessons(world, course):
    chapter = building.list_outline(world.draft(course).id)[1][0]
    for up, expected in ((True, "二一"), (True, "二一"), (False, "一二"), (False, "一二")):
        with writing():
            found = building.find_chapter(course.id, chapter.id)
            outline.move_chapter(found.of, found, up=up, **world.by())
        assert "".join(title for title, _inside in shown(world, course)) == expected
    assert shown(world, course) == [("一", ["a", "b"]), ("二", ["c"])]


def test_a_removed_lesson_takes_its_minutes_and_leaves_its_questions(world, course):
    key = keys(world, course)["b"]
    draft = world.draft(course)
    file_id = world.hang(course, key).file_id
    world.items(draft, 2, lesson_key=key)
    assert draft.minutes == 30
    with writing():
        found = building.find_lesson(course.id, key)
        outline.remove_lesson(found.of, found, **world.by())
    assert shown(world, course) == [("一", ["a"]), ("二", ["c"])]
    assert world.draft(course).minutes == 20
    assert [row.lesson_key for row in world.item_rows(draft)] == [None, None]
    assert db.session.get(StoredFile, file_id).deleted_at == world.at


def test_a_key_is_never_another_lessons(world):
    course = world.published()
    world.change(course)
    chapter = building.list_outline(world.draft(course).id)[0][0]
    made = world.lesson(course, chapter, title="后来的")
    assert made.key == 2


def test_a_chapter_with_lessons_stays(world, course):
    chapter = building.list_outline(world.draft(course).id)[1][0]
    with pytest.raises(Refused, match="里还有课"):
        world.remove_chapter(course, chapter)
    empty = world.chapter(course, "三")
    with writing():
        found = building.find_chapter(course.id, empty.id)
        outline.rename_chapter(found.of, found, "第三章", **world.by())
    assert shown(world, course)[2] == ("第三章", [])
    world.remove_chapter(course, empty)
    assert len(shown(world, course)) == 2


def test_there_is_an_end_to_chapters_lessons_and_pictures(world, course, monkeypatch):
    monkeypatch.setattr(lesson_rules, "MOST_CHAPTERS", 2)
    with pytest.raises(Refused, match="最多 2 章"):
        world.chapter(course, "三")
    monkeypatch.setattr(lesson_rules, "MOST_LESSONS", 3)
    chapter = building.list_outline(world.draft(course).id)[0][0]
    with pytest.raises(Refused, match="最多 3 课"):
        world.lesson(course, chapter)
    monkeypatch.setattr(lesson_rules, "MOST_PICTURES", 1)
    key = keys(world, course)["a"]
    world.hang(course, key, "一")
    with pytest.raises(Refused, match="最多 1 张图"):
        world.hang(course, key, "二")


def test_two_write_one_lesson(world, course):
    key = keys(world, course)["a"]
    seen = mark_of(building.find_lesson(course.id, key))
    world.write(course, key, title="a", minutes=5, body="何老师写的")
    with pytest.raises(Overtaken) as overtaken:
        world.write(course, key, seen, title="a", minutes=7, body="沈老师写的")
    assert "何老师写的" in overtaken.value.theirs
    assert "沈老师写的" in overtaken.value.mine
    assert building.find_lesson(course.id, key).body == "何老师写的"
    # the same words once more are no quarrel
    world.write(course, key, seen, title="a", minutes=5, body="何老师写的")


def test_two_write_two_lessons_side_by_side(world, course):
    marks = {t: mark_of(building.find_lesson(course.id, k)) for t, k in keys(world, course).items()}
    for title, key in keys(world, course).items():
        world.write(course, key, marks[title], title=title, minutes=1, body="新的")
    assert world.draft(course).minutes == 3


def test_two_write_one_head(world, course):
    seen = world.draft(course).version
    world.head(course, title="何老师的题目")
    with pytest.raises(Overtaken) as overtaken:
        world.head(course, seen, title="沈老师的题目")
    assert "何老师的题目" in overtaken.value.theirs
    assert world.draft(course).title == "何老师的题目"


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"summary": "长" * 501}, "summary"),
        ({"pass_mark": 0}, "pass_mark"),
        ({"questions": 101}, "questions"),
        ({"exam_minutes": 4}, "exam_minutes"),
        ({"open_reading": True, "questions": 1}, "questions"),
        ({"open_reading": True, "before": frozenset({1})}, "before"),
    ],
)
def test_nonsense_at_the_head(head, field):
    assert rules.why_not_head(Head(**{"title": "好", **head}))[0] == field
    assert rules.why_not_head(Head(title="好")) is None


def test_subject_and_right_stay_once_published(world):
    course = world.ready()
    world.head(course, subject=Subject.PHONE)
    assert world.row(course).subject is Subject.PHONE
    world.publish(course)
    world.change(course)
    with pytest.raises(Refused, match="不能换门类"):
        world.head(course, subject=Subject.LAW)


def test_courses_that_come_before(world):
    first, second = world.published("第一门"), world.ready("第二门")
    assert building.list_to_come_before(world.row(second)) == [(first.id, "第一门")]
    world.head(second, before=frozenset({first.id}), level=Level.MIDDLE)
    assert list(building.list_titles_before(world.draft(second).id)) == ["第一门"]
    with pytest.raises(Refused, match="从列表里选"):
        world.head(second, before=frozenset({second.id}))
    world.publish(second)
    world.change(first)
    with pytest.raises(Refused, match="绕了一圈"):
        world.head(first, before=frozenset({second.id}))


def test_once_published_nothing_in_it_can_be_written(world, course):
    world.head(course)
    key = keys(world, course)["a"]
    hung = world.hang(course, key)
    draft = world.draft(course)
    chapter = building.list_outline(draft.id)[0][0]
    lesson = building.lesson_of(draft, key)
    text, title = lesson.body, chapter.title
    world.publish(course)
    by = world.by()
    given = (draft, lesson)
    about, seen = About(subject=Subject.FOOD), mark_of(lesson)
    tries = [
        lambda: drafting.write_head(draft, Head(title="x"), about, seen=2, **by),
        lambda: outline.add_chapter(draft, "x", **by),
        lambda: outline.rename_chapter(draft, chapter, "x", **by),
        lambda: outline.move_chapter(draft, chapter, up=False, **by),
        lambda: outline.remove_chapter(draft, chapter, **by),
        lambda: outline.add_lesson(draft, chapter, LessonKind.TEXT, "x", **by),
        lambda: outline.move_lesson(*given, up=False, **by),
        lambda: outline.remove_lesson(*given, **by),
        lambda: lessons.write_lesson(*given, Content(title="x"), seen=seen, **by),
        lambda: files.add_picture(*given, None, name="x", alt="x", **by),
        lambda: files.describe_picture(draft, hung, alt="x", **by),
        lambda: files.hang_paper(*given, None, **by),
        lambda: files.remove_file(draft, hung, **by),
    ]
    for attempt in tries:
        with pytest.raises(Refused, match="不能再改"), writing():
            attempt()
    live = world.live(course)
    assert world.outline(live) == [("一", ["a", "b"]), ("二", ["c"])]
    assert (building.lesson_of(live, key).body, chapter.title) == (text, title)
    assert building.find_lesson(course.id, key) is None  # nor do its pages open any more
    assert building.find_chapter(course.id, chapter.id) is None


def test_pictures_hang_under_names(world, course):
    key = keys(world, course)["a"]
    hung = world.hang(course, key, "案板")
    assert db.session.get(StoredFile, hung.file_id).is_public
    with pytest.raises(Refused, match="已经有一张叫“案板”的图"):
        world.hang(course, key, "案板")
    with pytest.raises(Refused, match="不要空格和标点"):
        world.hang(course, key, "a) b")
    with writing():
        found = building.find_file(course.id, key, hung.id)
        files.describe_picture(found.lesson.of, found, alt="洗净的案板", **world.by())
    assert building.find_file(course.id, key, hung.id).alt == "洗净的案板"
    with writing():
        found = building.find_file(course.id, key, hung.id)
        files.remove_file(found.lesson.of, found, **world.by())
    assert building.find_lesson(course.id, key).files == []
    assert db.session.get(StoredFile, hung.file_id).deleted_at == world.at


def test_a_paper_is_changed_for_another(world, course):
    chapter = building.list_outline(world.draft(course).id)[0][0]
    made = world.lesson(course, chapter, LessonKind.PAPER, "单子")
    first = world.hang_paper(course, made.key).file_id
    second = world.hang_paper(course, made.key).file_id
    (hung,) = building.find_lesson(course.id, made.key).files
    assert hung.file_id == second
    assert db.session.get(StoredFile, first).deleted_at == world.at
    with pytest.raises(Refused, match="不用上传资料"):
        world.hang_paper(course, keys(world, course)["a"])


def test_a_removed_course_is_not_written(world, course):
    draft = world.draft(course)
    with writing():
        world.row(course).removed_at = world.at
    with pytest.raises(Refused, match="不能再改"), writing():
        outline.add_chapter(draft, "x", **world.by())


def test_a_picture_is_a_picture(world, course):
    key = keys(world, course)["a"]
    world.hang(course, key, data=picture(size=(2000, 1000)))
    stored = db.session.scalars(select(StoredFile)).one()
    assert (stored.width, stored.height) == (1280, 640)

"""Publishing, changing what was published, dropping drafts; on, off, gone; races."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.qualifications.models import QualificationKind
from core.storage.models import StoredFile
from training.courses.models import (
    CourseVersion,
    FileRole,
    Lesson,
    LessonFile,
    LessonKind,
    VersionStatus,
)
from training.courses.operations import publishing
from training.courses.queries import building, find_shown
from training.courses.rules.courses import whys_not_publish
from training.courses.rules.lessons import why_not_ready

pytestmark = pytest.mark.both_engines
S = VersionStatus


def lacks(world, course):
    draft = world.draft(course)
    return whys_not_publish(building.written_of(draft, building.list_outline(draft.id)))


def test_a_bare_course_says_all_that_it_lacks(world):
    course = world.course()
    world.chapter(course, "空的一章")
    assert lacks(world, course) == [
        "还没有写简介",
        "还一课都没有",
        "“空的一章”这一章还没有课",
    ]
    with pytest.raises(Refused, match="还没有写简介"):
        world.publish(course)


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (LessonKind.TEXT, {"body": ""}, "还没有内容"),
        (LessonKind.TEXT, {"minutes": 0}, "没有写大约几分钟"),
        (LessonKind.TEXT, {"body": "看\n\n![标签](标签)\n"}, "没有叫“标签”的图"),
        (LessonKind.PAPER, {}, "还没有上传资料"),
        (LessonKind.PRACTICE, {}, "没有写要拍什么"),
        (LessonKind.TEST, {"questions": 0}, "没有写抽几题、几分及格"),
        (
            LessonKind.TEST,
            {"questions": 2, "pass_mark": 80},
            "小测抽 2 题，这一章前面几课的题只有 1",
        ),
    ],
)
def test_each_lesson_says_what_it_lacks(world, kind, said, why):
    course = world.ready()
    world.items(world.draft(course), 1, lesson_key=1)
    (first,) = (outline[0] for outline in building.list_outline(world.draft(course).id))
    bank = world.item_rows(world.draft(course))
    assert [each.lesson_key for each in bank] == [1]
    made = world.lesson(course, first, kind, "第二课", **said)
    (said_of_it,) = lacks(world, course)
    assert said_of_it.startswith(f"第 2 课“第二课”：{why}")
    with pytest.raises(Refused, match=why):
        world.publish(course)
    assert db.session.get(Lesson, made.id).of.status is S.DRAFT


def test_a_lesson_of_each_kind_that_lacks_nothing(world):
    course = world.ready()
    chapter = world.chapter(course, "第二章")
    paper = world.lesson(course, chapter, LessonKind.PAPER, "单子")
    world.items(world.draft(course), 3, lesson_key=paper.key)
    world.hang_paper(course, paper.key)
    world.lesson(course, chapter, LessonKind.PRACTICE, "回家", asks=("洗好的案板",))
    world.lesson(course, chapter, LessonKind.TEST, "小测", questions=3, pass_mark=60)
    text = world.lesson(course, chapter, title="图", body="看\n\n![标签](标签)\n")
    world.hang(course, text.key, "标签")
    assert lacks(world, course) == []
    world.publish(course)
    assert world.live(course).minutes == 50


def test_a_test_is_drawn_from_what_comes_before_it_in_its_chapter(world):
    course = world.ready()
    world.items(world.draft(course), 5, lesson_key=1)
    chapter = world.chapter(course, "第二章")
    world.lesson(course, chapter, LessonKind.TEST, "小测", questions=3, pass_mark=60)
    why = "小测抽 3 题，这一章前面几课的题只有 0 题"
    assert lacks(world, course) == [f"第 2 课“小测”：{why}"]


def test_a_film_says_how_long_it_is():
    said = {"minutes": 5, "transcript": "大家好", "body": "", "asks": [], "seconds": 0}
    film = Lesson(kind=LessonKind.VIDEO, **said)
    hung = {FileRole.MEDIA: {""}}
    assert why_not_ready(film, hung, items=0) == ["没有写录音录像有多长"]
    film.seconds = 300
    assert why_not_ready(film, hung, items=0) == []


def test_a_class_lacks_nothing_but_its_minutes(world):
    course = world.ready()
    world.lesson(course, world.chapter(course, "二"), LessonKind.CLASS, "来一次")
    assert lacks(world, course) == []


@pytest.mark.parametrize("kind", [LessonKind.PRACTICE, LessonKind.TEST])
def test_what_everybody_reads_has_nothing_to_hand_in(world, kind):
    course = world.ready()
    world.items(world.draft(course), 9, lesson_key=1)
    world.head(course, open_reading=True)
    said = {"asks": ("一张",), "questions": 1, "pass_mark": 60}
    (first,) = (outline[0] for outline in building.list_outline(world.draft(course).id))
    world.lesson(course, first, kind, "做", **said)
    assert lacks(world, course) == ["“做”要报名才能做，谁都能读的课不能有"]


def test_an_exam_needs_its_questions(world):
    course = world.ready()
    world.items(world.draft(course), 4)
    world.head(course, questions=5)
    assert lacks(world, course) == ["考试抽 5 题，题库里只有 4 题"]


def test_a_right_needs_an_exam(world):
    course = world.ready(unlocks=QualificationKind.FOOD_SELLER)
    assert lacks(world, course) == ["能得到资格的课，最后要有考试"]
    world.items(world.draft(course), 5)
    world.head(course, questions=5)
    assert lacks(world, course) == []


def test_the_first_one_is_switched_on_and_waits(world):
    sponsorship = world.verify()
    course = world.published()
    row = world.row(course)
    assert (row.is_on, row.changed_at, row.sponsorship_id) == (True, world.at, None)
    assert world.live(course).published_by == world.keeper.id
    assert world.draft(course) is None
    assert find_shown(course.id, at=world.at) is None
    assert told(world.steward, "courses.waits")
    assert sponsorship.id


def told(person, event):
    mine = select(Notice).where(Notice.person_id == person.id, Notice.event == event)
    return db.session.scalars(mine).all()


def test_a_change_takes_over_all_that_was_written(world):
    course = world.ready()
    draft = world.draft(course)
    key = building.list_outline(draft.id)[0][1][0].key
    world.hang(course, key, "案板")
    world.items(draft, 6, lesson_key=key)
    first = world.published("先学这个")
    world.head(
        course,
        questions=5,
        pass_mark=70,
        attempts=2,
        valid_months=12,
        language="本地话",
        before=frozenset({first.id}),
    )
    world.publish(course)
    live = world.live(course)
    made = world.change(course)
    assert (made.number, made.status, made.published_at) == (2, S.DRAFT, None)
    assert building.head_of(made) == building.head_of(live)
    assert list(building.list_before(made.id)) == [first.id]
    assert world.outline(made) == world.outline(live)
    assert made.minutes == live.minutes == 10
    old, new = (building.lesson_of(each, key) for each in (live, made))
    assert old.id != new.id
    assert [(f.name, f.alt, f.file_id) for f in old.files] == [
        (f.name, f.alt, f.file_id) for f in new.files
    ]
    rows = [
        [(r.position, r.text, r.lesson_key, r.answer) for r in world.item_rows(v)]
        for v in (live, made)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 6
    assert world.change(course).id == made.id  # there is one at most


def test_publishing_again_retires_what_was_live(world):
    course = world.published()
    was = world.live(course)
    listed = world.row(course).listed_at
    world.change(course)
    world.head(course, title="腌好两坛菜")
    world.publish(course, at=world.later(hours=1))
    first, second = world.versions(course)
    assert (first.id, first.status, second.status) == (was.id, S.PAST, S.LIVE)
    assert first.title == "腌好一坛菜"
    assert second.title == "腌好两坛菜"
    row = world.row(course)
    assert row.changed_at == world.later(hours=1)
    assert row.listed_at == listed


def test_what_is_off_stays_off_when_it_is_published_again(world, do):
    course = world.published()
    do(publishing.switch_off, world.row(course))
    world.change(course)
    world.publish(course, at=world.later(hours=1))
    assert not world.row(course).is_on


def test_two_publish_one_draft(world):
    course = world.ready()
    draft = world.draft(course)
    world.publish(course)
    with pytest.raises(Refused, match="已经发布或者不要了"), writing():
        publishing.publish(db.session.merge(draft), **world.by())
    assert [each.status for each in world.versions(course)] == [S.LIVE]


def test_a_dropped_draft_leaves_what_is_live(world, do):
    course = world.ready()
    key = building.list_outline(world.draft(course).id)[0][1][0].key
    shared = world.hang(course, key, "案板").file_id
    world.publish(course)
    world.change(course)
    own = world.hang(course, key, "新的").file_id
    world.items(world.draft(course), 2)
    do(publishing.drop, world.draft(course))
    assert [each.status for each in world.versions(course)] == [S.LIVE]
    assert db.session.get(StoredFile, shared).deleted_at is None
    assert db.session.get(StoredFile, own).deleted_at == world.at
    hung = db.session.scalars(select(LessonFile.name)).all()
    assert hung == ["案板"]
    assert world.outline(world.live(course)) == [("开工以前", ["案板"])]
    assert db.session.scalars(select(CourseVersion.id)).all() == [world.live(course).id]


def test_the_only_draft_is_not_dropped(world, do):
    course = world.ready()
    with pytest.raises(Refused, match="整门课删掉"):
        do(publishing.drop, world.draft(course))
    assert world.draft(course) is not None


def test_what_was_never_published_has_nothing_to_change_or_offer(world, do):
    course = world.ready()
    do(publishing.change, world.row(course))  # the draft it has
    assert len(world.versions(course)) == 1
    with pytest.raises(Refused, match="还没有发布过"):
        do(publishing.switch_on, world.row(course))


def test_off_and_on_again(world, do):
    world.verify()
    course = world.published()
    do(publishing.switch_off, world.row(course))
    assert not world.row(course).is_on
    listed = world.row(course).listed_at
    do(publishing.switch_on, world.row(course), at=world.later(days=1))
    assert world.row(course).is_on
    assert world.row(course).listed_at == listed  # no way to the top of what is new
    do(publishing.switch_off, world.row(course))
    do(publishing.switch_on, world.row(course), at=world.later(days=60))
    assert world.row(course).listed_at == world.later(days=60)
    assert len(told(world.steward, "courses.waits")) == 3


def test_a_removed_course_is_gone(world, do):
    course = world.published()
    do(publishing.remove, world.row(course))
    assert building.find_course(course.id) is None
    assert building.list_courses(world.organiser.id) == []
    with pytest.raises(Refused, match="已经删掉了"):
        do(publishing.switch_on, world.row(course))

"""A small course in the town's school, and how it is learnt: lessons, work at home, an exam."""

import io
import re
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from core.accounts.models import Person
from core.app import create_app
from core.clock import now, village_day
from core.db import db, writing
from core.qualifications.models import QualificationKind
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from tests.conftest import settings_in
from tests.journeys.stories import follow, is_titled, looks_right, press, says
from tests.make import Make
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonKind,
    Organiser,
    Subject,
    VersionStatus,
)
from training.exams.models import Item, ItemKind
from training.learning.models import Cohort, Enrolment, EnrolmentHow
from wsgi import AREAS

TEACHER, TITLE = "唐文芳", "卖包装好的吃食"
READ, LABELS, HOME, TEST = "进货先看证", "标签上写什么", "把货架收拾好", "考考自己"
MEET, GROUP = "一起认标签", "腊月班"
LESSONS = {
    READ: (LessonKind.TEXT, {"body": "先看厂家的许可证，再看这一批的检验报告。\n\n" * 8}),
    LABELS: (LessonKind.TEXT, {"body": "日期、保质期、厂名，一样不能少。", "points": ["看日期"]}),
    HOME: (LessonKind.PRACTICE, {"body": "照着做一遍。", "asks": ["货架离地", "标签朝外"]}),
    TEST: (LessonKind.TEST, {"questions": 3, "pass_mark": 60}),
}
IN_CLASS = {READ: LESSONS[READ], MEET: (LessonKind.CLASS, {"body": "带上自家的一袋货。"})}
# What is asked, and what is right: words of choices, right or wrong, a number, or an order.
BANK = {
    "货架要离地放": (ItemKind.TRUTH, 1, {"answer": [1]}),
    "进货先看什么？": (
        ItemKind.SINGLE,
        1,
        {"choices": ["许可证", "包装好不好看", "送不送货"], "answer": [0]},
    ),
    "标签上一定要有哪些？": (
        ItemKind.MULTIPLE,
        2,
        {"choices": ["生产日期", "厂名", "明星照片"], "answer": [0, 1]},
    ),
    "进货的单据至少留几个月？": (ItemKind.NUMBER, 2, {"answer": [6]}),
    "收货的先后": (ItemKind.ORDER, 1, {"choices": ["看证", "验货", "上架"]}),
}


def bring_a_course(town):
    """Put the course into the school of the demo, verified as it is; return its number."""
    folder = town.server.folder
    with create_app(AREAS, settings_in(folder, f"sqlite:///{folder}/house.db")).app_context():
        number = laid_out(Make(), now() - timedelta(days=1)).course_id
        db.session.remove()
        db.engine.dispose()
    return number


def bring_a_group(town, *names):
    """Let these people learn such a course together, from today; return course and cohort."""
    folder = town.server.folder
    with create_app(AREAS, settings_in(folder, f"sqlite:///{folder}/house.db")).app_context():
        make, at = Make(), now() - timedelta(days=1)
        version = laid_out(make, at, lessons=IN_CLASS)
        found = version.course_id, gathered(make, version, names, at)
        db.session.remove()
        db.engine.dispose()
    return found


def gathered(make, version, names, at):
    """Return the cohort, in which each of these has a seat."""
    today = village_day(now())
    cohort = make.add(
        Cohort(
            course_id=version.course_id,
            words=GROUP,
            starts_on=today,
            ends_on=today + timedelta(days=20),
            closes_on=today + timedelta(days=9),
            seats=20,
            taken=len(names),
            made_by=version.made_by,
            made_at=at,
        )
    )
    with writing():
        db.session.get(Course, version.course_id).learners += len(names)
    for each in db.session.scalars(select(Person).where(Person.name.in_(names))).all():
        make.add(
            Enrolment(
                course_id=version.course_id,
                version_id=version.id,
                cohort_id=cohort.id,
                person_id=each.id,
                how=EnrolmentHow.TAP,
                enrolled_by=each.id,
                enrolled_at=at,
            )
        )
    return cohort.id


def laid_out(make, at, *, lessons=LESSONS):
    """Write the course as it would stand after its teachers and the branch had done their part."""
    school = db.session.scalars(select(Organiser).order_by(Organiser.id)).first()
    verification = db.session.scalars(
        select(Sponsorship).where(
            Sponsorship.kind == "organiser",
            Sponsorship.ref == school.id,
            Sponsorship.status == SponsorshipStatus.ACTIVE,
        )
    ).one()
    made = {"made_by": school.made_by, "made_at": at, "changed_at": at}
    course = make.add(
        Course(
            organiser_id=school.id,
            subject=Subject.FOOD,
            unlocks=QualificationKind.FOOD_SELLER,
            is_on=True,
            listed_at=at,
            sponsorship_id=verification.id,
            put_under_at=at,
            put_under_by=verification.steward_id,
            **made,
        )
    )
    version = make.add(
        CourseVersion(
            course_id=course.id,
            number=1,
            status=VersionStatus.LIVE,
            title=TITLE,
            summary="进货、标签、摆放，三样弄明白就能卖。",
            minutes=10 * len(lessons),
            questions=len(BANK),
            pass_mark=80,
            valid_months=24,
            published_at=at,
            **made,
        )
    )
    fill(make, version, lessons)
    return version


def fill(make, version, lessons):
    chapter = make.add(Chapter(version_id=version.id, position=1, title="开门之前"))
    for key, (title, (kind, said)) in enumerate(lessons.items(), 1):
        place = {"version_id": version.id, "chapter_id": chapter.id, "key": key, "position": key}
        make.add(Lesson(kind=kind, title=title, minutes=10, **place, **said))
    for place, (text, (kind, lesson, said)) in enumerate(BANK.items(), 1):
        row = {"version_id": version.id, "position": place, "lesson_key": lesson}
        make.add(Item(kind=kind, text=text, why="课里讲过。", **row, **said))


def enrol(page, course):
    """Enrol with one tap, and begin."""
    page.goto(f"/learn/{course}")
    looks_right(page)
    press(page, "满 14 岁，报名")
    says(page, "报上了，现在就能开始学")
    looks_right(page)
    follow(page, f"开始学：{READ}")


def read(page, title):
    """Say that a lesson was read, and go on."""
    is_titled(page, title)
    looks_right(page)
    press(page, "读完了")
    says(page, "记下了，这一课学完了")
    follow(page, re.compile("下一课"))


def practise(page, teacher, course):
    """Do it at home and send a photo; the teacher says that it is well done."""
    is_titled(page, HOME)
    here = page.url
    follow(page, "做好了，交上来")
    looks_right(page)
    page.locator("textarea[name=words]").fill("货架垫高了，标签都朝外。")
    page.locator("input[type=file]").set_input_files(photo())
    press(page, "交给老师")
    says(page, "交了，等老师看")

    teacher.goto(f"/teach/courses/{course}/reports")
    looks_right(teacher)
    teacher.locator("main .lines a").first.click()
    says(teacher, "货架垫高了")
    looks_right(teacher)
    press(teacher, "做得好，这一课学完了")

    page.goto(here)
    says(page, "这一课学完了")
    follow(page, re.compile("下一课"))


def photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 675), "#8a6d3b").save(out, "JPEG")
    return {"name": "货架.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sit(page, begin, *, forgets=False):
    """Begin, answer all, and hand in; who forgets one is asked first."""
    looks_right(page)
    press(page, begin)
    looks_right(page)
    asked = page.locator("main fieldset")
    assert asked.count()
    for each in asked.all()[1 if forgets else 0 :]:
        answer(each)
    if forgets:
        press(page, "交卷")
        is_titled(page, "交卷")
        says(page, "还有 1 道题没答完：第 1 题")
        looks_right(page)
        follow(page, "回去接着答")
        answer(page.locator("main fieldset").first)
    press(page, "交卷")
    says(page, "交好了")
    looks_right(page)


def answer(question):
    """Answer a question as it is right, in the order in which it is shown."""
    text = question.locator("legend").inner_text()
    kind, _lesson, said = next(each for words, each in BANK.items() if words in text)
    match kind:
        case ItemKind.TRUTH:
            question.get_by_label("对", exact=True).check()
        case ItemKind.NUMBER:
            question.locator("input").fill(str(said["answer"][0]))
        case ItemKind.ORDER:
            for rank, words in enumerate(said["choices"], 1):
                question.get_by_label(words).select_option(str(rank))
        case _:
            for choice in said["answer"]:
                question.get_by_label(said["choices"][choice], exact=True).check()

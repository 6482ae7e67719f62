"""A class from its plan to its roll: planned, come to by a code, called, shown, countersigned."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core.app import create_app
from core.clock import VILLAGE, now
from core.db import db
from core.presence.rules import minute_code
from tests.conftest import settings_in
from tests.journeys import schooling
from tests.journeys.booking import stored
from tests.journeys.measure import barriers_on, sizes_of
from tests.journeys.schooling import TEACHER
from tests.journeys.stories import complains, follow, press, says
from training.classes.rules import code_of
from wsgi import AREAS

LEARNER, NEIGHBOUR, SECRETARY = "陈桂花", "孙雅", "周建国"  # the first in large letters
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def group(whole_town):
    return schooling.bring_a_group(whole_town, LEARNER, NEIGHBOUR)


def test_a_class_that_people_come_to(town, group):
    course, cohort = group
    teacher, secretary = town.person(TEACHER), town.person(SECRETARY)
    learner, neighbour = town.person(LEARNER), town.person(NEIGHBOUR)
    held = plan(teacher, course, cohort, "place", lesson=schooling.MEET)
    begins_now(town, held)
    desk, mine = f"/teach/courses/{course}/classes/{held}", f"/learn/classes/{held}"

    teacher.goto(desk)
    expect(teacher.get_by_role("img", name="二维码：扫码签到")).to_be_visible()
    fits(teacher)
    digits = teacher.locator(".qr-code").inner_text()

    learner.goto(mine)
    fits(learner)
    follow(learner, "签到", exact=True)
    fits(learner)
    learner.locator("input[name=digits]").fill("12" if digits != "12" else "13")
    press(learner, "签到")
    complains(learner, "四位码")
    says(learner, "四位码不对，请再看一眼")
    fits(learner)
    learner.goto(f"{mine}/here/{scanned(town, held)}")
    fits(learner)
    press(learner, "签到")
    says(learner, "签到好了，这次课算上了")
    fits(learner)
    learner.goto(f"{mine}/here")
    says(learner, "已经签到了，不用再签")

    call(teacher, desk, NEIGHBOUR)
    countersign(secretary, desk, NEIGHBOUR)
    neighbour.goto(mine)
    says(neighbour, "签到好了，算上了")
    fits(neighbour)
    for page in (teacher, secretary, learner, neighbour):
        assert page.said == []
        assert page.strangers == []


def test_a_class_before_the_screen(town, group):
    """What was shown counts for who was there, once somebody else has signed."""
    course, cohort = group
    teacher, secretary = town.person(TEACHER), town.person(SECRETARY)
    held = plan(teacher, course, cohort, "screen", lesson="不算上课，放课看")
    begins_now(town, held)
    desk = f"/teach/courses/{course}/classes/{held}"
    call(teacher, desk, LEARNER)
    teacher.get_by_label(schooling.READ).check()
    press(teacher, "记下放的课")
    says(teacher, "放的课记下了")
    teacher.get_by_label("问了什么").fill("进货先看什么？")
    press(teacher, "记下这个问题")
    complains(teacher, "答得怎么样")
    fits(teacher)
    teacher.get_by_label("答对了").check()
    press(teacher, "记下这个问题")
    says(teacher, "问题记下了")
    fits(teacher)
    countersign(secretary, desk, LEARNER)
    learner = town.person(LEARNER)
    learner.goto(f"/learn/{course}/1")
    says(learner, "这一课学完了")
    assert teacher.said == secretary.said == learner.said == []


def plan(page, course, cohort, way, *, lesson):
    """Plan a class of two hours, three days from now; return its number."""
    page.goto(f"/teach/courses/{course}/cohorts/{cohort}/classes/new")
    fits(page)
    press(page, "排好，告诉大家")
    complains(page)
    fits(page)
    starts = now().astimezone(VILLAGE) + timedelta(days=3)
    page.locator(f"input[name=way][value={way}]").check()
    page.get_by_label("哪一课").select_option(label=lesson)
    for name, at in (("starts", starts), ("ends", starts + 2 * HOUR)):
        page.locator(f"input[name={name}]").fill(f"{at:%Y-%m-%dT%H:%M}")
    page.get_by_label("在哪里").fill("村委会二楼")
    press(page, "排好，告诉大家")
    fits(page)
    return int(page.url.split("/")[-1])


def begins_now(town, held):
    starts = now() - timedelta(minutes=10)
    sql = "UPDATE training_class SET starts_at = ?, ends_at = ? WHERE id = ?"
    town.let_pass(sql, stored(starts), stored(starts + 2 * HOUR), held)


def scanned(town, held):
    """Return what a phone reads from the teacher's screen."""
    folder = town.server.folder
    with create_app(AREAS, settings_in(folder, f"sqlite:///{folder}/house.db")).app_context():
        code = minute_code(code_of(held), at=now())
        db.engine.dispose()
    return code


def call(teacher, desk, name):
    """Put somebody on the roll by hand."""
    teacher.goto(desk)
    fits(teacher)
    teacher.get_by_label(name).check()
    press(teacher, "记下到了的人")
    says(teacher, "等另一位核对")
    fits(teacher)


def countersign(page, desk, name):
    page.goto(f"{desk}/countersign")
    fits(page)
    page.get_by_role("checkbox", name=name).check()
    press(page, "我核对过，这些人到了")
    says(page, "核对好了，算上了，并告诉了本人")
    expect(page.locator("h1")).to_contain_text("核对点名")
    fits(page)


def fits(page):
    found = {}
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 844})
        found[width] = sizes_of(page) + barriers_on(page)
    assert found == {390: [], 360: []}

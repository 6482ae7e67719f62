"""A lesson without a network, on a slow line, on another device; a film that is only dragged."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from core.accounts.models import Person
from core.app import create_app
from core.clock import now
from core.db import db, writing
from core.storage.operations import keep, lay_picture
from tests.conftest import settings_in
from tests.journeys.conftest import until
from tests.journeys.measure import barriers_on, sizes_of
from tests.make import Make
from tests.training.learning.studying.world import FILM, LAST, PRACTICE, TEXT, World
from training.courses.models import FileRole, LessonFile
from wsgi import AREAS

NAME, TEACHER = "周建国", "李秀英"
SLOW = {"offline": False, "latency": 100, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
USABLE = 3000  # milliseconds until the text can be read
NOTED = "Object.keys(localStorage).filter(key => key.startsWith('learnt'))"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
BEHIND = "const clock = Date.now; Date.now = () => clock() - 2 * 365 * 86400 * 1000;"
# A player without a recording: its clock is set by hand, and it says what players say.
PLAY = """async ([url, enrolment, token]) => {
  const { start } = await import("/static/js/behaviours/lesson.js");
  const box = document.createElement("div"), player = document.createElement("audio");
  Object.assign(box.dataset, { url, enrolment, token, end: "600", position: "0", done: "done" });
  let time = 0;
  Object.defineProperty(player, "currentTime", { get: () => time, set: (to) => { time = to; } });
  Object.defineProperty(player, "paused", { get: () => false });
  const noted = document.createElement("p");
  noted.dataset.noted = "";
  box.append(player, noted);
  document.body.append(box);
  start(box);
  const say = (what) => player.dispatchEvent(new Event(what));
  const play = (to) => { while (time < to) { time += 0.25; say("timeupdate"); } };
  const jump = (to) => { time = to; say("seeking"); say("timeupdate"); say("seeked"); };
  say("playing");
  play(8);
  jump(597);
  play(599);
  say("pause");
}"""


@pytest.fixture(scope="module")
def school(whole_town):
    """A school in the town, in which somebody of the demo learns; a picture stands in a lesson."""
    folder = whole_town.server.folder
    with create_app(AREAS, settings_in(folder, f"sqlite:///{folder}/house.db")).app_context():
        world = World(Make(), now())
        person = db.session.scalars(select(Person).where(Person.name == NAME)).one()
        world.mine = world.enrol(person).id
        teacher = db.session.scalars(select(Person).where(Person.name == TEACHER)).one()
        world.teaches(teacher)
        laid = lay_picture("soap.png", drawn(), by=world.actor(world.teacher))
        with writing():
            by = {"by": world.actor(world.teacher), "at": world.at}
            stored = keep(laid, is_public=True, **by)
            for key in (TEXT, LAST):
                lesson = world.lesson(key)
                lesson.body = "![肥皂](soap)\n\n" + "先把手洗干净，再擦干。\n\n" * 60
                role = {"role": FileRole.PICTURE, "name": "soap"}
                db.session.add(LessonFile(lesson_id=lesson.id, file_id=stored.id, **role))
        db.session.expire_all()
        world.number = world.course.id
        db.session.remove()
        db.engine.dispose()
    return world


def drawn():
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8").save(data, "PNG")
    return data.getvalue()


def lesson_of(school, key):
    return f"/learn/{school.number}/{key}"


def stands(town, school, column, key):
    """Return what the server knows of this lesson, or nothing."""
    query = f"SELECT max({column}) FROM training_progress WHERE enrolment_id = ? AND lesson_key = ?"
    return town.ask(query, school.mine, key)


def test_read_without_a_network(town, school):
    page, url = town.person(NAME), lesson_of(school, TEXT)
    town.open(page, url)
    page.get_by_role("button", name="存到手机上，没网也能看").click()
    expect(page.get_by_role("button", name="存好了，没网也能看")).to_be_visible()

    page.context.set_offline(True)
    page.goto(url)
    expect(page.get_by_text("没有网，看的是存下来的")).to_be_visible()
    expect(page.get_by_text("先把手洗干净").first).to_be_visible()
    assert NAME not in page.content()
    picture = page.locator(".lesson-text img")
    picture.scroll_into_view_if_needed()
    until(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"))
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") != ""
    page.get_by_role("button", name="读完了").click()
    expect(page.get_by_text("记下了，有网的时候自动报上去")).to_be_visible()
    assert stands(town, school, "done_at", TEXT) is None

    page.goto(url)  # the phone was put away and taken out again
    page.context.set_offline(False)
    until(lambda: stands(town, school, "done_at", TEXT))
    page.goto(url)
    expect(page.get_by_role("heading", name="这一课学完了")).to_be_visible()
    until(lambda: page.evaluate(NOTED) == [])


def test_who_signs_out_leaves_no_lesson_in_the_phone(town, school):
    page, url = town.person(NAME), lesson_of(school, LAST)
    town.open(page, url)
    page.get_by_role("button", name="存到手机上，没网也能看").click()
    expect(page.get_by_role("button", name="存好了，没网也能看")).to_be_visible()
    page.goto("/me/")
    page.locator("form[action='/logout'] button").click()
    page.wait_for_url("**/")
    until(lambda: page.evaluate("caches.keys()") == [])
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.said == []


def test_killed_and_gone_on_with_on_another_device(town, school):
    page, url = town.person(NAME), lesson_of(school, LAST)
    town.open(page, url)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    until(lambda: stands(town, school, "position", LAST))
    page.context.close()
    town.opened.remove(page.context)
    other = town.person(NAME, width=360)
    town.open(other, url)
    button = other.get_by_role("button", name="接着上次看到的地方")
    expect(button).to_be_visible(timeout=5000)
    button.click()
    until(lambda: other.evaluate("scrollY") > 500)


def test_a_phone_with_a_wrong_clock_is_believed_all_the_same(town, school):
    """What was read last is where one goes on, on a phone that is two years behind as well."""
    page, url = town.person(NAME), lesson_of(school, TEXT)
    town.open(page, url)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 4)")
    before = until(lambda: stands(town, school, "position", TEXT))
    other = town.person(NAME)
    other.add_init_script(BEHIND)
    town.open(other, url)
    other.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    until(lambda: stands(town, school, "position", TEXT) > before)


def test_dragging_to_the_end_gives_nothing(town, school):
    page = town.person(NAME)
    town.open(page, lesson_of(school, TEXT))
    token = page.locator("[data-behaviour=lesson]").get_attribute("data-token")
    url = f"{lesson_of(school, FILM)}/progress"
    page.evaluate(PLAY, [url, str(school.mine), token])
    credit = until(lambda: stands(town, school, "credit", FILM))
    assert 8 <= credit <= 10
    assert stands(town, school, "done_at", FILM) is None


@pytest.mark.parametrize("address", ["/learn/{course}", "/learn/{course}/{key}"])
def test_on_a_slow_line_the_text_is_there_in_three_seconds(town, school, address):
    page = town.person(NAME)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.clearBrowserCache")
    cdp.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address.format(course=school.number, key=TEXT), wait_until="commit")
    painted = until(lambda: page.evaluate(PAINTED))
    expect(page.locator("h1")).to_be_visible()
    assert painted <= USABLE


@pytest.mark.parametrize("elder", [False, True])
def test_work_at_home_from_hand_to_hand(town, school, elder, tmp_path):
    """Hand in, look at it, again or good; each page fits a small phone and everybody's eyes."""
    page = town.person(NAME, width=360, elder=elder)
    teacher = town.person(TEACHER, width=360, elder=elder)
    photo = tmp_path / "hands.png"
    photo.write_bytes(drawn())

    town.open(page, lesson_of(school, PRACTICE))
    fits(page)
    page.get_by_role("link", name="交上来").click()
    fits(page)
    page.get_by_role("button", name="交给老师").click()
    expect(page.get_by_role("alert")).to_be_visible()
    fits(page)
    page.locator("textarea[name=words]").fill("照着做了一遍")
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="交给老师").click()
    expect(page.get_by_text("交了，等老师看", exact=True)).to_be_visible()
    fits(page)

    town.open(teacher, f"/teach/courses/{school.number}/reports")
    fits(teacher)
    teacher.get_by_role("link", name=NAME).click()
    fits(teacher)
    if elder:
        teacher.get_by_role("button", name="做得好").click()
    else:
        teacher.locator("textarea[name=again]").fill("再拍近一点")
        teacher.get_by_role("button", name="请他再做一次").click()
    expect(teacher.get_by_text("老师说好了" if elder else "再做一次").first).to_be_visible()
    page.goto(lesson_of(school, PRACTICE))
    expect(page.get_by_text("这一课学完了" if elder else "再做一次，交上来").first).to_be_visible()
    for key in (TEXT, LAST):
        for what in ("", "/offline"):
            town.open(page, lesson_of(school, key) + what)
            fits(page)


def fits(page):
    assert sizes_of(page) == []
    assert barriers_on(page) == []
    assert page.strangers == []

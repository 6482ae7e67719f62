"""The booklet: who may have it, when it is there, what stands in it, and when it is made anew."""

import io
import re

import pytest
from PIL import Image

from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.storage.models import LARGE, StoredFile, picture_name
from core.storage.operations import drop
from tests.training.school.world import acting, hide
from training.courses.models import CourseVersion, FileRole, Lesson, LessonFile, LessonKind
from training.school import jobs, rules
from training.school.papers.booklet import (
    FIRST,
    FURTHER,
    on_the_phone,
    pages_of_contents,
    without_exam,
)
from training.school.queries import booklets as queries

DEEP = "\n".join(f"{'  ' * depth}- 第{depth}层" for depth in range(30))
WIDE = "|" + "|".join("甲乙丙丁" for _ in range(30)) + "|\n|" + "---|" * 30
LONG_WORD = "a" * 400
EVERYTHING = f"""
## 怎么洗手

先用水，**再用肥皂**，见 [这里](https://a.example/b)。
另起一行。

3. 三
4. 四
   - 点

> 引一句

| 什么 | 多久 |
|---|---|
| 洗手 | 20 秒 |
| 只有一格 |

---

```
代码
```

{DEEP}

{WIDE}

{LONG_WORD}

![肥皂](soap)

![没有的](none)
"""


@pytest.fixture
def url(world):
    return f"/learn/{world.course.id}/booklet.pdf"


PAPER = b"%PDF-laid by hand"


def lay(version_id):
    """Let the booklet of a version be there, as if it had been made: making takes seconds."""
    HOUSE.files.put(queries.name_of(version_id), PAPER, "application/pdf")


class TestAccess:
    """While it is being made, the page says so to the same people."""

    @pytest.fixture
    def answer(self, client, url):
        return lambda: client.get(url).status_code

    def test_who_is_in_it_or_has_passed(self, client, world, answer):
        mine = world.enrol()
        client.log_in(world.learner)
        assert answer() == 200
        world.passed(mine)
        assert answer() == 200

    def test_not_who_has_left(self, client, world, answer):
        world.leave(world.enrol())
        client.log_in(world.learner)
        assert answer() == 404

    def test_who_teaches_it(self, client, world, answer):
        client.log_in(world.teacher)
        assert answer() == 200
        hide(world, "off")
        assert answer() == 200
        hide(world, "removed")
        assert answer() == 404

    def test_nobody_else(self, client, world, answer, make):
        assert answer() == 404
        for person in (make.person(), world.learner, make.admin()):
            client.log_in(person)
            assert answer() == 404

    def test_nobody_for_a_learner(self, client, world, answer, make):
        world.enrol()
        acting(client, world, make.person(name="小陈"))
        assert answer() == 404

    def test_open_reading_is_for_all(self, client, world, answer):
        world.say(open_reading=True, questions=0)
        assert answer() == 200
        hide(world, "off")
        assert answer() == 404

    def test_no_course_no_booklet(self, client, world):
        assert client.get("/learn/987654/booklet.pdf").status_code == 404


class TestLink:
    def test_for_those_who_may(self, client, world, url, make):
        page = f"/learn/{world.course.id}"
        assert url not in client.get(page).text
        client.log_in(make.person())
        assert url not in client.get(page).text
        client.log_in(world.teacher)
        assert url in client.get(page).text
        world.enrol()
        client.log_in(world.learner)
        assert url in client.get(page).text

    def test_of_open_reading(self, client, world, url):
        world.say(open_reading=True, questions=0)
        assert url in client.get(f"/learn/{world.course.id}").text


@pytest.mark.both_engines
class TestMaking:
    @pytest.fixture
    def reader(self, client, world):
        world.enrol()
        client.log_in(world.learner)
        return client

    def test_it_is_being_made_and_then_it_is_there(self, reader, world, url, at):
        page = reader.get(url)
        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert "册子正在做" in page.text
        assert "no-store" in page.headers["Cache-Control"]
        lay(world.live().id)
        answer = reader.get(url)
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PAPER)
        assert "no-store" in answer.headers["Cache-Control"]
        jobs.make_all(at)
        jobs.make(world.live().id)
        assert reader.get(url).data == PAPER, "once for each version"

    def test_a_visitor_fetches_it_once(self, client, world, url):
        world.say(open_reading=True, questions=0)
        lay(world.live().id)
        answer = client.get(url)
        assert "no-store" not in answer.headers["Cache-Control"]
        again = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_one_gets_the_version_one_learns(self, reader, world, url):
        old = world.live().id
        lay(old)
        world.version(world.course, "新的一版")
        new = world.live().id
        assert [each.version_id for each in queries.list_wanted()] == [new, old]
        assert reader.get(url).data == PAPER
        reader.log_in(world.teacher)
        assert "册子正在做" in reader.get(url).text

    def test_drafts_and_what_nobody_learns_are_not_printed(self, world):
        (first,) = queries.list_wanted()
        world.version(world.course)
        (second,) = queries.list_wanted()
        assert second.version_id == world.live().id != first.version_id
        world.change(world.live(), status="draft", published_at=None)
        assert queries.list_wanted() == []
        hide(world, "removed")
        assert queries.list_wanted(version_id=first.version_id) == []

    @pytest.mark.usefixtures("app")
    def test_a_nudge_of_nothing(self):
        assert HOUSE.jobs["school.booklet"] is jobs.make
        jobs.make(987_654)  # nobody published it
        assert list(HOUSE.files.names()) == []

    def test_a_picture_that_is_taken_away_is_in_no_booklet(self, reader, world, url, at):
        picture = hang(world)
        lay(world.live().id)
        first = queries.name_of(world.live().id)
        with writing():
            drop(db.session.get_one(StoredFile, picture.id), at=at)
        assert "册子正在做" in reader.get(url).text
        lay(world.live().id)
        assert reader.get(url).data == PAPER
        HOUSE.files.put("booklet-not-ours.pdf", b"x", "application/pdf")
        jobs.forget(now())
        assert jobs.is_there(first), "it may be newer than what was looked for"
        jobs.forget(now() + 2 * jobs.YOUNG)
        names = set(HOUSE.files.names())
        assert first not in names
        assert {queries.name_of(world.live().id), "booklet-not-ours.pdf"} <= names

    def test_another_name_of_the_organiser_is_another_booklet(self, reader, world, url):
        lay(world.live().id)
        world.change(world.organiser, name="柳湾夜校")
        assert "册子正在做" in reader.get(url).text


def test_one_that_cannot_be_made_holds_up_no_other(world, at):
    whole = world.live().id
    other = world.shown("别的课")
    world.course, first = other, world.course
    hang(world, data=b"no picture at all")
    world.lesson(other, 1, body="![肥皂](soap)")
    world.course = first
    jobs.make_all(at)
    assert jobs.is_there(queries.name_of(whole))
    assert not jobs.is_there(queries.name_of(world.live(other).id))


def drawn():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#876").save(out, "WEBP")
    return out.getvalue()


def hang(world, name="soap", key=1, data=None):
    """Hang a picture on a lesson that names it."""
    ref, data = "a" * 32, data or drawn()
    HOUSE.files.put(picture_name(ref, LARGE), data, "image/webp")
    stored = world.make.add(
        StoredFile(
            ref=ref,
            name="soap.png",
            media_type="image/webp",
            size=len(data),
            sha256="0" * 64,
            small_sha256="0" * 64,
            width=640,
            height=480,
            is_public=True,
            created_at=world.at,
        )
    )
    query = db.select(Lesson.id).where(Lesson.version_id == world.live().id, Lesson.key == key)
    made = {"lesson_id": db.session.scalar(query), "file_id": stored.id, "name": name}
    world.make.add(LessonFile(role=FileRole.PICTURE, alt="一块肥皂", **made))
    return stored


def test_what_stands_in_it(world):
    """Whatever a teacher has written is printed, and nothing makes it endless."""
    world.say(questions=10, summary="从洗手学起")
    hang(world)
    world.lesson(None, 1, body=EVERYTHING, points=["洗手"], transcript="")
    world.lesson(None, 2, kind=LessonKind.PRACTICE, asks=["案板"], transcript="大家好。" * 400)
    jobs.make(world.live().id)
    with HOUSE.files.open(queries.name_of(world.live().id)) as found:
        made = found.read()
    pages = re.findall(rb"/Type /Page\b[^s]", made)
    assert len(pages) >= 5
    assert made.count(b"/Subtype /Image") == 1
    assert made.count(b"/Title") >= 6, "each chapter and each lesson is found in the outline"


class TestRules:
    def test_where_nobody_can_ask_nothing_says_so(self):
        """What everybody may read has no teacher to ask, and nothing to hand in."""
        told = CourseVersion(open_reading=True), CourseVersion(open_reading=False)
        assert ["问老师" in without_exam(each) for each in told] == [False, True]
        assert ["交作业" in on_the_phone(each) for each in told] == [False, True]

    def test_a_transcript_ends_with_a_sentence(self):
        assert rules.in_short(" 大家好。 ") == "大家好。"
        short = rules.in_short("大家好，" * 10 + "完。" + "后" * 100, most=60)
        assert short.startswith("大家好，" * 10 + "完。……")
        assert rules.in_short("没有标点" * 50, most=20).startswith("没有标点" * 5 + "……")

    @pytest.mark.parametrize(
        ("entries", "pages"),
        [(0, 1), (FIRST, 1), (FIRST + 1, 2), (FIRST + FURTHER, 2), (FIRST + FURTHER + 1, 3)],
    )
    def test_pages_of_the_contents(self, entries, pages):
        assert pages_of_contents(entries) == pages

    def test_a_name_is_a_booklets(self):
        name = rules.booklet_name(7, organiser="夜校", pictures=3)
        assert rules.BOOKLET.fullmatch(name)
        assert name != rules.booklet_name(7, organiser="夜校", pictures=2)

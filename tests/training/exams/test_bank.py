"""The bank at the teaching desk: each kind, only in a draft, only for who teaches."""

import pytest
from sqlalchemy import select, update

from core.db import db, writing
from core.errors import Refused
from tests.training.exams.world import fresh
from training.courses.models import CourseVersion, VersionStatus
from training.exams.models import Item, ItemKind
from training.exams.operations import items as operations
from training.exams.rules import items as rules

pytestmark = pytest.mark.both_engines
KEY = {"form_key": "a-key-of-this-form"}
SAID = {
    "single": {"choice0": "生熟分开", "choice1": "混着放", "right0": "y"},
    "multiple": {"choice0": "甲", "choice1": "乙", "choice3": "丁", "right0": "y", "right3": "y"},
    "truth": {"truth": "0"},
    "number": {"number": "75", "tolerance": "5"},
    "order": {"choice0": "洗手", "choice1": "切菜", "choice2": "下锅"},
}
KEPT = {
    "single": (["生熟分开", "混着放"], [0], 0),
    "multiple": (["甲", "乙", "丁"], [0, 2], 0),
    "truth": ([], [0], 0),
    "number": ([], [75], 5),
    "order": (["洗手", "切菜", "下锅"], [], 0),
}


@pytest.fixture
def draft(school):
    """A second version that is being written, its bank empty."""
    return school.make_version(number=2, status=VersionStatus.DRAFT)


@pytest.fixture
def desk(school, client):
    client.log_in(school.teacher)
    return f"/teach/courses/{school.course.id}/items/"


def of(version):
    db.session.rollback()
    query = select(Item).where(Item.version_id == version.id).order_by(Item.position)
    return db.session.scalars(query).all()


@pytest.mark.parametrize("kind", list(SAID))
def test_each_kind_is_written_and_written_anew(kind, client, desk, draft):
    page = client.get(f"{desk}new/{kind}?lesson=2").text
    assert '<option selected value="2">' in page
    said = {**KEY, "text": " 题目  一 ", "lesson_key": "2", "why": "道理", **SAID[kind]}
    assert client.send(f"{desk}new/{kind}", said).location == desk
    client.send(f"{desk}new/{kind}", said)  # the same form twice
    (item,) = of(draft)
    assert (item.kind, item.text, item.lesson_key, item.why) == (kind, "题目 一", 2, "道理")
    assert (item.choices, item.answer, item.tolerance) == KEPT[kind]
    page = client.get(desk).text
    assert "题目 一" in page
    assert f"items/{item.id}/edit" in page
    edit = f"{desk}{item.id}/edit"
    assert "题目 一" in client.get(edit).text
    assert client.send(edit, {**said, "text": "题目二", "lesson_key": ""}).location == desk
    (item,) = of(draft)
    assert (item.text, item.lesson_key, item.answer) == ("题目二", None, KEPT[kind][1])
    assert client.send(f"{desk}{item.id}/remove", KEY).location == desk
    assert of(draft) == []


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("single", {"text": ""}, "请写题目"),
        ("single", {"text": "长" * 301}, "长长长"),
        ("single", {"choice1": ""}, "至少写 2 样"),
        ("single", {"choice1": "生熟分开"}, "和前面的一样"),
        ("single", {"right1": "y"}, "单选题，勾一个"),
        ("single", {"choice0": "长" * 101}, "长长长"),
        ("single", {"lesson_key": "99"}, "生熟分开"),
        ("single", {"lesson_key": "x"}, "生熟分开"),
        ("single", {"lesson_key": "3"}, "生熟分开"),
        ("multiple", {"right3": ""}, "丁"),
        ("truth", {"truth": "2"}, "题目一"),
        ("truth", {"truth": ""}, "题目一"),
        ("number", {"number": "十"}, "题目一"),
        ("number", {"number": ""}, "请写一个整数"),
        ("number", {"number": "9999999999"}, "9999999999"),
        ("number", {"tolerance": "-1"}, "请写 0 或者更大的整数"),
        ("order", {"choice2": ""}, "至少写 3 样"),
        ("truth", {"why": "长" * 301}, "长长长"),
    ],
)
def test_nonsense_is_refused_and_kept_on_the_page(kind, said, words, client, desk, draft):
    sent = {**KEY, "text": "题目一", "lesson_key": "1", **SAID[kind], **said}
    sent = {name: value for name, value in sent.items() if value or name not in {"right3", "truth"}}
    answer = client.send(f"{desk}new/{kind}", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert of(draft) == []


def test_counts_and_what_is_missing(client, desk, school, draft):
    for kind in ItemKind:
        school.item(draft, kind)
    school.item(draft, lesson_key=None)
    page = client.get(desk).text
    for words in ("6 道", "2 道", "一次考", "10 道", "不属于哪一课", "这一课还没有题"):
        assert words in page
    assert "比一次考的少" in page


def test_what_is_live_is_read_and_not_written(client, desk, school):
    (item, *_more) = of(school.version)
    page = client.get(desk).text
    assert item.text in page
    assert "已经发布了" in page
    assert "/edit" not in page
    sent = {**KEY, "text": "偷改", "choice0": "a", "choice1": "b", "right0": "y", "lesson_key": ""}
    for url in (f"{desk}new/single", f"{desk}{item.id}/edit", f"{desk}{item.id}/remove"):
        answer = client.send(url, sent)
        assert answer.status_code == 422
        assert "已经发布了" in answer.text
    assert fresh(item).text == item.text
    assert len(of(school.version)) == 10


def test_a_past_version_is_never_written(school, at):
    version = school.make_version(number=3, status=VersionStatus.PAST)
    item = school.item(version)
    said = rules.Said(kind=ItemKind.TRUTH, text="题目", answer=[1])
    for step in (
        lambda: operations.add(version, said, by=school.actor(school.teacher), at=at),
        lambda: operations.edit(item, said, by=school.actor(school.teacher), at=at),
        lambda: operations.remove(item, by=school.actor(school.teacher), at=at),
        lambda: operations.copy_bank(
            school.version, version, by=school.actor(school.teacher), at=at
        ),
    ):
        with pytest.raises(Refused, match="已经发布了"), writing():
            step()


def test_published_while_the_page_was_open(client, desk, school, draft):
    item = school.item(draft)
    with writing():
        db.session.execute(
            update(CourseVersion).where(CourseVersion.id == school.version.id).values(status="past")
        )
        db.session.execute(
            update(CourseVersion)
            .where(CourseVersion.id == draft.id)
            .values(status="live", published_at=school.at)
        )
    assert client.send(f"{desk}{item.id}/remove", KEY).status_code == 422
    assert len(of(draft)) == 1


def test_the_bank_of_the_last_version_is_copied_once(client, desk, school, draft):
    assert "把上一版的题抄过来" in client.get(desk).text
    assert client.send(f"{desk}copy", KEY).location == desk
    kept = [(i.kind, i.text, i.lesson_key, i.choices, i.answer) for i in of(draft)]
    assert kept == [(i.kind, i.text, i.lesson_key, i.choices, i.answer) for i in of(school.version)]
    assert client.send(f"{desk}copy", form_key="another-form-1").status_code == 422
    assert "/items/copy" not in client.get(desk).text


def test_a_bank_is_full_some_day(school, draft, at, monkeypatch):
    monkeypatch.setattr(operations, "MOST_ITEMS", 1)
    school.item(draft)
    said = rules.Said(kind=ItemKind.TRUTH, text="题目", answer=[1])
    with pytest.raises(Refused, match="最多 1 道"), writing():
        operations.add(draft, said, by=school.actor(school.teacher), at=at)


def test_the_kind_of_an_item_stays(school, draft, at):
    item = school.item(draft)
    said = rules.Said(kind=ItemKind.TRUTH, text="题目", answer=[1])
    with pytest.raises(Refused, match="题型"), writing():
        operations.edit(item, said, by=school.actor(school.teacher), at=at)


def test_others_do_not_see_a_bank(app, school, draft, desk, make):
    item = school.item(draft)
    for person in (school.learner, school.officer, make.admin()):
        other = app.test_client()
        other.log_in(person)
        for url in (desk, f"{desk}new/single", f"{desk}{item.id}/edit"):
            assert other.get(url).status_code == 404
        for url in (f"{desk}new/single", f"{desk}{item.id}/remove", f"{desk}copy"):
            assert other.send(url, KEY).status_code == 404
    assert app.test_client().get(desk).location.startswith("/login")


def test_an_unknown_kind_course_or_item_is_not_there(client, desk, school, draft):
    for url in (f"{desk}new/essay", f"{desk}987654/edit", "/teach/courses/987654/items/"):
        assert client.get(url).status_code == 404
    (live, *_more) = of(school.version)
    assert client.get(f"{desk}{live.id}/edit").status_code == 404, "one writes the draft's items"

"""The pages on which a course is built, as a browser walks through them."""

import io

import pytest

from tests.services.clinics.desk.forms import form_of
from tests.training.courses.world import BODY, PAPER, picture
from training.courses.models import LessonKind
from training.courses.queries import building

pytestmark = pytest.mark.both_engines


def here(world):
    return f"/teach/organisers/{world.organiser.id}/"


def test_from_a_name_to_a_published_course(client, world, fill, keeper):
    answer = fill(f"{here(world)}courses/new", title="腌好一坛菜", subject="food")
    its = answer.location
    assert "还一课都没有" in client.get(its).text
    add = f"{its}chapters/new"
    assert fill(its, add, title="").status_code == 422
    assert fill(its, add, title="开工以前").status_code == 302
    course_id = int(its.split("/")[3])
    ((chapter, _none),) = building.list_outline(building.find_draft(course_id).id)
    new = f"{its}chapters/{chapter.id}/lessons/new"
    assert fill(new, title="", kind="text").status_code == 422
    assert fill(new, title="案板", kind="class").status_code == 422
    editor = fill(new, title="案板", kind="text").location
    assert editor == f"{its}lessons/1"
    body = "看背面。\n\n![背面](标签)\n\n**生产日期**在那里。"
    answer = fill(editor, minutes="12", body=body, points="洗手\n\n 擦干 ", look="y")
    assert answer.location == f"{its}preview/1"
    assert "没有叫“标签”的图" in client.get(its).text
    hang = f"{editor}/pictures"
    sent = form_of(client.get(hang)) | {"name": "标签", "alt": "背面的标签"}
    sent["picture"] = (io.BytesIO(picture(size=(1600, 900))), "a.png")
    assert client.post(hang, data=sent).location == hang
    assert "![背面的标签](标签)" in client.get(hang).text
    read = client.get(f"{its}preview/1").text
    assert "<strong>生产日期</strong>" in read
    assert 'alt="背面"' in read
    assert "1280w" in read
    assert 'loading="lazy"' in read
    assert "<li>擦干</li>" in read
    assert fill(f"{its}head", summary="学会腌菜。", level="middle").status_code == 302
    assert "发布前还差" not in client.get(its).text
    assert client.send(f"{its}publish").location == its
    assert building.find_draft(course_id) is None
    assert "修改这门课" in client.get(its).text
    for gone in (editor, hang, f"{its}head", f"{its}chapters/{chapter.id}"):
        assert client.get(gone).status_code == 404
    assert "已经发布的样子" in client.get(f"{its}preview/1").text


def test_publishing_too_early_says_why(client, world, keeper):
    course = world.course()
    answer = client.send(f"/teach/courses/{course.id}/publish")
    assert answer.status_code == 409
    assert "还没有写简介" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("summary", "长" * 501),
        ("for_whom", "长" * 121),
        ("level", "genius"),
        ("language", "长" * 31),
        ("questions", "-1"),
        ("pass_mark", "很高"),
        ("exam_minutes", "1"),
        ("attempts", "0"),
        ("pause_hours", "9999"),
        ("valid_months", "9999"),
        ("before", "987654"),
        ("subject", "magic"),
        ("unlocks", "magic"),
        ("version", "x"),
    ],
)
def test_nonsense_at_the_head_keeps_what_was_typed(client, world, fill, keeper, field, value):
    other = world.published("先学这个")
    course = world.course()
    typed = {"title": "腌一坛", "summary": "学会腌菜。", "before": str(other.id)}
    answer = fill(f"/teach/courses/{course.id}/head", **{**typed, field: value})
    assert answer.status_code == 422
    assert field == "title" or "腌一坛" in answer.text
    assert world.draft(course).title == "腌好一坛菜"


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (LessonKind.TEXT, "title", ""),
        (LessonKind.TEXT, "minutes", "601"),
        (LessonKind.TEXT, "minutes", "十"),
        (LessonKind.TEXT, "body", "长" * 20_001),
        (LessonKind.TEXT, "points", "\n".join("一二三四五六七八九")),
        (LessonKind.TEXT, "points", "长" * 101),
        (LessonKind.TEXT, "seen", "zzz"),
        (LessonKind.PRACTICE, "asks", "\n".join("一二三四五六七")),
        (LessonKind.TEST, "questions", "51"),
        (LessonKind.TEST, "pass_mark", "101"),
    ],
)
def test_nonsense_in_a_lesson_keeps_what_was_typed(client, world, fill, keeper, kind, field, value):
    course = world.course()
    made = world.lesson(course, world.chapter(course), kind)
    said = {"body": "新写的一段话", field: value}
    answer = fill(f"/teach/courses/{course.id}/lessons/{made.key}", **said)
    assert answer.status_code == 422
    assert field == "body" or "新写的一段话" in answer.text
    assert building.find_lesson(course.id, made.key).body == BODY


def test_who_saves_second_sees_both(client, world, fill, keeper):
    course = world.ready()
    its = f"/teach/courses/{course.id}/lessons/1"
    stale = form_of(client.get(its))
    assert fill(its, body="何老师写的").status_code == 302
    answer = client.post(its, data={**stale, "body": "沈老师写的"})
    assert answer.status_code == 409
    assert "何老师写的" in answer.text
    assert "沈老师写的" in answer.text


def test_each_kind_has_its_editor(client, world, fill, keeper):
    course = world.course()
    chapter = world.chapter(course)
    asks = world.lesson(course, chapter, LessonKind.PRACTICE, "回家")
    test = world.lesson(course, chapter, LessonKind.TEST, "小测")
    paper = world.lesson(course, chapter, LessonKind.PAPER, "单子")
    its = f"/teach/courses/{course.id}/lessons"
    assert fill(f"{its}/{asks.key}", asks="案板\n标签").status_code == 302
    assert building.find_lesson(course.id, asks.key).asks == ["案板", "标签"]
    assert fill(f"{its}/{test.key}", questions="3", pass_mark="60").status_code == 302
    assert building.find_lesson(course.id, test.key).questions == 3
    hang = f"{its}/{paper.key}/paper"
    for data, name, status in ((b"no", "a.pdf", 422), (PAPER, "单子.pdf", 302)):
        sent = form_of(client.get(hang)) | {"paper": (io.BytesIO(data), name)}
        assert client.post(hang, data=sent).status_code == status
    assert "单子.pdf" in client.get(f"{its}/{paper.key}").text
    assert "下载资料" in client.get(f"/teach/courses/{course.id}/preview/{paper.key}").text
    assert "<li>标签</li>" in client.get(f"/teach/courses/{course.id}/preview/{asks.key}").text
    assert client.get(f"{its}/{asks.key}/paper").status_code == 404
    (hung,) = building.find_lesson(course.id, paper.key).files
    assert client.get(f"{its}/{paper.key}/pictures/{hung.id}").status_code == 404
    where = client.send(f"{its}/{paper.key}/files/{hung.id}/remove").location
    assert where == f"{its}/{paper.key}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a b"),
        ("name", "案板"),
        ("alt", ""),
        ("alt", "[x]"),
        ("picture", None),
    ],
)
def test_nonsense_at_a_picture_keeps_what_was_typed(client, world, keeper, field, value):
    course = world.ready()
    world.hang(course, 1, "案板")
    its = f"/teach/courses/{course.id}/lessons/1/pictures"
    sent = form_of(client.get(its)) | {"name": "标签", "alt": "背面的标签"}
    sent["picture"] = (io.BytesIO(picture()), "a.png")
    sent = {n: v for n, v in {**sent, field: value}.items() if v is not None}
    answer = client.post(its, data=sent)
    assert answer.status_code == 422
    assert ("标签" if field != "name" else "背面的标签") in answer.text
    assert len(building.find_lesson(course.id, 1).files) == 1


def test_pictures_are_described_and_taken_off(client, world, fill, keeper):
    course = world.ready()
    hung = world.hang(course, 1, "案板")
    its = f"/teach/courses/{course.id}/lessons/1"
    one = f"{its}/pictures/{hung.id}"
    assert fill(one, alt="").status_code == 422
    assert fill(one, alt="洗净的案板").status_code == 302
    assert "洗净的案板" in client.get(its).text
    where = client.send(f"{its}/files/{hung.id}/remove").location
    assert where == f"{its}/pictures"


def test_the_outline_is_worked_by_buttons(client, world, fill, keeper):
    course = world.course()
    one, two = world.chapter(course, "一"), world.chapter(course, "二")
    for chapter, title in ((one, "a"), (one, "b"), (two, "c")):
        world.lesson(course, chapter, title=title)
    its = f"/teach/courses/{course.id}/"
    client.send(f"{its}lessons/2/move", to="down")
    assert world.outline(world.draft(course)) == [("一", ["a"]), ("二", ["b", "c"])]
    client.send(f"{its}lessons/2/move", to="up")
    client.send(f"{its}chapters/{two.id}/move", to="up")
    assert world.outline(world.draft(course)) == [("二", ["c"]), ("一", ["a", "b"])]
    client.send(f"{its}lessons/1/remove")
    assert fill(f"{its}chapters/{one.id}", title="第一章").status_code == 302
    assert fill(f"{its}chapters/{one.id}", title="").status_code == 422
    assert client.send(f"{its}chapters/{one.id}/remove").status_code == 409
    client.send(f"{its}lessons/2/remove")
    assert client.send(f"{its}chapters/{one.id}/remove").status_code == 302
    assert world.outline(world.draft(course)) == [("二", ["c"])]


def test_changed_dropped_off_on_and_gone(client, world, keeper):
    course = world.published()
    its = f"/teach/courses/{course.id}/"
    assert client.send(f"{its}change").location == its
    assert "正在改" in client.get(its).text
    assert "有一份没发布的修改" in client.get(here(world)).text
    assert "草稿的样子" in client.get(f"{its}preview").text
    assert "门类" not in client.get(f"{its}head").text  # fixed by now
    client.send(f"{its}drop")
    assert "已经发布的样子" in client.get(f"{its}preview").text
    client.send(f"{its}off")
    assert "开始招生" in client.get(its).text
    client.send(f"{its}on")
    assert "先停止招生" in client.get(its).text
    assert client.send(f"{its}remove").location == here(world)
    assert client.get(its).status_code == 404

"""What a lesson's text becomes: prose and pictures in their order, and nothing that is alive."""

from core.storage.models import StoredFile
from training.courses.models import FileRole, Lesson, LessonFile
from training.courses.papers import Picture, Prose, blocks, paper_of
from training.courses.rules.lessons import pictures_in


def lesson(body, *names, width=1280):
    files = [
        LessonFile(
            role=FileRole.PICTURE,
            name=each,
            alt=f"{each}的图",
            file=StoredFile(ref=each, width=width, height=400),
        )
        for each in names
    ]
    return Lesson(body=body, files=files)


def test_pictures_stand_where_the_text_names_them():
    made = blocks(lesson("先看\n\n![背面](标签)\n\n再看\n![](案板)\n完了", "标签", "案板"))
    assert [type(each) for each in made] == [Prose, Picture, Prose, Picture, Prose]
    assert [each.alt for each in made if each.is_picture] == ["背面", "案板的图"]
    assert "再看" in made[2].html
    assert made[4].html == "<p>完了</p>\n"


def test_a_picture_that_is_not_there_is_left_out():
    made = blocks(lesson("前\n\n![x](没有)\n\n后", "标签"))
    assert [str(each.html) for each in made] == ["<p>前</p>\n", "<p>后</p>\n"]
    gone = lesson("![x](标签)", "标签")
    gone.files[0].file.deleted_at = "now"
    assert blocks(gone) == []


def test_inside_a_line_it_is_no_picture():
    text = "看 ![背面](标签) 这里"
    assert pictures_in(text) == []
    (only,) = blocks(lesson(text, "标签"))
    assert "<img" not in only.html


def test_markup_is_text():
    (only,) = blocks(lesson("<script>x</script> [a](javascript:x) **要紧**\n第二行"))
    assert "<script" not in only.html
    assert "href" not in only.html
    assert "<strong>要紧</strong>" in only.html
    assert "<br>" in only.html


def test_a_small_picture_has_one_size():
    (small,) = blocks(lesson("![](a)", "a", width=300))
    assert small.widths == [(480, 300)]
    (large,) = blocks(lesson("![](a)", "a"))
    assert large.widths == [(480, 480), (1280, 1280)]


def test_the_paper_of_a_lesson():
    its = lesson("x")
    assert paper_of(its) is None
    its.files = [LessonFile(role=FileRole.PAPER, name="", file=StoredFile(ref="p"))]
    assert paper_of(its).ref == "p"

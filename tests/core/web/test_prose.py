"""Markdown comes out as safe HTML, and nothing else does."""

import pytest

from core.web.prose import plain, prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一段\n\n又一段", "<p>一段</p>\n<p>又一段</p>\n"),
        ("# 一", "<h2>一</h2>\n"),
        ("## 二", "<h2>二</h2>\n"),
        ("###### 六", "<h4>六</h4>\n"),
        ("**粗** *斜*", "<p><strong>粗</strong> <em>斜</em></p>\n"),
        ("    四个空格", "<p>四个空格</p>\n"),
        ("[电话](tel:12315)", '<p><a href="tel:12315" rel="nofollow">电话</a></p>\n'),
    ],
)
def test_what_people_write(text, html):
    assert str(prose(text)) == html


def test_lists_and_tables():
    made = str(prose("3. 三\n4. 四\n\n- 一\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"))
    for part in ('<ol start="3">', "<li>三</li>", "<ul>", "<th>甲</th>", "<td>2</td>"):
        assert part in made


def test_a_line_ends_where_it_was_ended_when_asked():
    assert "<br" in str(prose("一\n二", breaks=True))
    assert "<br" not in str(prose("一\n二"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<img src=x onerror=x>",
        "![x](https://evil.example/x.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>x</script>)",
        "[x](vbscript:x)",
        "<style>@import'//evil'</style>",
        "<a href='//evil' onclick=x>x</a>",
        "<svg/onload=x>",
        "<iframe srcdoc=x>",
        "</p><form action=//evil><button>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    made = str(prose(text))
    for part in ("<script", "<img", "<style", "<svg", "<iframe", "<form", "<button", "<a onclick"):
        assert part not in made
    for scheme in ("javascript:", "data:", "vbscript:"):
        assert f'href="{scheme}' not in made.lower()


def test_what_a_text_says_without_its_marks():
    said = plain("## 怎么吃\n\n放两天，**更甜**。[看](https://a.example)\n\n- 一\n- 二 <b>三</b>")
    assert said == "怎么吃 放两天，更甜。看 一 二 <b>三</b>"

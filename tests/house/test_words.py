"""Every sentence of public pages, sign-in and one's own pages stands in the English catalogue."""

import re

import pytest

from bin.words import english, sentences

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\((\w+)\)")
# The desk, administration and the sample sheet speak Chinese; so do the commands.
CHINESE_ONLY = re.compile(
    r"core/(admin|desk|roster|cli|storage|branches/operations|jobs)|desk_views|style_views|demo"
    r"|templates/core/(admin|desk|roster|web)|templates/core/\w+/desk|templates/layouts/print"
)


@pytest.fixture(scope="module")
def said():
    return sorted({words for name, words in sentences() if not CHINESE_ONLY.search(name)})


def test_public_pages_speak_english(said):
    known = {message.id: message.string for message in english() if message.id}
    assert len(said) > 200
    missing = [words for words in said if CHINESE.search(words) and not known.get(words)]
    assert not missing, f"{len(missing)} without English: {missing[:20]}"


def test_translations_fill_the_same_blanks():
    for message in english():
        if message.id and message.string:
            wanted = set(PLACEHOLDER.findall(message.id))
            assert set(PLACEHOLDER.findall(message.string)) <= wanted, message.id
            assert wanted - set(PLACEHOLDER.findall(message.string)) <= {"unit"}, message.id


def test_english_has_no_chinese_left():
    names = {"兴村", "中文"}
    for message in english():
        text = str(message.string)
        for name in names:
            text = text.replace(name, "")
        assert not CHINESE.search(text), message.string

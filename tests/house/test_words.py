"""Every sentence is one key; those of public pages and one's own also stand in English."""

import ast
import re
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import nodes as jinja

from bin.words import english, sentences
from core.area import CORE
from tests.house.source import PYTHON, TEMPLATES, is_chinese, name
from wsgi import AREAS

PLACEHOLDER = re.compile(r"%\((\w+)\)")
# Desks, of branches, sellers and clerks, and administration speak Chinese; so do the commands and
# what names a permission. What buyers and villagers read, /me among it, also stands in English.
CHINESE_ONLY = re.compile(
    r"core/(admin|desk|operate|roster|cli|storage|branches/operations|jobs)|desk_views|style_views"
    r"|demo|access\.py|waiting\.py"
    r"|core/qualifications/(forms|operations)|core/sponsorship/(lead|visit)_views"
    r"|core/sponsorship/operations/(deciding|listings|people|stewards|visiting)"
    r"|shop/(catalog|freight|producers)/(forms|views|operations(?!/events)|queries/checklist)"
    r"|templates/core/(admin|desk|operate|roster|web)|templates/core/\w+/desk"
    r"|templates/core/sponsorship/(decide|home|pictures|reason|show|steward|visit)\.html"
    r"|templates/core/complaints/list|templates/layouts/(print|sell)"
    r"|templates/shop/(catalog|freight|producers)/|templates/shop/questions/(answer|hide|home)"
    r"|templates/shop/reports/(home|show)"
)
# Says what events declare, whose words `test_what_people_are_told_stands_there` looks for, and
# what areas write into certificates, each sentence marked where it is written.
SAYS_DECLARED = {"core/notices/papers.py", "core/me/settings_views.py"}
SAYS_DECLARED |= {"core/certificates/rules.py"}
MARKS = {"_", "_l"}


@pytest.fixture(scope="module")
def found():
    return list(sentences())


@pytest.fixture(scope="module")
def known():
    return {message.id: message.string for message in english() if message.id}


def test_public_pages_speak_english(found, known):
    said = {words for file, words in found if not CHINESE_ONLY.search(file)}
    assert len(said) > 200
    missing = sorted(words for words in said if is_chinese(words) and not known.get(words))
    assert not missing, f"{len(missing)} without English, fill in after bin.words: {missing[:20]}"


def test_what_people_are_told_stands_there(known):
    events = [event for area in (CORE, *AREAS) for event in area.events]
    told = {str(words) for event in events for words in (event.kind, event.title, event.text)}
    assert len(told) > 60
    assert not {words for words in told if not known.get(words)}


def test_translations_fill_the_same_blanks():
    for message in english():
        if message.id and message.string:
            blanks = set(PLACEHOLDER.findall(message.string))
            assert blanks == set(PLACEHOLDER.findall(message.id)), message.id


def test_english_has_no_chinese_left():
    for message in english():
        text = str(message.string)
        for kept in ("兴村", "兴", "中文"):
            text = text.replace(kept, "")
        assert not is_chinese(text), message.string


def test_what_lacks_english_stays_chinese():
    catalogue, file = Catalog(locale="en"), BytesIO()
    catalogue.add("还没有英文", "")
    catalogue.add("首页", "Home")
    write_mo(file, catalogue)
    file.seek(0)
    english_of = GNUTranslations(file).gettext
    assert english_of("还没有英文") == "还没有英文"
    assert english_of("首页") == "Home"


def is_said(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


def said_in(code):
    """Yield (line, sentence) of each `_()`; None for one that is put together or not a key."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):  # which the extraction does not read
            yield from ((node.lineno, None) for each in ast.walk(node) if is_said(each))
        if is_said(node):
            first = node.args[0]
            yield node.lineno, first.value if isinstance(first, ast.Constant) else None


def is_said_on_page(node):
    return isinstance(node, jinja.Call) and getattr(node.node, "name", "") in MARKS


def said_on(page):
    """Yield (line, sentence) of each `_()` of a parsed template; None for one put together."""
    for node in page.find_all(jinja.Call):
        if is_said_on_page(node):
            first = node.args[0]
            yield node.lineno, first.value if isinstance(first, jinja.Const) else None


@pytest.mark.parametrize(
    "code",
    ['_("您" + name)', '_(f"您{name}")', "_(words)", "f\"{_('您好')}：{x}\""],
)
def test_a_sentence_put_together_is_found(code, app):
    assert None in [words for _line, words in said_in(code)]


@pytest.mark.parametrize("page", ['{{ _("您" ~ name) }}', "{{ _(words) }}"])
def test_a_sentence_put_together_on_a_page_is_found(page, app):
    assert [words for _line, words in said_on(app.jinja_env.parse(page))] == [None]


def test_code_says_whole_sentences(found):
    everything = {words for _file, words in found}
    for path in PYTHON:
        if name(path) not in SAYS_DECLARED:
            for line, words in said_in(path.read_text()):
                assert words in everything, f"{name(path)}:{line}: not a key of its own: {words}"


def test_pages_say_whole_sentences(found, app):
    everything = {words for _file, words in found}
    for path in TEMPLATES:
        for line, words in said_on(app.jinja_env.parse(path.read_text())):
            assert words in everything, f"{name(path)}:{line}: not a key of its own: {words}"

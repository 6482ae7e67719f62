"""Every word that people read can be read in their language, and none praises."""

import ast
import re

import pytest
from jinja2 import nodes as jinja

from tests.house.source import PYTHON, ROOT, TEMPLATES, is_chinese, name, tree

# The calls whose words are looked up when they are shown.
LOOKED_UP = {"_", "_l", "Event", "MenuEntry", "Permission", "Figure"}
# What stands there as content: the demo world, and the samples of the page that shows the look.
CONTENT = {"demo.py", "style_views.py"}
SAMPLES = {"style.html"}
# Constants that hold what people write or what things are called, not what the house says.
DATA = {
    "core/accounts/rules.py": {"CONTEXT", "BROWSERS"},
    "core/branches/rules.py": {"TWO_LETTERS"},
    "core/site/queries.py": {"DEFAULTS"},
}
OWN_NAMES = {"中文"}  # a language is called by its own name in every language
FORBIDDEN = re.compile("担保|推荐|推介|优选")
ALLOWED = "核验记录不构成质量担保或推荐，商品由经营者负责"


def called(node):
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def untranslated(node, data=frozenset()):
    """Yield the Chinese words that stand outside of a call that looks them up."""
    if isinstance(node, ast.Call) and called(node.func) in LOOKED_UP:
        return
    if is_docstring(node):
        return
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(called(each) in data for each in targets):
            return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_chinese(node.value):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from untranslated(child, data)


@pytest.mark.parametrize("path", [p for p in PYTHON if p.name not in CONTENT], ids=name)
def test_words_for_people_are_looked_up(path):
    data = DATA.get(name(path), frozenset())
    found = [f"{node.lineno}: {node.value[:30]}" for node in untranslated(tree(path), data)]
    assert not found


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_looked_up_words_are_whole_sentences(path):
    wrong = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and called(node.func) in {"_", "_l"}
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not wrong, "a sentence glued together in code is found by no catalogue"


def bare_words(parsed):
    """Return the Chinese that stands bare in a template, outside of `_()` and `trans`."""
    parents = {id(child): node for node in walk(parsed) for child in node.iter_child_nodes()}
    found = []
    for node in walk(parsed):
        text = node.data if isinstance(node, jinja.TemplateData) else None
        text = node.value if isinstance(node, jinja.Const) else text
        if not isinstance(text, str) or not is_chinese(text) or text.strip() in OWN_NAMES:
            continue
        inside, each = False, node
        while (each := parents.get(id(each))) is not None:
            call = isinstance(each, jinja.Call) and getattr(each.node, "name", "")
            inside |= call in {"_", "gettext", "ngettext"}
        if not inside:
            found.append(f"{node.lineno}: {text.strip()[:30]}")
    return found


def walk(node):
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.name not in SAMPLES], ids=name)
def test_no_bare_words_in_templates(path, app):
    assert not bare_words(app.jinja_env.parse(path.read_text()))


def test_exceptions_are_still_needed():
    for path, names in DATA.items():
        targets = {
            called(t)
            for n in ast.walk(tree(ROOT / path))
            if isinstance(n, ast.Assign)
            for t in n.targets
        }
        assert names <= targets, path


def test_bare_words_are_found(app):
    for text in ("<p>村</p>", "{{ '村' }}", "{{ panel(_('好'), '村') }}", '<img alt="村" />'):
        assert bare_words(app.jinja_env.parse(text)), text
    assert not bare_words(app.jinja_env.parse("<p>{{ _('村') }}{# 村 #}</p>"))
    for line in ("raise Refused('村')", "x = {'a': '村'}", "f'{n}村'"):
        assert list(untranslated(ast.parse(line))), line
    assert not list(untranslated(ast.parse("'''村'''\nraise Refused(_('村'))")))


def texts():
    for folder in ("core", "shop", "training", "services", "templates", "translations", "static"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {
                ".py",
                ".html",
                ".po",
                ".md",
                ".txt",
                ".csv",
                ".json",
                ".js",
                ".svg",
            }:
                yield path


def test_nothing_is_praised():
    found = [
        f"{name(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if FORBIDDEN.search(line.replace(ALLOWED, ""))
    ]
    assert not found

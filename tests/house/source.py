"""Where the house's code lies, and what stands in it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "shop", "training", "services")
AREAS = PACKAGES[1:]
PYTHON = [ROOT / "wsgi.py"]
PYTHON += sorted(path for top in PACKAGES for path in (ROOT / top).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))


def name(path):
    return str(path.relative_to(ROOT))


def tree(path):
    return ast.parse(path.read_text())


def nodes(path, kind):
    return [node for node in ast.walk(tree(path)) if isinstance(node, kind)]


def is_chinese(text):
    return any("\u3400" <= letter <= "\u9fff" or letter >= "\U00020000" for letter in text)

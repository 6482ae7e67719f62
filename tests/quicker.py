"""What every app of a test run has alike is made once: a test makes an app, and there are many.

Only work that depends on nothing but its input is kept: how Werkzeug turns a rule into code, how
SQLAlchemy writes a statement in the words of an engine, and the static files, which no test
changes.
"""

import gc
from functools import wraps

from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from core.app import ROOT
from core.web import assets

STATEMENTS = 10_000
MANY = 20_000  # new objects until the collector looks at the young ones


class Written(LRUCache):
    """Statements as all databases of a kind read them, whichever database asks first.

    SQLAlchemy keeps them by the dialect of one engine; those of two engines of a kind are alike.
    """

    def alike(self, key):
        dialect, *others = key
        return (dialect.name, dialect.driver, *others)

    def get(self, key, default=None):
        return super().get(self.alike(key), default)

    def __getitem__(self, key):
        return super().__getitem__(self.alike(key))

    def __setitem__(self, key, value):
        super().__setitem__(self.alike(key), value)


WRITTEN = Written(STATEMENTS)


def share_words(engine):
    """Let this engine use what was written for another of its kind."""
    engine._compiled_cache = WRITTEN  # noqa: SLF001


def make_once():
    """Let rules with the same parts share their code, and the static files be read once."""
    compile_rule, compiled = Rule.compile, {}

    @wraps(compile_rule)
    def shared(rule):
        if rule.defaults:
            compile_rule(rule)
            return
        number = rule.map.converters["int"]  # ours takes its place while an app is made
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, rule.is_leaf, number)
        if key not in compiled:
            compile_rule(rule)
            built = rule._build.__func__, rule._build_unknown.__func__  # noqa: SLF001
            compiled[key] = (rule._parts, rule._trace, rule._converters, *built)  # noqa: SLF001
        rule._parts, rule._trace, rule._converters, known, unknown = compiled[key]  # noqa: SLF001
        rule.arguments.update(rule._converters)  # noqa: SLF001
        rule._build, rule._build_unknown = known.__get__(rule), unknown.__get__(rule)  # noqa: SLF001

    Rule.compile = shared
    read, folder = assets.Assets, ROOT / "static"
    known = []

    def read_once(asked):
        if asked != folder:
            return read(asked)
        if not known:
            known.append(read(folder))
        return known[0]

    assets.Assets = read_once


def leave_alone_what_stays():
    """Let the collector never look again at what lives as long as the run: code and test items."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 10, 10)

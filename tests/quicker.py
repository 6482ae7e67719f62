"""What every app of a test run has alike is made once: a test makes an app, and there are many.

Only work of libraries that depends on nothing but its input is kept: how Werkzeug turns a rule
into code, and what gzip makes of a static file.
"""

import gzip
from functools import cache, wraps

from werkzeug.routing import Rule


def make_once():
    """Let rules with the same parts share their code, and equal bytes be squeezed once."""
    compile_builder, built = Rule._compile_builder, {}  # noqa: SLF001

    @wraps(compile_builder)
    def shared(rule, append_unknown=True):  # noqa: FBT002
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (tuple(rule._trace), append_unknown)  # noqa: SLF001
        if key not in built:
            built[key] = compile_builder(rule, append_unknown)
        return built[key]

    Rule._compile_builder = shared  # noqa: SLF001
    squeeze = cache(gzip.compress)

    def compress(data, compresslevel=9, *, mtime=None):
        once = compresslevel == 9 and mtime == 0 and isinstance(data, bytes)
        return squeeze(data, 9, mtime=0) if once else original(data, compresslevel, mtime=mtime)

    original, gzip.compress = gzip.compress, compress

"""Build the application."""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from core import adapters, cli, db
from core.area import CORE
from core.branches.actors import find_signed_in
from core.clock import now
from core.house import HOUSE, Area, Parts
from core.proxy.acting import in_whose_name
from core.settings import Settings
from core.site.shell import shell
from core.web import errors, headers, ids, logs, look, manner, metrics, origin, uploads
from core.web.guard import SignedIn, check_every_route
from core.words import say

ROOT = Path(__file__).parents[1]
MIGRATIONS = str(ROOT / "migrations")
LARGEST_BODY = 11 * 1024 * 1024  # a file of 10 MiB and the fields around it
SESSION_DAYS = 30


def create_app(areas: Iterable[Area], settings: Settings) -> Flask:
    """Put the areas on the ground; raise RuntimeError when a route declares no access."""
    app = Flask("xingcun", root_path=str(ROOT), static_folder=None)
    configure(app, settings)
    all_areas = (CORE, *areas)
    HOUSE.fill(
        Parts(
            settings=settings,
            areas=all_areas,
            files=adapters.files_from(settings["FILES_URL"]),
            cache=adapters.cache_from(settings["CACHE_URL"]),
            queue=adapters.queue_from(settings["JOBS_URL"]),
            mail=adapters.mail_from(settings["MAIL_URL"], settings["MAIL_FROM"]),
            sms=adapters.sms_from(settings["SMS_URL"]),
            index=adapters.index_from(settings["SEARCH_URL"]),
            keys=adapters.keys_from(settings["SEAL_KEYS"], secret=settings["SECRET_KEY"]),
        )
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, default_locale="zh", locale_selector=locale)
    app.jinja_env.globals["_"] = say
    uploads.set_up(app)
    CSRFProtect(app)
    login = LoginManager()
    login.init_app(app, add_context_processor=False)  # no query for pages that name nobody
    login.session_protection = None  # the session is a row of ours; the device may change its name
    login.user_loader(load)
    db.set_up(app)
    Migrate(app, db.db, directory=MIGRATIONS, render_as_batch=True, compare_type=True)
    for part in (ids, logs, metrics, errors, headers, look, origin):
        part.set_up(app)
    app.context_processor(lambda: {"shell": shell()})
    for area in all_areas:
        for blueprint in area.blueprints:
            app.register_blueprint(blueprint)
    exempt_visitors(app)
    cli.set_up(app)
    check_every_route(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Turn our settings into what Flask and its extensions read."""
    secure = settings.secure_cookies
    app.config.update(
        SECRET_KEY=settings["SECRET_KEY"],
        SQLALCHEMY_DATABASE_URI=absolute(settings["DATABASE_URL"]),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": not settings["DATABASE_URL"].startswith("sqlite:"),  # a file stays
            "hide_parameters": True,
        },
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=[host.strip() for host in settings["TRUSTED_HOSTS"].split(",")],
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION_DAYS * 24 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch is still good
        WTF_CSRF_SSL_STRICT=False,  # core.web.origin looks at more than one header
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
    )
    proxies = int(settings["TRUSTED_PROXIES"])
    if proxies:
        fix = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = fix  # type: ignore[method-assign]


def absolute(url: str) -> str:
    """Let a SQLite file be found from wherever the process was started."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return f"{prefix}{ROOT / url.removeprefix(prefix)}"
    return url


def locale() -> str:
    return "en" if manner.language() == "en" else "zh"


def load(token: str) -> SignedIn | None:
    at = now()
    return in_whose_name(find_signed_in(token, at=at), at=at)


def exempt_visitors(app: Flask) -> None:
    """Leave the token out where `by_visitors` asks for the request's origin instead."""
    csrf = app.extensions["csrf"]
    for view in app.view_functions.values():
        if vars(view).get("by_visitors"):
            csrf.exempt(view)

"""Logs: one JSON line an event and one a request, with an id, and never a secret in it."""

import logging
import os
import re
import secrets
import sys
import time
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Engine, event

from core.clock import now, village_day
from core.house import HOUSE

Line = MutableMapping[str, Any]
GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
SECRET_NAME = re.compile(
    r"passw|token|secret|cookie|authorization|api_?key|csrf|hash", re.IGNORECASE
)
# What a database tells about a row that it refused, and mobile numbers wherever they turn up.
SECRET_TEXT = re.compile(r"(DETAIL:|\[parameters:).*")
PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
WATCHED = {401, 403, 429}
CONFIDENTIAL = "confidential"  # what all pages are called that are kept to oneself
FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl")
log = structlog.get_logger("request")
security_log = structlog.get_logger("security")


def set_up(app: Flask) -> None:
    """Write a line for each request, and bring every other logger onto the same lines."""
    configure(folder_of_logs())
    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(lambda _error: structlog.contextvars.clear_contextvars())


def configure(folder: Path | None) -> None:
    """Send all lines to standard error, and to a file a day where a folder is given."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    written = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    handler = Lines(folder)
    # Our own lines take the short way; those of the libraries come through `logging`.
    structlog.configure(
        processors=[*shared, written],
        logger_factory=lambda *names: Own(handler, *names),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, written],
        )
    )
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for noisy in ("werkzeug", "botocore", "urllib3", "huey"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def folder_of_logs() -> Path | None:
    """Return where the files of lines are kept, if anywhere; counted from the project's folder."""
    given = HOUSE.settings["LOG_DIR"]
    return Path(__file__).parents[2] / given if given else None


class Lines(logging.Handler):
    """Writes whole lines; several processes may share a day's file, since each line is one write.

    Standard error, so that what a command prints stays clean; a service manager keeps both.
    """

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self.folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        self.write(self.format(record))

    def write(self, line: str) -> None:
        # A log that fails must not fail what it tells about.
        with suppress(Exception):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
            if self.folder is not None:
                append(self.folder / f"{village_day(now())}.jsonl", f"{line}\n")


class Own:
    """A logger of ours, as structlog wants it: a name, and a method a level."""

    def __init__(self, lines: Lines, name: str = "") -> None:
        self.name = name
        self.debug = self.info = self.warning = self.error = self.critical = lines.write


def append(path: Path, line: str) -> None:
    """Add the line to the file, which nobody else on this machine can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, mode=0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def forget_old_logs(at: datetime) -> None:
    """Delete the files that are older than LOG_DAYS (Cybersecurity law 21(3): 180 at least)."""
    folder = folder_of_logs()
    oldest = village_day(at) - timedelta(days=int(HOUSE.settings["LOG_DAYS"]))
    if folder is None or not folder.is_dir():
        return
    for path in folder.iterdir():
        if FILE.fullmatch(path.name) and path.stem < oldest.isoformat():
            path.unlink(missing_ok=True)


def without_secrets(_logger: object, _method: str, line: Line) -> Line:
    """Blank whatever is named like a secret, and what only a person's row should know."""
    for name, value in line.items():
        if SECRET_NAME.search(name):
            line[name] = "…"
        elif isinstance(value, str) and name in {"event", "exception"}:
            line[name] = PHONE.sub(r"\1****\2", SECRET_TEXT.sub(r"\1 …", value))
    return line


def security(what: str, **facts: object) -> None:
    """Note something that whoever watches over the house wants to see; ids, never contents."""
    security_log.warning(what, **facts)


def begin() -> None:
    """Give the request its id and start its clock."""
    g.begun = time.perf_counter()
    g.queries = 0
    given = request.headers.get("X-Request-Id", "")
    behind_proxy = HOUSE.settings["TRUSTED_PROXIES"] not in {"", "0"}
    g.request_id = given if behind_proxy and GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def end(response: Response) -> Response:
    """Write the request's line: its endpoint, never its full address, which may hold a secret.

    Of a confidential page it says neither who looked nor at which.
    """
    if "begun" not in g:  # refused before it began
        begin()
    response.headers["X-Request-Id"] = g.request_id
    facts = {
        "method": request.method[:10],
        "endpoint": name_of_page(),
        "status": response.status_code,
        "person": None if is_confidential() else whose(),
    }
    log.info("request", ms=round(elapsed() * 1000, 1), queries=g.queries, **facts)
    if response.status_code in WATCHED:
        security("refused", address=request.remote_addr, **facts)
    return response


def is_confidential() -> bool:
    """Tell whether `keep_to_oneself` has marked the blueprint that answers."""
    blueprint = current_app.blueprints.get(request.blueprint or "")
    return blueprint is not None and bool(vars(blueprint).get("kept_to_oneself"))


def name_of_page() -> str | None:
    """Return under which name this request is written down and counted."""
    return CONFIDENTIAL if is_confidential() else request.endpoint


def elapsed() -> float:
    """Return the seconds since the request began."""
    return time.perf_counter() - float(g.begun)


def whose() -> int | None:
    """Return who was found behind the request, without asking again."""
    actor = getattr(g.get("_login_user"), "actor", None)
    return None if actor is None else int(actor.id)


@event.listens_for(Engine, "before_cursor_execute")
def count_query(*_facts: object) -> None:
    """Count what a request asks of the database."""
    if has_request_context() and "queries" in g:
        g.queries += 1

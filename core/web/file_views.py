"""Showing public files; a view of another room shows a private one with `send`, once it may."""

from functools import cache
from io import BytesIO
from urllib.parse import quote

import structlog
from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from PIL import Image

from core.house import HOUSE
from core.storage import queries
from core.storage.models import LARGE, SMALL, WEBP, StoredFile, paper_name, picture_name
from core.web.guard import public

bp = Blueprint("files", __name__, url_prefix="/files")
DAY = 24 * 3600
log = structlog.get_logger(__name__)


@bp.get("/<ref>")
@public
def show(ref: str) -> ResponseReturnValue:
    return send(queries.find_public(ref) or abort(404))


@bp.get("/<ref>/<int:size>")
@public
def show_size(ref: str, size: int) -> ResponseReturnValue:
    stored = queries.find_public(ref)
    if stored is None or not stored.is_picture or size not in {SMALL, LARGE}:
        abort(404)
    return send(stored, size)


def send(stored: StoredFile, size: int = LARGE) -> Response:
    """Answer with the file: a picture to be shown, a paper to be kept by whoever asked for it.

    What is not public is for this one reader and is kept nowhere on the way. Whoever calls this
    has checked that the reader may have it.
    """
    name = picture_name(stored.ref, size) if stored.is_picture else paper_name(stored.ref)
    try:
        with HOUSE.files.open(name) as stream:
            data = stream.read()
    except OSError as error:
        log.warning("file_gone", ref=stored.ref, error=type(error).__name__)
        return away(stored)
    answer = Response(data, mimetype=stored.media_type)
    how = "inline" if stored.is_picture else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{written_name(stored)}"
    guard(answer)
    if stored.is_public:
        answer.set_etag(stored.objects[name])
        answer.cache_control.public = True
        answer.cache_control.max_age = DAY
        answer.make_conditional(request)
    else:
        answer.cache_control.private = True
        answer.cache_control.no_store = True
    return answer


def written_name(stored: StoredFile) -> str:
    """Return the name to keep the file under, as a header may hold it."""
    stem = stored.name.rpartition(".")[0] or stored.name
    return quote(f"{stem}{'.webp' if stored.is_picture else '.pdf'}", safe="")


def guard(answer: Response) -> None:
    """Let no browser take the file for a page."""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"


def away(stored: StoredFile) -> Response:
    """Answer while the storage is out of reach: a plain grey picture, or a word, and come back."""
    if stored.is_picture:
        answer = Response(placeholder(), 503, mimetype=WEBP)
    else:
        answer = Response("503\n", 503, mimetype="text/plain")
    guard(answer)
    answer.headers["Retry-After"] = "60"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@cache
def placeholder() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 6), (226, 222, 212)).save(out, "WEBP")
    return out.getvalue()

"""Playing what stands in lessons, from any second on."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

import structlog
from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ContentRange

from core.house import HOUSE
from core.storage.recordings import Recording
from core.storage.rules import BLOCK
from core.web.file_views import DAY, guard
from core.web.guard import actor_or_none, public, to_login
from training.courses.queries.recordings import find_recording, list_shelves
from training.courses.rules.recordings import Play, play_of

bp = Blueprint("recordings", __name__, url_prefix="/recordings")
NAMED = re.compile(r"[0-9a-f]{32}", re.ASCII)
log = structlog.get_logger(__name__)


@bp.get("/<ref>")
@public
def play(ref: str) -> ResponseReturnValue:
    """Play a recording: of what is open to be read to all, of what is published to who came in.

    What only a draft holds its teachers alone can play; whoever may not sees what nobody has.
    """
    recording = find_recording(ref) if NAMED.fullmatch(ref) else None
    shelves = list_shelves(recording.id) if recording else []
    if recording is None or not shelves:
        abort(404)
    may = play_of(shelves)
    if not may.to_all:
        actor = actor_or_none()
        if actor is None:
            return to_login() if may.to_learners else abort(404)
        if not may.to_learners and (actor.is_proxy or actor.person not in may.teacher_ids):
            abort(404)
    return send(recording, may)


def send(recording: Recording, may: Play) -> Response:
    """Answer with the recording, or with the part that was asked for, a little at a time."""
    answer = Response(mimetype=recording.media_type.value)
    guard(answer)
    answer.set_etag(recording.sha256)
    answer.headers["Accept-Ranges"] = "bytes"
    name = quote(recording.name, safe="")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    keep_for(answer, may)
    answer.make_conditional(request)
    if answer.status_code == 304:  # noqa: PLR2004
        return answer
    begin, end = 0, recording.size
    if part := asked_for(recording):
        begin, end = part
        if not begin < end:
            answer.status_code = 416
            answer.content_range = ContentRange("bytes", None, None, recording.size)
            answer.headers["Cache-Control"] = "no-store"
            return answer
        answer.status_code = 206
        answer.content_range = ContentRange("bytes", begin, end, recording.size)
    answer.content_length = end - begin
    if request.method != "HEAD":
        try:
            stored = HOUSE.files.open(recording.object_name, begin, end - begin)
        except OSError as error:
            log.warning("recording_gone", ref=recording.ref, error=type(error).__name__)
            return away()
        answer.response = Pieces(stored, recording.ref)
    answer.direct_passthrough = True
    return answer


def asked_for(recording: Recording) -> tuple[int, int] | None:
    """Return from which byte to before which, where one part is asked for; nothing for the whole.

    A part that begins where nothing is any more comes back empty. Several parts at once nobody
    plays: the whole is an answer to that, too.
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    if "If-Range" in request.headers and request.if_range.etag != recording.sha256:
        return None  # what the reader has begun with was another
    begin, end = wanted.ranges[0]
    if end is not None:
        return begin, min(end, recording.size)
    return (begin if begin >= 0 else max(0, recording.size + begin)), recording.size


def keep_for(answer: Response, may: Play) -> None:
    """Let a telephone keep what it has once loaded, and a proxy what everybody may hear."""
    if may.to_all:
        answer.cache_control.public = True
    else:
        answer.cache_control.private = True
    if may.to_learners:
        answer.cache_control.max_age = DAY
    else:
        answer.cache_control.no_store = True


def away() -> Response:
    """Answer while the storage is out of reach: come back in a minute."""
    answer = Response("503\n", 503, mimetype="text/plain")
    guard(answer)
    answer.headers["Retry-After"] = "60"
    answer.headers["Cache-Control"] = "no-store"
    return answer


class Pieces:
    """What is stored, piece after piece; closed with the answer, or when its reader hangs up."""

    def __init__(self, stored: BinaryIO, ref: str) -> None:
        self.stored, self.ref = stored, ref

    def __iter__(self) -> Iterator[bytes]:
        try:
            while piece := self.stored.read(BLOCK):
                yield piece
        except OSError as error:  # the length was promised: the reader sees that it is cut off
            log.warning("recording_cut_off", ref=self.ref, error=type(error).__name__)
            raise

    def close(self) -> None:
        self.stored.close()

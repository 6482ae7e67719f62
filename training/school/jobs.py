"""Booklets are made while nobody waits, once for each version, and lie with the files."""

from datetime import datetime, timedelta
from itertools import islice

import structlog

from core.house import HOUSE, Sweep
from core.storage.models import LARGE, PDF, picture_name
from core.web.links import whole
from core.words import speaking
from training.school.papers import Booklet, Part, write_booklet
from training.school.queries import booklets as queries
from training.school.queries.booklets import Wanted
from training.school.rules import BOOKLET

AT_ONCE = 10  # of one sweep: each takes some seconds
YOUNG = timedelta(hours=1)  # what was just made may be newer than the list of what is wanted
log = structlog.get_logger(__name__)


def make(version_id: int) -> None:
    """Make the booklet of a version that was just published."""
    for wanted in queries.list_wanted(version_id=version_id):
        if not is_there(wanted.name):
            put(wanted)


def make_all(at: datetime) -> None:  # noqa: ARG001 - what is missing does not depend on the time
    """Make the booklets that are missing, whatever became of the nudges."""
    missing = (each for each in queries.list_wanted() if not is_there(each.name))
    for wanted in islice(missing, AT_ONCE):
        try:
            put(wanted)
        except Exception:  # one that cannot be made does not hold up the others
            log.exception("booklet_failed", version=wanted.version_id)


def put(wanted: Wanted) -> None:
    """Write a booklet and lay it with the files; its name says what stands in it."""
    version = queries.get_whole(wanted.version_id)
    course = f"/learn/{version.course_id}"
    booklet = Booklet(
        version=version,
        parts=[Part(*each) for each in queries.list_chapters(version.id)],
        course_url=whole(course),
        exam_url=whole(f"{course}/exam"),
        picture=picture_of,
    )
    with speaking("zh"):
        made = write_booklet(booklet)
    HOUSE.files.put(wanted.name, made, PDF)


def is_there(name: str) -> bool:
    try:
        with HOUSE.files.open(name):
            return True
    except FileNotFoundError:
        return False


def picture_of(ref: str) -> bytes | None:
    """Return the bytes of a picture, None where they are gone."""
    try:
        with HOUSE.files.open(picture_name(ref, LARGE)) as found:
            data: bytes = found.read()
    except FileNotFoundError:
        return None
    return data


def forget(at: datetime) -> None:
    """Remove what nobody reads any more: of what nobody learns, or with a picture taken away."""
    wanted = {each.name for each in queries.list_wanted()}
    for name in HOUSE.files.names(before=at - YOUNG):
        if BOOKLET.fullmatch(name) and name not in wanted:
            HOUSE.files.delete(name)


JOBS = {"school.booklet": make}
SWEEPS = {
    "school.booklets": Sweep(5, make_all),
    "school.old_booklets": Sweep(60, forget),
}

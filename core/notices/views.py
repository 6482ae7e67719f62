"""The inbox: what I was told, the newest first."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.house import MenuEntry
from core.notices import access, operations, papers, queries
from core.notices.forms import LARGEST_KEY, UntilForm
from core.notices.models import Notice
from core.web.forms import page
from core.web.guard import current_actor, local, needs
from core.words import _, _l

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@bp.get("")
@needs(access.READ_NOTICE)
def home() -> ResponseReturnValue:
    person = current_actor().person
    before, after = key_in("before"), key_in("after")
    notices = queries.list_notices(person, before=before, after=after)
    first, last = (notices[0].id, notices[-1].id) if notices else (0, 0)
    return page(
        "core/notices/home.html",
        notices=notices,
        words=papers,
        unread=queries.count_unread(person),
        newest=queries.newest(person),
        newer=queries.has_newer(person, first) if notices else False,
        older=queries.has_older(person, last) if notices else False,
        first=first,
        last=last,
    )


def key_in(name: str) -> int | None:
    """Return the key in the address; what is no key is a page that does not exist."""
    given = request.args.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or int(given[:20]) > LARGEST_KEY:
        abort(404)
    return int(given)


@bp.post("/<int:notice_id>/open")
@needs(access.READ_NOTICE, of=queries.find_notice)
def open_one(notice: Notice) -> ResponseReturnValue:
    where = local(notice.url, otherwise=url_for(".home"))
    with writing():
        operations.read(notice, at=now())
    return redirect(where)


@bp.post("/<int:notice_id>/read")
@needs(access.READ_NOTICE, of=queries.find_notice)
def read(notice: Notice) -> ResponseReturnValue:
    with writing():
        operations.read(notice, at=now())
    return redirect(url_for(".home"))


@bp.post("/read")
@needs(access.READ_NOTICE)
def read_all() -> ResponseReturnValue:
    form = UntilForm()
    if not form.until.validate(form):
        abort(400)
    with writing():
        count = operations.read_all(until=form.until.data, by=current_actor(), at=now())
    flash(_("%(count)s 条消息标为已读", count=count))
    return redirect(url_for(".home"))


MENU = (MenuEntry(place="me", title=_l("消息"), endpoint="inbox.home", order=10, icon="bell"),)
